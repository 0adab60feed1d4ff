import { useApp } from '../app';
import { stringAt } from '../json/path';
import { setTitle } from '../store/edits';
import { share } from '../store/sharing';
import { Brand } from './Brand';
import { GalleryMenu } from './GalleryMenu';
import { Icon } from './Icon';
import { SharePanel } from './SharePanel';
import { ThemeButton } from './ThemeButton';

/** The bar at the top: what this is, what is open, and what can be done with the whole of it. */
export function Header() {
  const { store } = useApp();
  const title = stringAt(store.scenario.value, ['title']);
  return (
    <header class="header">
      <Brand />
      <h1 class="visually-hidden">Verdict: why AWS allows or denies</h1>
      <input class="title" aria-label="Title" value={title} placeholder="Untitled" spellcheck={false} onInput={(event) => setTitle(store, event.currentTarget.value)} />
      <GalleryMenu />
      <div class="header-end">
        <button type="button" class="button icon-button" aria-label="Undo" title="Undo" disabled={!store.history.canUndo.value} onClick={() => store.undo()}>
          <Icon name="undo" />
        </button>
        <button type="button" class="button icon-button" aria-label="Redo" title="Redo" disabled={!store.history.canRedo.value} onClick={() => store.redo()}>
          <Icon name="redo" />
        </button>
        <ThemeButton />
        <div class="popover">
          <button type="button" class="button button-main" aria-label="Share" aria-keyshortcuts="Control+S Meta+S" onClick={() => void share(store)}>
            <Icon name="link" />
            Share
          </button>
          <SharePanel />
        </div>
      </div>
    </header>
  );
}
