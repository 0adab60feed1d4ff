import { useApp, type App } from '../app';
import { stringAt } from '../json/path';
import { setTitle } from '../store/edits';
import { Brand } from './Brand';
import { GalleryMenu } from './GalleryMenu';
import { Icon } from './Icon';
import { later } from './later';
import { MoreMenu } from './MoreMenu';
import { ThemeButton } from './ThemeButton';

const SharePanel = later(() => import('./SharePanel'));

/** The bar at the top: what this is, what is open, and what can be done with the whole of it. */
export function Header() {
  const { store, opener } = useApp();
  const title = stringAt(store.scenario.value, ['title']);
  return (
    <header class="header">
      <Brand />
      <h1 class="visually-hidden">Verdict: why AWS allows or denies</h1>
      <input class="title" aria-label="Title" value={title} placeholder="Untitled" spellcheck={false} onInput={(event) => setTitle(store, event.currentTarget.value)} />
      <GalleryMenu />
      <a class="button button-quiet new-link" href="/new/" onClick={(event) => (event.preventDefault(), startNew(opener))}>
        New
      </a>
      <div class="header-end">
        <button type="button" class="button icon-button" aria-label="Undo" title="Undo" disabled={!store.history.canUndo.value} onClick={() => store.undo()}>
          <Icon name="undo" />
        </button>
        <button type="button" class="button icon-button" aria-label="Redo" title="Redo" disabled={!store.history.canRedo.value} onClick={() => store.redo()}>
          <Icon name="redo" />
        </button>
        <MoreMenu />
        <ThemeButton />
        <div class="popover">
          <button type="button" class="button button-main" aria-label="Share" aria-keyshortcuts="Control+S Meta+S" onClick={() => void import('../store/sharing').then(({ share }) => share(store))}>
            <Icon name="link" />
            <span class="share-word">Share</span>
          </button>
          {store.shared.value && <SharePanel result={store.shared.value} />}
        </div>
      </div>
    </header>
  );
}

/** A blank page, at its own address: a reload shows it blank again. */
export function startNew(opener: App['opener']) {
  opener.openBlank();
  history.replaceState(null, '', '/new/');
}
