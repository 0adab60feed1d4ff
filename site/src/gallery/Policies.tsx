import type { Document, PolicyType } from '../engine/door';
import { getAt } from '../json/path';
import { shortArn } from '../scenario/names';
import { accountsOf, type Entity } from '../scenario/world';
import { isTelling, type Lesson } from './lesson';
import { Listing } from './Listing';
import { rungNames } from '../scenario/ladder';

/** Every policy of the scenario, as it would stand in AWS. */
export function Policies({ lesson }: { lesson: Lesson }) {
  const documents = lesson.decided.documents.map((document, index) => ({ document, index }));
  const own = documents.filter(({ document }) => document.path);
  const aws = documents.filter(({ document }) => !document.path && document.text && isTelling(document));
  return (
    <section class="lesson-policies" aria-labelledby="policies">
      <h2 id="policies">The policies</h2>
      {own.map(({ document, index }) => (
        <figure key={index} class="policy-figure">
          <Caption document={document} />
          <Listing id={`p${index}`} document={document} text={textOf(lesson, document)} decides={(i) => decidedBy(lesson, index, i)} />
        </figure>
      ))}
      {aws.map(({ document, index }) => (
        <details key={index} class="policy-figure">
          <summary>
            <Caption document={document} />
          </summary>
          <Listing id={`p${index}`} document={document} text={document.text!} decides={(i) => decidedBy(lesson, index, i)} />
        </details>
      ))}
      <World lesson={lesson} />
    </section>
  );
}

function textOf({ scenario }: Lesson, document: Document): string {
  const text = getAt(scenario, document.path!);
  return typeof text === 'string' ? text : '';
}

/** The numbers of the requests that a statement decided. */
function decidedBy({ cases }: Lesson, document: number, index: number): number[] {
  return cases.filter(({ deciding }) => deciding.some((m) => m.document === document && m.statement?.index === index)).map(({ number }) => number);
}

const usedAs: Partial<Record<PolicyType, string>> = { trust: 'trust policy', resource: 'resource-based policy', session: 'session policy', vpce: 'VPC endpoint policy' };

function Caption({ document: { policy, policyType, attachedTo } }: { document: Document }) {
  const on = attachedTo.filter((arn) => arn !== policy).map(shortArn);
  const name = shortArn(policy);
  return (
    <figcaption class="policy-caption">
      <strong>{name}</strong> <span class="muted">{usedAs[policyType] ?? rungNames[policyType].toLowerCase()}{on.length > 0 && ` of ${on.join(', ')}`}</span>
    </figcaption>
  );
}

/** Who and what there is, with what no policy says: groups, tags, settings. */
function World({ lesson: { scenario } }: { lesson: Lesson }) {
  const accounts = accountsOf(scenario).map(({ id, sections }) => ({ id, entities: sections.filter((s) => s.title !== 'Policies').flatMap((s) => s.entities) }));
  return (
    <>
      <h2>Who and what there is</h2>
      {accounts.map(({ id, entities }) => (
        <div key={id} class="world-account">
          <h3>Account {id}</h3>
          <ul>
            {entities.map((entity) => (
              <li key={entity.arn}>
                <code>{entity.arn}</code>
                {factsOf(scenario, entity).map((fact) => (
                  <span key={fact} class="fact">{fact}</span>
                ))}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}

function factsOf(scenario: Lesson['scenario'], entity: Entity): string[] {
  const tags = getAt(scenario, [...entity.path, 'tags']);
  const grants = getAt(scenario, [...entity.path, 'settings', 'grants']);
  return [
    ...(entity.takesInline && entity.note ? [entity.note] : []),
    ...entity.documents.filter((d) => d.kind !== 'inline' && d.kind !== 'resource' && d.kind !== 'trust').map((d) => `${d.kind === 'boundary' ? 'boundary: ' : ''}${d.name}`),
    ...(tags instanceof Map ? [...tags].map(([key, value]) => `tag ${key} = ${String(value)}`) : []),
    ...(Array.isArray(grants) ? grants.map((g) => `grant to ${shortArn(String(getAt(g, ['GranteePrincipal'])))}: ${[getAt(g, ['Operations'])].flat().map(String).join(', ')}`) : []),
  ];
}
