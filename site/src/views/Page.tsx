import { useApp } from '../app';
import type { Tab } from '../store/store';
import { BadLink } from './BadLink';
import { Banner } from './Banner';
import { DocumentPane } from './DocumentPane';
import { Drawer, RequestCount } from './Drawer';
import { Header } from './Header';
import { RequestBar } from './RequestBar';
import { RequestTable } from './RequestTable';
import { ThumbBar } from './ThumbBar';
import { WhyPane } from './WhyPane';
import { World } from './World';

/** The whole page, a function of the store. */
export function Page() {
  const { store } = useApp();
  if (store.badLink.value) {
    return (
      <div class="page">
        <Header />
        <BadLink />
      </div>
    );
  }
  return (
    <div class={`page tab-${store.tab.value}`} aria-busy={store.opening.value}>
      <Header />
      <Banner />
      <RequestBar />
      <Tabs />
      <main class="main">
        <World />
        <DocumentPane />
        <WhyPane />
        {store.tab.value === 'requests' && <RequestsTab />}
      </main>
      <Drawer />
      <ThumbBar />
    </div>
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
  const button = (tab: Tab, label: preact.ComponentChildren) => (
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

function RequestsTab() {
  return (
    <section class="requests-tab" aria-label="Requests">
      <RequestTable />
    </section>
  );
}
