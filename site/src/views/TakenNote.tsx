import '../styles/intake.css';
import { useState } from 'preact/hooks';
import { useApp } from '../app';
import { retarget, type Taken } from '../intake/taken';
import { findSecrets } from '../scenario/secrets';
import { encodeError } from '../share/errorLink';
import { copy } from '../store/clipboard';
import { Targets } from './IntakeForm';
import { kindWords, NextSteps, TakenFacts } from './TakenFacts';
import { Icon } from './Icon';

/** What became of the text that was taken in, and what to paste next; stays until it is closed. */
export default function TakenNote({ taken }: { taken: Taken }) {
  const app = useApp();
  const { store } = app;
  const { result } = taken;
  const left = result.leftOut.length;
  const [problem, setProblem] = useState('');
  const copyLink = async () => (store.notice.value = await linkWords(taken.text));
  return (
    <details class="banner-quiet taken-note" open={(result.next.length > 0 || left > 0) && matchMedia('(min-width: 721px)').matches}>
      <summary>
        <Icon name="right" />
        <span class="taken-words">
          <strong>{kindWords[result.kind]} {result.kind === 'account' ? 'were' : 'was'} taken in.</strong>
          <span class="muted">
            {result.understood.length} understood{left > 0 && `, ${left} left out`}
            {result.next.length > 0 && `, ${result.next.length} to paste next`}
          </span>
        </span>
      </summary>
      <div class="taken-body">
        <section aria-label="Understood">
          <TakenFacts result={result} />
          {result.targets.length > 1 && <Targets targets={result.targets} target={result.target} onTarget={(target) => void retarget(app, target).then(setProblem)} />}
          {problem && <p class="intake-problem">{problem}</p>}
        </section>
        <section aria-label="Next">
          <NextSteps steps={result.next} />
        </section>
        <p class="actions">
          <button type="button" class="button button-main" onClick={() => (store.dialog.value = 'intake')}>
            Paste more
          </button>
          {result.kind === 'denial' && (
            <button type="button" class="button" onClick={() => void copyLink()}>
              Copy a link to this error
            </button>
          )}
          <button type="button" class="button" onClick={() => (store.taken.value = null)}>
            Close
          </button>
        </p>
      </div>
    </details>
  );
}

/** Copies a link that carries the error, unless it holds credentials; gives what to say of it. */
async function linkWords(text: string): Promise<string> {
  if (findSecrets(text).length > 0) return 'The error holds credentials, so no link was made. Take them out and paste it again.';
  return (await copy(`${location.origin}/denied/#${encodeError(text)}`)) ? 'The link to this error is copied.' : 'The browser does not let the page copy.';
}
