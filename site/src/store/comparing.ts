import type { App } from '../app';
import { isObject, parseJson, writeJson, type Json, type JsonObject } from '../json/json';
import { pack, unpack } from '../scenario/documents';
import { looksLikeScenario } from '../scenario/suggest';
import { decodeShare, encodeComparison, maxPayload, splitComparison } from '../share/codec';
import { isShareFragment } from '../share/fragment';
import { clock } from './decide';
import { pinClock } from './edits';
import type { Version } from './store';

/** What a link of two versions calls the first. */
const firstLabel = 'the first version of the link';

/** Begins where the address leads to comparing: with a link that holds two versions, or with this tab's own work. */
export async function beginComparing(app: App, fragment: string) {
  const { store, opener } = app;
  const both = splitComparison(fragment);
  if (both) await openComparison(app, both);
  else if (isShareFragment(fragment)) return refuse(app, 'This link should hold two versions, and holds one: it is cut off or damaged. Ask for the whole link.', fragment);
  else await opener.begin({ hash: '', pathname: '/' });
  if (!store.badLink.value) show(app);
}

/** Opens the second version to work on, compared with the first. */
async function openComparison(app: App, { before, after }: { before: string; after: string }) {
  const first = readFirst(before, before.length + after.length);
  if (typeof first === 'string') return refuse(app, `The first of this link’s two versions cannot be read. ${first}`, before);
  await app.opener.openLink(after);
  if (!app.store.badLink.value) app.store.base.value = { label: firstLabel, scenario: first };
}

function refuse({ store, drafts }: App, problem: string, payload: string) {
  drafts.setAside();
  store.opening.value = false;
  store.badLink.value = { problem, payload };
}

function show({ store }: App) {
  store.drawer.value = 'compare';
  store.tab.value = 'requests';
}

/** The first version, or what is wrong with it. */
function readFirst(fragment: string, length: number): JsonObject | string {
  if (length > maxPayload) return `The link has more than ${maxPayload.toLocaleString('en-US')} characters.`;
  const read = decodeShare(fragment);
  if (!read.ok) return read.problem;
  let value: Json;
  try {
    value = parseJson(read.text);
  } catch (error) {
    return `It is not sound JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  return isObject(value) && looksLikeScenario(value) ? unpack(value) : 'It holds JSON that is not a scenario.';
}

/** The version that the open scenario is compared with. */
export function baseOf({ store }: Pick<App, 'store'>): Version {
  return store.base.value ?? { label: 'the scenario as it was opened', scenario: store.start.value };
}

/** A link that holds both versions, with the clock pinned where a decision rests on it. */
export function linkOfBoth({ store }: Pick<App, 'store'>, base: Version, origin: string, restsOnClock: (request: JsonObject) => boolean): string {
  const text = (scenario: JsonObject) => {
    const requests = scenario.get('requests');
    const rests = (i: number) => Array.isArray(requests) && isObject(requests[i]) && restsOnClock(requests[i]);
    return writeJson(pack(pinClock(scenario, rests, clock())));
  };
  return `${origin}/compare#${encodeComparison(text(base.scenario), text(store.scenario.value), store.selected.value)}`;
}
