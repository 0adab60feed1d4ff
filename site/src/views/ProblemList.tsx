import { useState } from 'preact/hooks';
import { useApp } from '../app';
import type { Severity } from '../engine/door';
import { severities, severityPlurals } from '../scenario/checks';
import { reported, type Problem } from '../store/problems';
import type { Linting } from '../store/store';
import { ProblemRow } from './ProblemRow';
import '../styles/problems.css';

/** What of all problems is listed. */
type Filter = 'all' | Severity | 'ignored';

/** More are counted and not drawn. */
const most = 200;

/** Everything that is wrong, gravest first, with its place and what can be done about it. */
export default function ProblemList() {
  const { derived, store } = useApp();
  const [filter, setFilter] = useState<Filter>('all');
  const groups = groupsOf(derived.problems.value);
  const chosen = groups.get(filter)?.length ? filter : 'all';
  const shown = groups.get(chosen) ?? [];
  const isEmpty = [...groups.values()].every((group) => group.length === 0);
  if (isEmpty)
    return (
      <>
        <p class="empty">No problems. {passed(store.linted.value)}</p>
        <Foot />
      </>
    );
  return (
    <>
      <p class="problem-filters" role="group" aria-label="Show">
        {[...groups].filter(([name, group]) => group.length > 0 || name === 'all').map(([name, group]) => (
          <button key={name} type="button" class="problem-filter" aria-pressed={name === chosen} onClick={() => setFilter(name)}>
            {words[name]} <span class="dim">{group.length}</span>
          </button>
        ))}
      </p>
      {shown.length === 0 && <p class="empty">No problems but what is ignored.</p>}
      <ul class="problems">
        {shown.slice(0, most).map((problem) => (
          <ProblemRow key={keyOf(problem)} problem={problem} />
        ))}
        {shown.length > most && <li class="muted">and {shown.length - most} more</li>}
      </ul>
      <Foot />
    </>
  );
}

/** What it means that nothing is listed. */
function passed(linted: Linting | null): string {
  if (!linted) return 'The checks have not run yet.';
  return linted.all ? 'The policies of this scenario pass every check.' : 'The policies of this scenario pass every check that is on.';
}

/** Which checks run, and of which day they know AWS's services. */
function Foot() {
  const { allChecks, catalogDate } = useApp().store;
  return (
    <div class="problems-foot muted">
      <label>
        <input type="checkbox" checked={allChecks.value} onChange={(event) => (allChecks.value = event.currentTarget.checked)} />
        <span>
          Also run the checks that are off by default. Much of what they find is there on purpose.{' '}
          <a class="link" href="/ref/checks/" target="_blank" rel="noreferrer">
            All checks
          </a>
        </span>
      </label>
      {catalogDate.value ? (
        <p>
          Actions and condition keys are those of <time>{catalogDate.value}</time>.
        </p>
      ) : (
        <p>Actions and condition keys of AWS’s services are not there yet.</p>
      )}
    </div>
  );
}

const words: Record<Filter, string> = { all: 'All', ...severityPlurals, ignored: 'Ignored' };

function groupsOf(problems: Problem[]): Map<Filter, Problem[]> {
  const open = reported(problems);
  const bySeverity = severities.map((severity) => [severity, open.filter(({ diagnostic }) => diagnostic.severity === severity)] as const);
  return new Map<Filter, Problem[]>([
    ['all', bySeverity.flatMap(([, group]) => group)],
    ...bySeverity,
    ['ignored', problems.filter(({ diagnostic }) => diagnostic.ignored)],
  ]);
}

/** A row stays itself, with what is typed into it, while places move. */
function keyOf({ key, place, diagnostic: { code, message } }: Problem): string {
  return [key, place, code, message].join('\n');
}
