import { useApp } from '../app';
import { goTo, lineAndColumn, type Problem } from '../store/problems';

/** Everything that is wrong, with its place; a click goes there. */
export default function ProblemList() {
  const { derived } = useApp();
  const problems = derived.problems.value;
  if (problems.length === 0) return <p class="empty">No problems.</p>;
  return (
    <ul class="problems">
      {problems.slice(0, 200).map((problem, i) => (
        <ProblemRow key={i} problem={problem} />
      ))}
      {problems.length > 200 && <li class="muted">and {problems.length - 200} more</li>}
    </ul>
  );
}

const severityWords = { error: 'error', securityWarning: 'security warning', warning: 'warning', suggestion: 'suggestion' };

function ProblemRow({ problem }: { problem: Problem }) {
  const { store } = useApp();
  const { key, place, diagnostic } = problem;
  const request = diagnostic.path?.[0] === 'requests' ? Number(diagnostic.path[1]) : -1;
  const jump = () => {
    if (request >= 0) store.select(request);
    goTo(store, problem);
  };
  return (
    <li class={`problem problem-${diagnostic.severity}`}>
      <span class="severity">{severityWords[diagnostic.severity]}</span>
      <button type="button" class="link" onClick={jump}>
        {place}
        {key && ` ${lineAndColumn(diagnostic)}`}
      </button>
      <span class="problem-message">{diagnostic.message}</span>
      <code class="muted">{diagnostic.code}</code>
    </li>
  );
}
