import type { ComponentChildren, ComponentType } from 'preact';
import { useApp } from '../app';
import { titleOf } from '../scenario/requests';
import { isGrave } from '../scenario/checks';
import { reported } from '../store/problems';
import type { Drawer as DrawerName } from '../store/store';
import { Icon } from './Icon';
import { later } from './later';

type PanelName = Exclude<DrawerName, ''>;

const panels: Record<PanelName, ComponentType> = {
  requests: later(() => import('./RequestTable')),
  problems: later(() => import('./ProblemList')),
  who: later(() => import('./WhoPanel')),
  coverage: later(() => import('./CoveragePanel')),
  compare: later(() => import('./ComparePanel')),
  console: later(() => import('./ConsolePanel')),
};

/** The strip at the foot: how the requests stand, what is wrong, and what can be asked of them all. On a phone it is a tab of its own. */
export function Drawer() {
  const { store } = useApp();
  const open: DrawerName = store.drawer.value || (store.tab.value === 'requests' ? 'requests' : '');
  const Panel = open && panels[open];
  return (
    <section aria-label="Requests and questions" class={`drawer ${open ? 'drawer-open' : ''} ${open === 'compare' ? 'drawer-tall' : ''}`}>
      <div class="drawer-strip">
        <Toggle name="requests" open={open}>
          <RequestCount />
        </Toggle>
        <Toggle name="problems" open={open}>
          <ProblemCount />
        </Toggle>
        <Toggle name="who" open={open}>
          Who can?
        </Toggle>
        <Toggle name="coverage" open={open}>
          Coverage
        </Toggle>
        <Toggle name="compare" open={open}>
          Compare
        </Toggle>
        <Toggle name="console" open={open}>
          Console
        </Toggle>
        <FirstFailing />
        <span class="drawer-end muted">Nothing is sent anywhere.</span>
      </div>
      {Panel && (
        <div class="drawer-body" key={open}>
          <Panel />
        </div>
      )}
    </section>
  );
}

function Toggle({ name, open, children }: { name: PanelName; open: DrawerName; children: ComponentChildren }) {
  const { store } = useApp();
  const toggle = () => {
    if (name !== open) return void (store.drawer.value = name);
    if (matchMedia('(max-width: 720px)').matches) return; // there one panel always shows
    store.drawer.value = '';
    if (store.tab.value === 'requests') store.tab.value = 'why';
  };
  return (
    <button type="button" class="drawer-toggle" aria-expanded={open === name} onClick={toggle}>
      <Icon name={open === name ? 'down' : 'right'} />
      {children}
    </button>
  );
}
/** How many requests came out as expected. */
export function RequestCount() {
  const { derived, store } = useApp();
  const { expected, met } = derived.counts.value;
  if (expected === 0) return <>Requests {store.requests.value.length}</>;
  return (
    <>
      Requests{' '}
      <span class={met === expected ? 'met' : 'unmet'}>
        {met}/{expected} <Icon name={met === expected ? 'check' : 'cross'} />
      </span>
      <span class="visually-hidden"> as expected</span>
    </>
  );
}

function ProblemCount() {
  const { derived } = useApp();
  const problems = reported(derived.problems.value);
  return (
    <>
      Problems <span class={problems.some(({ diagnostic }) => isGrave(diagnostic)) ? 'unmet' : 'muted'}>{problems.length}</span>
    </>
  );
}

function FirstFailing() {
  const { derived, store } = useApp();
  const { firstFailing, expected, met } = derived.counts.value;
  if (expected === 0) return null;
  if (firstFailing < 0) return <span class="drawer-hint">{expected === 1 ? 'As expected.' : `All ${expected} as expected.`}</span>;
  return (
    <span class="drawer-hint">
      {met} of {expected} as expected.{' '}
      <button type="button" class="link" onClick={() => store.select(firstFailing)}>
        {titleOf(store.requests.value[firstFailing])}
      </button>{' '}
      is not.
    </span>
  );
}
