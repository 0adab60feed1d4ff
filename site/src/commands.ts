import type { App } from './app';
import { applyFixOf, goTo, reported } from './store/problems';
import type { Drawer } from './store/store';

/** Something that the page can do, by the palette, a key or both. */
export interface Command {
  title: string;
  /** The keys, such as `Mod+Shift+F`; Mod is Control, or Command on a Mac. */
  keys?: string;
  /** Whether the keys also work where text is typed. */
  whileTyping?: boolean;
  run: (app: App) => void;
}

const files = () => import('./intake/files');

/** All commands, in the order in which the palette lists them. */
export const commands: Command[] = [
  { title: 'Share: copy a link to this scenario', keys: 'Mod+S', whileTyping: true, run: ({ store }) => void import('./store/sharing').then(({ share }) => share(store)) },
  { title: 'Open a file', keys: 'Mod+O', whileTyping: true, run: (app) => void files().then(({ chooseFiles }) => chooseFiles(app)) },
  { title: 'Save as a file', keys: 'Mod+Shift+S', whileTyping: true, run: (app) => void files().then(({ saveFile }) => saveFile(app)) },
  { title: 'Paste anything: a policy, an error, an event, account details', run: ({ store }) => (store.dialog.value = 'intake') },
  { title: 'Rebuild in AWS: CLI lines, Terraform, CloudFormation', run: ({ store }) => (store.dialog.value = 'rebuild') },
  { title: 'Mask account ids and names', run: ({ store }) => (store.dialog.value = 'mask') },
  { title: 'Start with a blank page', run: ({ opener }) => opener.openBlank() },
  { title: 'Next request', keys: 'Mod+Enter', whileTyping: true, run: ({ store }) => step(store, 1, () => true) },
  { title: 'Next request that is not as expected', keys: 'Alt+ArrowDown', run: (app) => step(app.store, 1, (i) => fails(app, i)) },
  { title: 'Previous request that is not as expected', keys: 'Alt+ArrowUp', run: (app) => step(app.store, -1, (i) => fails(app, i)) },
  { title: 'Next problem', keys: 'F8', run: nextProblem },
  { title: 'Apply the first fix of this policy', keys: 'Mod+.', whileTyping: true, run: applyFix },
  { title: 'Format this policy', keys: 'Mod+Shift+F', whileTyping: true, run: (app) => void import('./store/format').then(({ formatOpen }) => formatOpen(app)) },
  { title: 'Edit all requests in a table', run: panel('requests') },
  { title: 'Who can do this, and what can they do?', run: panel('who') },
  { title: 'Which statements does no request reach?', run: panel('coverage') },
  { title: 'Compare two versions', run: panel('compare') },
  { title: 'Console: aws iam and aws sts on this scenario', keys: 'Mod+J', whileTyping: true, run: panel('console') },
  { title: 'Undo', keys: 'Mod+Z', run: ({ store }) => store.undo() },
  { title: 'Redo', keys: 'Mod+Shift+Z', run: ({ store }) => store.redo() },
  { title: 'Find a command, policy, request or scenario', keys: 'Mod+K', whileTyping: true, run: ({ store }) => (store.dialog.value = 'palette') },
  { title: 'Draw who reaches what through which policies', run: ({ store }) => (store.dialog.value = 'graph') },
  { title: 'Show the keyboard shortcuts', keys: '?', run: ({ store }) => (store.dialog.value = 'shortcuts') },
];

/** Opens a panel of the drawer; on a phone that is a tab. */
function panel(name: Drawer): Command['run'] {
  return ({ store }) => {
    store.drawer.value = name;
    store.tab.value = 'requests';
  };
}

/** Goes to the next request that fits, round the end; stays where none does. */
function step(store: App['store'], by: 1 | -1, fits: (index: number) => boolean) {
  const count = store.requests.value.length;
  for (let i = 1; i <= count; i++) {
    const at = (store.selected.value + by * i + count * i) % count;
    if (fits(at)) return store.select(at);
  }
}

const fails = ({ store }: App, index: number) => store.answered.value?.decided.requests[index]?.met === false;

function nextProblem({ store, derived }: App) {
  const problems = reported(derived.problems.value);
  if (problems.length === 0) return void (store.notice.value = 'There are no problems.');
  store.drawer.value = 'problems';
  const first = problems.find(({ key }) => key !== null);
  if (first) goTo(store, first);
}

/** Makes the first fix that the engine offers for the open policy. */
function applyFix({ store, derived }: App) {
  const key = store.current.value;
  const problem = reported(derived.problems.value).find((problem) => problem.key === key && problem.diagnostic.fixes?.length);
  if (!problem || !applyFixOf(store, problem, problem.diagnostic.fixes![0]!)) store.notice.value = 'There is no fix to apply in this policy.';
}
