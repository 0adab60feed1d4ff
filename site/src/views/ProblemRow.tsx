import { useState } from 'preact/hooks';
import { useApp } from '../app';
import { checkPage, severityWords } from '../scenario/checks';
import { ignoreCheck, reportCheck } from '../store/ignore';
import { applyFixOf, goTo, lineAndColumn, type Problem } from '../store/problems';
import { Icon, type IconName } from './Icon';

const icons: Record<Problem['diagnostic']['severity'], IconName> = { error: 'cross', securityWarning: 'lock', warning: 'alert', suggestion: 'ring' };

/** One problem: what it is, where, and what can be done about it. */
export function ProblemRow({ problem }: { problem: Problem }) {
  const { store } = useApp();
  const [asking, setAsking] = useState(false);
  const { key, place, check, diagnostic } = problem;
  const { severity, code, ignored } = diagnostic;
  return (
    <li class={`problem problem-${severity}`}>
      <span class="severity">
        <Icon name={icons[severity]} /> {severityWords[severity]}
      </span>
      <div class="problem-what">
        <p>{diagnostic.message}</p>
        <p class="problem-place">
          <button type="button" class="link" onClick={() => jump(store, problem)}>
            {place}
            {key && ` ${lineAndColumn(diagnostic)}`}
          </button>
          {check ? (
            <a class="problem-code mono" href={checkPage(code)} target="_blank" rel="noreferrer">
              {code}
            </a>
          ) : (
            <code class="problem-code">{code}</code>
          )}
          {ignored && <span class="muted">Ignored: {ignored}</span>}
        </p>
        {asking && <Reason code={code} done={() => setAsking(false)} />}
      </div>
      {!asking && <Acts problem={problem} ask={() => setAsking(true)} />}
    </li>
  );
}

function jump(store: ReturnType<typeof useApp>['store'], problem: Problem) {
  const { path } = problem.diagnostic;
  if (path?.[0] === 'requests') store.select(Number(path[1]));
  goTo(store, problem);
}

/** What AWS refuses to store cannot be ignored: only the rest is a matter of opinion. */
function Acts({ problem, ask }: { problem: Problem; ask: () => void }) {
  const { store } = useApp();
  const { check, diagnostic } = problem;
  if (diagnostic.ignored) {
    return (
      <div class="problem-acts">
        <button type="button" class="button" onClick={() => reportCheck(store, diagnostic.code)}>
          Report again
        </button>
      </div>
    );
  }
  return (
    <div class="problem-acts">
      {diagnostic.fixes?.map((fix) => (
        <button key={fix.title} type="button" class="button" onClick={() => void applyFixOf(store, problem, fix)}>
          {fix.title}
        </button>
      ))}
      {check && diagnostic.severity !== 'error' && (
        <button type="button" class="button button-quiet" aria-label={`Ignore ${diagnostic.code}…`} onClick={ask}>
          Ignore…
        </button>
      )}
    </div>
  );
}

/** Asks why a check may be ignored; without a reason nothing is. */
function Reason({ code, done }: { code: string; done: () => void }) {
  const { store } = useApp();
  const [reason, setReason] = useState('');
  const save = (event: Event) => {
    event.preventDefault();
    if (reason.trim() === '') return;
    ignoreCheck(store, code, reason.trim());
    done();
  };
  return (
    <form class="problem-reason" onSubmit={save} onKeyDown={(event) => event.key === 'Escape' && (event.stopPropagation(), done())}>
      <label class="stacked">
        Why may {code} be ignored in this scenario?
        <input class="field" value={reason} ref={(field) => field?.focus()} autocomplete="off" onInput={(event) => setReason(event.currentTarget.value)} />
      </label>
      <button class="button button-main" disabled={reason.trim() === ''}>
        Ignore
      </button>
      <button type="button" class="button button-quiet" onClick={done}>
        Cancel
      </button>
    </form>
  );
}
