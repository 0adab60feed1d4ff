import { useApp } from '../app';
import { isChanged, type Compared, type Side } from '../questions/comparison';
import { titleOf } from '../scenario/requests';
import { DecisionBadge } from './DecisionStrip';
import { Icon } from './Icon';
import { StatementLink, statementWords, tellingFirst } from './StatementLink';

const kindWords = { same: '', edited: 'request edited', added: 'new request', removed: 'request removed' };

/** The requests whose decision changed, from what to what, and what decided. */
export function ComparedRequests({ compared }: { compared: Compared[] }) {
  const changed = compared.filter(isChanged);
  const same = compared.length - changed.length;
  return (
    <>
      <h2>{headline(changed.length, compared.length)}</h2>
      <ul class="compared">
        {changed.map((one, i) => (
          <ChangedRow key={i} compared={one} />
        ))}
      </ul>
      {changed.length > 0 && same > 0 && <p class="muted">{same === 1 ? 'One other request is decided as before.' : `The other ${same} requests are decided as before.`}</p>}
    </>
  );
}

function headline(changed: number, all: number): string {
  if (all === 0) return 'There is no request to decide';
  if (changed === 0) return all === 1 ? 'The request is decided as before' : `All ${all} requests are decided as before`;
  return changed === 1 ? 'One decision changed' : `${changed} decisions changed`;
}

function ChangedRow({ compared: { pair, before, after } }: { compared: Compared }) {
  const { store } = useApp();
  const index = store.requests.value.indexOf(pair.after);
  return (
    <li>
      <p>
        {index < 0 ? (
          titleOf(pair.after)
        ) : (
          <button type="button" class="link" onClick={() => store.select(index)}>
            {titleOf(pair.after)}
          </button>
        )}{' '}
        {kindWords[pair.kind] && <span class="kind">{kindWords[pair.kind]}</span>}
      </p>
      <div class="compared-sides">
        <SideView word="before" side={before} />
        <Icon name="right" />
        <SideView word="now" side={after} />
      </div>
    </li>
  );
}

function SideView({ word, side: { outcome, slice } }: { word: 'before' | 'now'; side: Side }) {
  const [first] = tellingFirst(outcome.decidedBy);
  return (
    <div class="compared-side">
      <span class="visually-hidden">{word}: </span>
      <DecisionBadge decision={outcome.decision} />
      <span class="compared-why" title={outcome.sentence}>
        {!first && outcome.sentence}
        {first && word === 'now' && <StatementLink matched={first} slice={slice} />}
        {first && word === 'before' && statementWords(first)}
      </span>
    </div>
  );
}
