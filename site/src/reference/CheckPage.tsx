import type { ComponentChildren } from 'preact';
import type { PolicyType } from '../engine/door';
import { Frame } from '../gallery/Frame';
import { awsPage } from './awsPages';
import type { Check, Example } from './checks';
import { Severities } from './Severities';

const analyzer = 'IAM Access Analyzer policy check reference';

const typeWords: Record<PolicyType, string> = {
  identity: 'identity-based policy',
  resource: 'resource-based policy',
  trust: 'role trust policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  scp: 'service control policy',
  rcp: 'resource control policy',
  vpce: 'VPC endpoint policy',
};

/** One check: what it finds, why that matters, where it finds it in an example, and how to mend it. */
export function CheckPage({ check }: { check: Check }) {
  const { code, severities, summary, example } = check;
  return (
    <Frame>
      <p class="check-up">
        <a class="link" href="/ref/checks/">
          All checks
        </a>
      </p>
      <header class="lesson-head">
        <h1 class="check-title mono">{breakable(code)}</h1>
        <p class="lead">{summary}</p>
      </header>
      <dl class="check-facts">
        <Fact name="Severity">
          <Severities of={severities} />
        </Fact>
        <Fact name="Policy types">{check.types.length === Object.keys(typeWords).length ? 'every policy type' : check.types.map((type) => typeWords[type]).join(', ')}</Fact>
        {check.off && <Fact name="By default">off, as much of what it finds is there on purpose; <code>verdict lint --also {code}</code> runs it, and so does the box under Problems in the playground</Fact>}
        <Fact name="In AWS">
          {check.aws ? (
            <a class="link" href={awsPage(analyzer)} rel="noreferrer">
              {analyzer}
            </a>
          ) : (
            'Verdict’s own check; IAM Access Analyzer has none of this code'
          )}
        </Fact>
      </dl>
      {example && <Shown example={example} />}
      {severities.some((severity) => severity !== 'error') && <Ignoring code={code} />}
    </Frame>
  );
}

/** A code may break behind its underscores. */
function breakable(code: string): ComponentChildren {
  return code.split(/(?<=_)/).map((word) => [word, <wbr key={word} />]);
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Shown({ example: { doc, type, resource, fires, from, to, severity, message, fixTitle, fixed, quiet } }: { example: Example }) {
  return (
    <>
      <section class="check-section" aria-labelledby="why">
        <h2 id="why">Why it matters</h2>
        <p>{doc}</p>
      </section>
      <section class="check-section" aria-labelledby="found">
        <h2 id="found">Where it is found</h2>
        <p class="muted">
          {type === '' ? 'An example of a scenario:' : `An example, used as ${typeWords[type]}${resource && ` of ${resource}`}:`}
        </p>
        <Text>
          {fires.slice(0, from)}
          <mark class={`check-mark check-mark-${severity}`}>{fires.slice(from, to)}</mark>
          {fires.slice(to)}
        </Text>
        <p class="check-message">{message}</p>
      </section>
      {fixed && (
        <section class="check-section" aria-labelledby="mended">
          <h2 id="mended">Mended</h2>
          <p class="muted">The button “{fixTitle}” makes of it:</p>
          <Text>{fixed}</Text>
        </section>
      )}
      <section class="check-section" aria-labelledby="sound">
        <h2 id="sound">Where it is not found</h2>
        <Text>{quiet}</Text>
      </section>
    </>
  );
}

function Text({ children }: { children: ComponentChildren }) {
  return (
    <pre class="check-text">
      <code>{children}</code>
    </pre>
  );
}

function Ignoring({ code }: { code: string }) {
  return (
    <section class="check-section" aria-labelledby="ignore">
      <h2 id="ignore">Where it is right as it is</h2>
      <p>
        Say so with a reason: in the list of problems, in the scenario, or for a repository in a file <code>.verdict.json</code>.
      </p>
      <Text>{`{ "ignoredChecks": { "${code}": "Why it is right here." } }`}</Text>
    </section>
  );
}
