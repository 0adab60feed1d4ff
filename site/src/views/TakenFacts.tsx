import type { Imported } from '../engine/intake';
import { copy } from '../store/clipboard';
import { Icon } from './Icon';

export const kindWords: Record<Imported['kind'], string> = {
  scenario: 'A scenario',
  policy: 'A policy document',
  denial: 'An access denied message',
  event: 'A CloudTrail event',
  account: 'Account details',
  organization: 'An organization',
  infrastructure: 'A plan or template',
};

/** What was understood of a text, what was left out, and what to paste next. */
export function TakenFacts({ result }: { result: Imported }) {
  return (
    <>
      <dl class="taken-facts">
        {result.understood.map(({ label, value }) => (
          <div key={label + value}>
            <dt>{label}</dt>
            <dd class={value.includes(' ') ? '' : 'mono'}>{value}</dd>
          </div>
        ))}
      </dl>
      {result.leftOut.length > 0 && (
        <>
          <p class="taken-head">Left out</p>
          <ul class="taken-left">
            {result.leftOut.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** The outputs that would complete the scenario; each command only reads. */
export function NextSteps({ steps }: { steps: Imported['next'] }) {
  if (steps.length === 0) return null;
  return (
    <>
      <p class="taken-head">Paste these next</p>
      <ul class="taken-next">
        {steps.map(({ what, command }) => (
          <li key={command + what}>
            <span>{what}</span>
            <span class="command">
              <code tabIndex={0} role="textbox" aria-readonly="true" aria-label={`Command for: ${what}`}>
                {command}
              </code>
              <button type="button" class="button icon-button" aria-label={`Copy the command for: ${what}`} title="Copy" onClick={() => void copy(command)}>
                <Icon name="copy" />
              </button>
            </span>
          </li>
        ))}
      </ul>
      <p class="muted">These commands of the AWS CLI only read. Run them with credentials of the account that each names.</p>
    </>
  );
}
