import { Frame } from '../gallery/Frame';
import { checkPage, severities as allSeverities, severityPlurals, severityWords } from '../scenario/checks';
import type { Check } from './checks';
import { Severities } from './Severities';

/** Every check with what it finds, gravest first; the script adds the search. */
export function ChecksPage({ checks }: { checks: Check[] }) {
  const sorted = allSeverities.flatMap((severity) => checks.filter((check) => check.severities[0] === severity));
  return (
    <Frame>
      <header class="lesson-head">
        <h1>Policy checks</h1>
        <p class="lead">
          What Verdict finds in a policy while you type, and <code>verdict lint</code> in a repository. The codes are those of IAM Access Analyzer where it has one.
        </p>
      </header>
      <form class="finder" id="finder" role="search" data-one="check" data-many="checks" hidden>
        <input class="field" type="search" name="q" id="search" aria-label="Search the checks" placeholder="Search by code or word" autocomplete="off" />
        <p class="tags" role="group" aria-label="Severity">
          {allSeverities.map((severity) => (
            <button key={severity} type="button" class="tag" aria-pressed="false" data-tag={severityWords[severity].toLowerCase()}>
              {severityPlurals[severity]} <span class="dim">{checks.filter((check) => check.severities.includes(severity)).length}</span>
            </button>
          ))}
        </p>
      </form>
      <p class="finder-count">
        <span role="status" id="count" class="muted">
          {checks.length} checks
        </span>
        <a class="link" id="all" href="/ref/checks/" hidden>
          Show all
        </a>
      </p>
      <ul class="check-list" id="cards">
        {sorted.map((check) => (
          <CheckRow key={check.code} check={check} />
        ))}
      </ul>
    </Frame>
  );
}

function CheckRow({ check: { code, severities, summary, off } }: { check: Check }) {
  return (
    <li data-slug={code} data-tags={JSON.stringify(severities.map((severity) => severityWords[severity].toLowerCase()))}>
      <span class="check-severity">
        <Severities of={severities} />
      </span>
      <div>
        <h2 class="check-code mono">
          <a href={checkPage(code)}>{code}</a>
        </h2>
        <p class="card-line">
          {summary}
          {off && <span class="dim"> Off unless asked for.</span>}
        </p>
      </div>
    </li>
  );
}
