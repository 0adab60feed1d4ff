import { useLayoutEffect, useRef } from 'preact/hooks';
import { useApp } from '../app';
import { takenResults, type Taken } from '../questions/expectations';
import { expectationWords, titleOf } from '../scenario/requests';
import { takeResults } from '../store/edits';
import { isStale } from '../store/verdict';
import { Icon } from './Icon';
import '../styles/take-results.css';

/** What would be expected, before it is: every expectation that changes, from what to what. */
export function TakeResults({ close }: { close: () => void }) {
  const { store } = useApp();
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  const stale = isStale(store);
  const taken = stale ? [] : takenResults(store.requests.value, store.answered.value?.decided.requests ?? []);
  const accept = () => (takeResults(store, taken), close());
  return (
    <section class="take-results" aria-label="Take results as expectations" onKeyDown={(event) => event.key === 'Escape' && close()}>
      <h2 tabIndex={-1} ref={heading}>
        {headline(taken.length)}
      </h2>
      {taken.length === 0 && <p class="muted">{stale ? 'Deciding…' : 'There is nothing to take.'}</p>}
      {taken.length > 0 && (
        <ul class="taken">
          {taken.map((one) => (
            <TakenRow key={one.request} taken={one} />
          ))}
        </ul>
      )}
      <div class="table-actions">
        {taken.length > 0 && (
          <button type="button" class="button button-main" onClick={accept}>
            Take {taken.length === 1 ? 'it' : 'them'}
          </button>
        )}
        <button type="button" class="button" onClick={close}>
          {taken.length > 0 ? 'Leave as it is' : 'Back to the table'}
        </button>
      </div>
    </section>
  );
}

function headline(count: number): string {
  if (count === 0) return 'Every expectation is what came out';
  return count === 1 ? 'One expectation changes' : `${count} expectations change`;
}

function TakenRow({ taken: { request, from, to } }: { taken: Taken }) {
  const { store } = useApp();
  return (
    <li>
      <span class="taken-title">
        {request + 1}. {titleOf(store.requests.value[request])}
      </span>
      <span class="taken-change">
        <del>{expectationWords[from] ?? from}</del>
        <Icon name="right" />
        <span class="visually-hidden">becomes</span>
        <ins>{expectationWords[to] ?? to}</ins>
      </span>
    </li>
  );
}
