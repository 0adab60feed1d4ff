import { useApp } from '../app';
import { stringAt } from '../json/path';
import { markSymbols, marksOf, type MarkKind } from '../scenario/marks';
import { organizationPolicies, type Account, type Entity, type Listed, type Section } from '../scenario/world';
import { addInlinePolicy } from '../store/edits';
import { Icon } from './Icon';
import { Markdown } from './Markdown';

/** The scenario's policies, by account and by what they belong to. */
export function World() {
  const { store } = useApp();
  const organization = organizationPolicies(store.scenario.value);
  const description = stringAt(store.scenario.value, ['description']);
  return (
    <nav class="world" aria-label="Policies">
      {organization.length > 0 && (
        <div class="account">
          <h2>Organization</h2>
          <Documents documents={organization} />
        </div>
      )}
      {store.accounts.value.map((account) => (
        <AccountView key={account.id} account={account} />
      ))}
      {description && (
        <div class="about">
          <h2>About this scenario</h2>
          <Markdown text={description} />
        </div>
      )}
    </nav>
  );
}

function AccountView({ account }: { account: Account }) {
  return (
    <div class="account">
      <h2>
        {account.name && <>{account.name} </>}
        <span class="mono">{account.id}</span>
      </h2>
      {account.sections.map((section) => (
        <SectionView key={section.title} section={section} />
      ))}
    </div>
  );
}

function SectionView({ section }: { section: Section }) {
  return (
    <>
      <h3>{section.title}</h3>
      <ul class="entities">
        {section.entities.map((entity) => (
          <EntityView key={entity.arn} entity={entity} flat={section.title === 'Policies'} />
        ))}
      </ul>
    </>
  );
}

function EntityView({ entity, flat }: { entity: Entity; flat: boolean }) {
  const { store } = useApp();
  if (flat) return <li><Documents documents={entity.documents} /></li>;
  return (
    <li>
      <div class="entity" title={entity.arn}>
        <span class="entity-name">{entity.name}</span>
        {entity.note && <span class="muted">{entity.note}</span>}
        {entity.takesInline && (
          <button type="button" class="button icon-button add" aria-label={`Add an inline policy to ${entity.name}`} title="Add an inline policy" onClick={() => addInlinePolicy(store, entity.path)}>
            <Icon name="plus" />
          </button>
        )}
      </div>
      <Documents documents={entity.documents} />
    </li>
  );
}

function Documents({ documents }: { documents: Listed[] }) {
  return (
    <ul class="documents">
      {documents.map((document) => (
        <DocumentRow key={document.key + document.kind} document={document} />
      ))}
    </ul>
  );
}

function DocumentRow({ document }: { document: Listed }) {
  const { store } = useApp();
  const fared = useFared(document.key);
  return (
    <li>
      <button type="button" class="document" aria-current={store.openKey.value === document.key} onClick={() => store.openDocument(document.key)}>
        <span class="document-name">{document.name}</span>
        <span class="kind">{document.kind}</span>
        {fared.broken && <span class="flag flag-broken" title="It has errors">!</span>}
        {fared.kind && (
          <span class={`flag flag-${fared.kind}`} title={words[fared.kind]}>
            <span aria-hidden="true">{markSymbols[fared.kind]}</span>
            <span class="visually-hidden"> {words[fared.kind]}</span>
          </span>
        )}
      </button>
    </li>
  );
}

const words: Partial<Record<MarkKind, string>> = { denies: 'denies this request', allows: 'allows this request' };

/** Whether a document decided the selected request, and whether it is broken. */
function useFared(key: string): { kind: 'denies' | 'allows' | null; broken: boolean } {
  const { store, derived } = useApp();
  const decided = store.answered.value?.decided;
  const index = derived.documentIndex.value.get(key);
  const document = index === undefined ? undefined : decided?.documents[index];
  if (!decided || !document || index === undefined) return { kind: null, broken: false };
  const kinds = marksOf(document, index, decided.trace).map((mark) => mark.kind);
  const kind = kinds.includes('denies') ? 'denies' : kinds.includes('allows') ? 'allows' : null;
  return { kind, broken: document.diagnostics.some((d) => d.severity === 'error') };
}
