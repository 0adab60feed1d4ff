import { useApp } from '../app';
import { startNew } from './Header';
import { Icon, type IconName } from './Icon';
import { Popover } from './Popover';

const files = () => import('../intake/files');

/** What else can be done with the whole of a scenario. */
export function MoreMenu() {
  const app = useApp();
  const { store, opener } = app;
  const items: [icon: IconName, words: string, run: () => void][] = [
    ['plus', 'New, blank page', () => startNew(opener)],
    ['copy', 'Paste anything…', () => (store.dialog.value = 'intake')],
    ['open', 'Open a file…', () => void files().then(({ chooseFiles }) => chooseFiles(app))],
    ['save', 'Save as a file', () => void files().then(({ saveFile }) => saveFile(app))],
    ['code', 'Rebuild in AWS…', () => (store.dialog.value = 'rebuild')],
    ['mask', 'Mask ids and names…', () => (store.dialog.value = 'mask')],
    ['search', 'Find anything…', () => (store.dialog.value = 'palette')],
    ['keyboard', 'Keyboard shortcuts', () => (store.dialog.value = 'shortcuts')],
  ];
  return (
    <Popover class="icon-button" name="More" align="right" label={<Icon name="more" />}>
      {(close) => (
        <div class="more-menu">
          {items.map(([icon, words, run]) => (
            <button key={words} type="button" class="menu-item" onClick={() => (close(), run())}>
              <Icon name={icon} />
              {words}
            </button>
          ))}
          <a class="menu-item" href="/ref/" target="_blank" rel="noopener">
            <Icon name="book" />
            The rules, with AWS’s pages
          </a>
        </div>
      )}
    </Popover>
  );
}
