import type { ComponentChildren } from 'preact';
import { useApp } from '../app';
import type { Tab } from '../store/store';
import { AsideNote } from './AsideNote';
import { BadLink } from './BadLink';
import { Banner } from './Banner';
import { DocumentPane } from './DocumentPane';
import { Drawer, RequestCount } from './Drawer';
import { Header } from './Header';
import { Dialog } from './Dialog';
import { later } from './later';
import { StartWords } from './StartWords';
import { RequestBar } from './RequestBar';
import { ThumbBar } from './ThumbBar';
import { Told } from './Told';
import { WhyPane } from './WhyPane';
import { World } from './World';

/** Stands in a dialog's place from the key that opens it on, so that what is typed meanwhile goes nowhere else. */
const waiting = () => (
  <Dialog name="Opening" class="waiting">
    <p class="muted" tabIndex={-1} autofocus>
      One moment…
    </p>
  </Dialog>
);
const IntakeDialog = later(() => import('./IntakeDialog'), waiting);
const MaskDialog = later(() => import('./MaskDialog'), waiting);
const RebuildDialog = later(() => import('./RebuildDialog'), waiting);
const TakenNote = later(() => import('./TakenNote'));
const Start = later(() => import('./Start'), () => <StartWords wants={useApp().store.wants.value} />);
const Palette = later(() => import('./Palette'), waiting);
const GraphDialog = later(() => import('./GraphDialog'), waiting);
const Shortcuts = later(() => import('./Shortcuts'), waiting);

/** The whole page, a function of the store. */
export function Page() {
  const { store } = useApp();
  if (store.badLink.value) return <Bare>{<BadLink />}</Bare>;
  if (store.blank.value && !store.opening.value) return <Bare>{<Start />}</Bare>;
  if (store.opening.value && store.scenario.value.size === 0) return <Bare>{<Opening />}</Bare>;
  return (
    <div class={`page tab-${store.tab.value}`} aria-busy={store.opening.value}>
      <Header />
      <Banner />
      <AsideNote />
      {store.taken.value && <TakenNote taken={store.taken.value} />}
      <RequestBar />
      <Tabs />
      <main class="workspace">
        <div class="main">
          <World />
          <DocumentPane />
          <WhyPane />
        </div>
        <Told />
        <Drawer />
      </main>
      <ThumbBar />
      <Dialogs />
    </div>
  );
}

/** The page with nothing open. */
function Bare({ children }: { children: ComponentChildren }) {
  return (
    <div class="page">
      <Header />
      <Banner />
      <AsideNote />
      {children}
      <Dialogs />
    </div>
  );
}

function Dialogs() {
  const dialog = useApp().store.dialog.value;
  return (
    <>
      {dialog === 'palette' && <Palette />}
      {dialog === 'shortcuts' && <Shortcuts />}
      {dialog === 'graph' && <GraphDialog />}
      {dialog === 'intake' && <IntakeDialog />}
      {dialog === 'mask' && <MaskDialog />}
      {dialog === 'rebuild' && <RebuildDialog />}
    </>
  );
}

/** While a link waits for the engine to judge it. */
function Opening() {
  const engine = useApp().store.engine.value;
  return (
    <main class="bad-link" aria-busy="true">
      <p role="status">Opening the link…</p>
      {engine.phase === 'loading' && <progress aria-label="Download of the engine" max={engine.total || 1} value={engine.loaded} />}
    </main>
  );
}

const tabs: { tab: Tab; label: string }[] = [
  { tab: 'why', label: 'Why' },
  { tab: 'policy', label: 'Policy' },
  { tab: 'world', label: 'World' },
];

/** On a phone one pane at a time is seen. */
function Tabs() {
  const { store } = useApp();
  const button = (tab: Tab, label: ComponentChildren) => (
    <button key={tab} type="button" class="tab" aria-pressed={store.tab.value === tab} onClick={() => (store.tab.value = tab)}>
      {label}
    </button>
  );
  return (
    <nav class="tabs" aria-label="Panes">
      {tabs.map(({ tab, label }) => button(tab, label))}
      {button('requests', <RequestCount />)}
    </nav>
  );
}
