import { useApp } from '../app';
import { shortArn } from '../scenario/names';
import { pathOf } from '../scenario/documents';
import { closeTab } from '../store/tabs';
import type { Store } from '../store/store';
import '../styles/tabs.css';
import { Icon } from './Icon';

/** What is open, each in a tab; one alone needs none. Arrow keys go through them, Delete or a middle click closes. */
export default function Tabs() {
  const { store } = useApp();
  const tabs = store.tabs.value;
  const current = store.current.value;
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.indexOf(current);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1 + tabs.length, Home: 0, End: tabs.length - 1 }[event.key];
    if (event.key === 'Delete') closeTab(store, current);
    else if (to !== undefined) store.show(tabs[to % tabs.length]!);
    else return;
    event.preventDefault();
    const list = event.currentTarget as HTMLElement;
    requestAnimationFrame(() => list.querySelector<HTMLElement>('[aria-selected=true]')?.focus());
  };
  return (
    <div class="document-tabs">
      <div class="tab-list" role="tablist" aria-label="Open documents" onKeyDown={onKeyDown}>
        {tabs.map((key) => (
          <button
            key={key}
            type="button"
            id={key === current ? 'open-tab' : undefined}
            class="document-tab"
            role="tab"
            aria-selected={key === current}
            tabIndex={key === current ? 0 : -1}
            aria-keyshortcuts="Delete"
            title={titleOf(store, key)}
            ref={key === current ? intoView : undefined}
            onClick={() => store.show(key)}
            onAuxClick={(event) => event.button === 1 && closeTab(store, key)}
          >
            <span>{titleOf(store, key)}</span>
            <span class="close" aria-hidden="true" onClick={(event) => (event.stopPropagation(), closeTab(store, key))}>
              <Icon name="cross" />
            </span>
          </button>
        ))}
      </div>
      <button type="button" class="button icon-button close-tab" aria-label={`Close ${titleOf(store, current)}`} title="Close this tab" onClick={() => closeTab(store, current)}>
        <Icon name="cross" />
      </button>
    </div>
  );
}

/** A name that tells a tab from the others: of documents that many may have, with their owner's. */
function titleOf(store: Store, key: string): string {
  if (key.startsWith('aws:')) return shortArn(key.slice(4));
  const path = pathOf(key);
  const last = path.at(-1)!;
  if (last === 'trustPolicy') return `${path.at(-2)} trust policy`;
  if (path[2] === 'resources' && path.length > 4) return `${shortArn(path[3]!)} policy`;
  if (path[0] === 'requests') return store.places.value.get(key)?.name ?? last;
  if (path.at(-2) === 'inlinePolicies') return `${path[3]} › ${last}`;
  return path.length === 1 ? 'Organization' : path[1] === 'root' && path.length === 2 ? 'Root' : shortArn(last);
}

function intoView(tab: HTMLElement | null) {
  tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
