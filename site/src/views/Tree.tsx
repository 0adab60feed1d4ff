import { useRef, useState } from 'preact/hooks';
import { useApp } from '../app';
import { markSymbols, marksOf, type MarkKind } from '../scenario/marks';
import { rowsOf, type Row, type TreeNode } from '../scenario/tree';
import { Icon } from './Icon';

/** So many rows are drawn at first; more are drawn when they are asked for. */
const most = 300;

/** The world as a tree: arrow keys go through it, Enter opens, Delete deletes, F2 renames. */
export function Tree({ tree, sought }: { tree: TreeNode[]; sought: string }) {
  const { store } = useApp();
  const [active, setActive] = useState('');
  const [limit, setLimit] = useState(most);
  const list = useRef<HTMLUListElement>(null);
  const folds = store.folds.value;
  const rows = rowsOf(tree, folds, sought);
  const shown = rows.slice(0, limit);
  const at = Math.max(0, shown.findIndex((row) => row.node.id === active));

  const fold = ({ node, open }: Row) => (store.folds.value = new Map(folds).set(node.id, !open));
  const open = (row: Row) => (row.node.key === null ? fold(row) : store.openDocument(row.node.key));
  const go = (to: number) => {
    const items = list.current?.querySelectorAll<HTMLElement>('[role=treeitem]') ?? [];
    items[Math.max(0, Math.min(to, items.length - 1))]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !shown[at]) return;
    const act = keys(shown, at, { go, fold, open, edit: (what, row) => void edit(what, row) })[event.key] ?? typed(shown, at, event.key, go);
    if (!act) return;
    event.preventDefault();
    act();
  };
  const edit = async (what: 'rename' | 'remove', { node }: Row) => {
    if (!node.path || node.key === null) return;
    if (what === 'rename') {
      store.naming.value = node.key;
      return store.openDocument(node.key);
    }
    const { removeEntry } = await import('../store/remove').catch(() => ({ removeEntry: null }));
    if (removeEntry) {
      removeEntry(store, node.path);
      requestAnimationFrame(() => go(at)); // the row that had the focus may be gone
    } else store.notice.value = 'What deletes could not be fetched. Reload the page; your work is kept.';
  };

  return (
    <>
      {shown.length > 0 ? (
        <ul class="tree" role="tree" aria-label="World" ref={list} onKeyDown={onKeyDown}>
          {shown.map((row, i) => (
            <TreeRow key={row.node.id} row={row} focusable={i === at} onFocus={() => setActive(row.node.id)} onOpen={() => open(row)} onFold={() => fold(row)} />
          ))}
        </ul>
      ) : (
        <p class="world-none">Nothing here is called so.</p>
      )}
      {rows.length > limit && (
        <button type="button" class="link world-more" onClick={() => setLimit(limit + 1000)}>
          {(rows.length - limit).toLocaleString('en-US')} more entries
        </button>
      )}
    </>
  );
}

interface Acts {
  go: (to: number) => void;
  fold: (row: Row) => void;
  open: (row: Row) => void;
  edit: (what: 'rename' | 'remove', row: Row) => void;
}

/** What the keys of a tree do on the row at a place. */
function keys(rows: Row[], at: number, { go, fold, open, edit }: Acts): Record<string, () => void> {
  const row = rows[at]!;
  const parent = rows.slice(0, at).findLastIndex((other) => other.level < row.level);
  return {
    ArrowDown: () => go(at + 1),
    ArrowUp: () => go(at - 1),
    ArrowRight: () => (row.open === false ? fold(row) : row.open && go(at + 1)),
    ArrowLeft: () => (row.open ? fold(row) : parent >= 0 && go(parent)),
    Home: () => go(0),
    End: () => go(rows.length - 1),
    Enter: () => open(row),
    ' ': () => open(row),
    Delete: () => edit('remove', row),
    F2: () => edit('rename', row),
  };
}

/** A letter goes to the next entry that begins with it. */
function typed(rows: Row[], at: number, key: string, go: (to: number) => void): (() => void) | undefined {
  if (key.length !== 1) return undefined;
  const order = [...rows.keys()].map((i) => (at + 1 + i) % rows.length);
  const found = order.find((i) => rows[i]!.node.name.toLowerCase().startsWith(key.toLowerCase()));
  return found === undefined ? undefined : () => go(found);
}

interface RowProps {
  row: Row;
  focusable: boolean;
  onFocus: () => void;
  onOpen: () => void;
  onFold: () => void;
}

function TreeRow({ row: { node, level, size, position, open }, focusable, onFocus, onOpen, onFold }: RowProps) {
  const { store } = useApp();
  const section = node.look === 'section';
  return (
    <li
      class={`row row-${node.look}`}
      data-level={Math.min(level, 8)}
      role="treeitem"
      tabIndex={focusable ? 0 : -1}
      aria-level={level}
      aria-setsize={size}
      aria-posinset={position}
      aria-expanded={open ?? undefined}
      aria-current={node.key !== null && store.current.value === node.key ? 'true' : undefined}
      title={node.words.startsWith('arn:') ? node.words : undefined}
      onFocus={onFocus}
      onClick={onOpen}
    >
      {open === null ? (
        <span class="twist" />
      ) : (
        <span class="twist" onClick={(event) => (event.stopPropagation(), onFold())}>
          <Icon name={open ? 'down' : 'right'} />
        </span>
      )}
      <span class="row-name">{node.name}</span>
      {node.note && <span class="row-note">{node.note}</span>}
      {section && open === false && <span class="row-note">{node.children.length}</span>}
      {node.key !== null && node.look === 'document' && <Flags documentKey={node.key} />}
    </li>
  );
}

const words: Partial<Record<MarkKind, string>> = { denies: 'denies this request', allows: 'allows this request' };

/** Whether a document decided the selected request, and whether it is broken. */
function Flags({ documentKey }: { documentKey: string }) {
  const { kind, broken } = useFared(documentKey);
  return (
    <>
      {broken && (
        <span class="flag flag-broken" title="It has errors">
          <span aria-hidden="true">!</span>
          <span class="visually-hidden"> has errors</span>
        </span>
      )}
      {kind && (
        <span class={`flag flag-${kind}`} title={words[kind]}>
          <span aria-hidden="true">{markSymbols[kind]}</span>
          <span class="visually-hidden"> {words[kind]}</span>
        </span>
      )}
    </>
  );
}

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
