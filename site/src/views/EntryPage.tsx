import { useApp } from '../app';
import { getAt, type Path } from '../json/path';
import { pathOf } from '../scenario/documents';
import { removeEntry } from '../store/remove';
import '../styles/entry.css';
import { AccountPage, MemberPage } from './AccountPage';
import { Icon } from './Icon';
import { keepFocus } from './keepFocus';
import { IdentityPage } from './IdentityPage';
import { OrganizationPage, UnitPage } from './OrganizationPage';
import { ResourcePage } from './ResourcePage';

/** An entry of the world: what it is called, what belongs to it, and what can be done with it. */
export default function EntryPage({ entry }: { entry: string }) {
  const { store } = useApp();
  const path = pathOf(entry);
  const kind = kindOf(path);
  if (getAt(store.scenario.value, path) === undefined) return null;
  const removable = kind !== 'root';
  return (
    <>
      <div class="document-bar">
        <span class="crumbs">
          {path[0] === 'accounts' && path.length > 2 && <span class="muted mono">{path[1]} ›</span>}
          <strong>{titleOf(path)}</strong>
        </span>
        <span class="kind">{kind}</span>
        {removable && (
          <button type="button" class="button icon-button" aria-label={`Delete this ${kind}`} title={`Delete this ${kind}`} onClick={() => (removeEntry(store, path), keepFocus())}>
            <Icon name="trash" />
          </button>
        )}
      </div>
      <div class="entry-page">
        <Parts path={path} entry={entry} />
      </div>
    </>
  );
}

function Parts({ path, entry }: { path: Path; entry: string }) {
  if (path[0] === 'organization') {
    if (path.length === 1) return <OrganizationPage />;
    return path.at(-2) === 'accounts' ? <MemberPage path={path} /> : <UnitPage path={path} entry={entry} />;
  }
  if (path.length === 2) return <AccountPage id={path[1]!} entry={entry} />;
  return path[2] === 'resources' ? <ResourcePage path={path} entry={entry} /> : <IdentityPage path={path} entry={entry} />;
}

function kindOf(path: Path): string {
  if (path[0] === 'organization') return path.length === 1 ? 'organization' : path.length === 2 ? 'root' : path.at(-2) === 'accounts' ? 'account' : 'organizational unit';
  if (path.length === 2) return 'account';
  return { users: 'user', groups: 'group', roles: 'role', resources: path[3]!.includes(':vpc-endpoint/') ? 'VPC endpoint' : 'resource' }[path[2]!] ?? '';
}

function titleOf(path: Path): string {
  if (path.length === 1) return 'Organization';
  if (path[0] === 'organization' && path.length === 2) return 'Root';
  return path[2] === 'resources' ? path[3]!.split(':').slice(5).join(':') : path.at(-1)!;
}
