import { useApp } from '../app';
import type { Change } from '../engine/door';
import type { DiffLine } from '../questions/lines';
import { previewOf } from '../questions/preview';
import { shortArn } from '../scenario/names';
import { decisionWords } from '../store/verdict';
import { decisionIcons } from './DecisionStrip';
import { Icon } from './Icon';

/** The edits, each with what it does to the text. */
export default function ChangeList() {
  const { changes } = useApp();
  const list = changes.list.value;
  if (!list) return <p class="muted">Trying edits…</p>;
  if (list.length === 0) return <p>No single edit flips this decision: more than one thing stands in the way, or policies cannot change it.</p>;
  return (
    <>
      <p class="muted">Any one of these flips the decision. Each was tried.</p>
      <ul class="change-list">
        {list.map((change) => (
          <ChangeRow key={`${change.title} ${change.from}`} change={change} />
        ))}
      </ul>
    </>
  );
}

function ChangeRow({ change }: { change: Change }) {
  const { changes, store } = useApp();
  const answered = store.answered.value;
  return (
    <li>
      <details class="change">
        <summary>
          <Icon name="right" />
          <span class="change-title">{change.title}</span>
          <span class={`change-after after-${change.decision}`}>
            <Icon name={decisionIcons[change.decision]} />
            {decisionWords[change.decision]}
          </span>
        </summary>
        {answered && <Diff lines={previewOf(answered, change)} place={placeOf(change)} />}
        <button type="button" class="button" onClick={() => changes.apply(change)}>
          <Icon name="pencil" />
          Make this edit
        </button>
      </details>
    </li>
  );
}

/** Where the edit is made, in words. */
function placeOf({ path }: Change): string {
  if (!path) return 'the scenario';
  const name = path.at(-1) === 'document' ? path.at(-2)! : path.at(-1)!;
  if (name === 'trustPolicy') return `the trust policy of ${path.at(-2)}`;
  return name === 'policy' ? `the policy of ${shortArn(path.at(-2)!)}` : name;
}

const signs = { same: ' ', removed: '−', added: '+' };
const words = { same: '', removed: 'removed: ', added: 'added: ' };

/** Lines that go and lines that come, told apart by a sign too. */
function Diff({ lines, place }: { lines: DiffLine[]; place: string }) {
  return (
    <figure class="change-diff">
      <figcaption class="muted">{place}</figcaption>
      <ol class="mono" tabIndex={0} aria-label={`The edit of ${place}`}>
        {lines.map(({ kind, number, text }) => (
          <li key={`${kind} ${number}`} class={`diff-${kind}`}>
            <span class="diff-number" aria-hidden="true">
              {number}
            </span>
            <span class="diff-sign" aria-hidden="true">
              {signs[kind]}
            </span>
            <span class="visually-hidden">{words[kind]}</span>
            <code>{text}</code>
          </li>
        ))}
      </ol>
    </figure>
  );
}
