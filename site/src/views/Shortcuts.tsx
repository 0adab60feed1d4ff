import { commands } from '../commands';
import { Dialog } from './Dialog';
import { Keys } from './Keys';

/** Keys that the editor has for itself. */
const editorKeys = [
  { title: 'Show what each element of a statement did', keys: 'Alt+Enter' },
  { title: 'Leave the editor', keys: 'Tab' },
];

/** Keys of the console's line. */
const consoleKeys = [
  { title: 'Complete the word', keys: 'Tab' },
  { title: 'Earlier and later lines', keys: 'ArrowUp+ArrowDown' },
  { title: 'Another line without running', keys: 'Shift+Enter' },
  { title: 'Clear what stands there', keys: 'Ctrl+L' },
  { title: 'Leave the line', keys: 'Escape+Tab' },
];

/** The list of all keyboard shortcuts. None is needed: everything is in reach of Tab and Enter. */
export default function Shortcuts() {
  return (
    <Dialog name="Keyboard shortcuts" class="shortcuts">
      <h2>Keyboard shortcuts</h2>
      <List entries={commands.filter(({ keys }) => keys)} />
      <h3>In the editor</h3>
      <List entries={editorKeys} />
      <h3>In the console</h3>
      <List entries={consoleKeys} />
      <p class="muted">None is needed: Tab and Enter reach everything.</p>
    </Dialog>
  );
}

function List({ entries }: { entries: { title: string; keys?: string }[] }) {
  return (
    <dl class="shortcut-list">
      {entries.map(({ title, keys }) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>
            <Keys keys={keys!} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
