import { batch } from '@preact/signals';
import { decideCall, readDecided, type EngineClient } from '../engine/client';
import { isObject, json, JsonError, parseJson, type JsonObject } from '../json/json';
import { unpack } from '../scenario/documents';
import { firstDocument } from '../scenario/first';
import { engineInput } from '../scenario/engineText';
import { requestsOf } from '../scenario/requests';
import { looksLikeScenario } from '../scenario/suggest';
import { isShareFragment, sharedRequest } from '../share/fragment';
import { clock } from './decide';
import type { Drafts } from './drafts';
import { defaultSlug, fetchScenario, firstRequest } from './gallery';
import { type GalleryEntry } from '../gallery/search';
import { scenarioPlace } from './problems';
import type { Origin, Store } from './store';

const notAScenario = (name: string) => `The ${name} is JSON that is not a scenario.`;

/** Opens scenarios from wherever they come. */
export class Opener {
  private turn = 0;

  constructor(
    private readonly store: Store,
    private readonly drafts: Drafts,
    private readonly client: EngineClient,
    readonly gallery: GalleryEntry[],
    private readonly first: JsonObject,
  ) {}

  /** At the page's start: the address's link, else a blank page where the address asks for one, else this tab's work, else the default. */
  async begin({ hash, pathname }: Pick<Location, 'hash' | 'pathname'>) {
    const draft = this.drafts.restorable();
    const start = startOf(pathname);
    if (isShareFragment(hash)) return this.openLink(hash);
    if (start) return this.openBlank(start);
    if (draft && this.drafts.open(draft)) return;
    this.openDefault();
  }

  /** Opens a page with nothing on it. */
  openBlank(wants: 'anything' | 'denial' = 'anything') {
    this.store.wants.value = wants;
    this.replace(json({ version: 1 }) as JsonObject, { kind: 'blank' }, 0);
  }

  /** Opens a scenario that was just made of something else: it is work to be kept. */
  openMade(scenario: JsonObject, selected: number) {
    this.replace(scenario, { kind: 'blank' }, Math.max(0, selected));
    this.store.edited.value = true;
  }

  /** Opens the text of a scenario; gives what is wrong with it in words, or nothing. */
  async openText(text: string): Promise<string> {
    const turn = ++this.turn;
    const judged = await this.judge(text, 'scenario', 0);
    if (typeof judged === 'string') return judged;
    if (turn === this.turn) this.openMade(judged, 0);
    return '';
  }

  openDefault() {
    this.replace(this.first, { kind: 'gallery', slug: defaultSlug }, firstRequest(defaultSlug));
  }

  /** Opens a scenario of the gallery; gives what is wrong in words, or nothing, where it was opened or something else was meanwhile. */
  async openGallery(slug: string): Promise<string> {
    if (slug === defaultSlug) return (this.openDefault(), '');
    const turn = ++this.turn;
    try {
      const scenario = await fetchScenario(slug);
      if (turn === this.turn) this.replace(scenario, { kind: 'gallery', slug }, firstRequest(slug));
      return '';
    } catch (error) {
      return turn === this.turn ? `It could not be fetched: ${error instanceof Error ? error.message : String(error)}.` : '';
    }
  }

  openRecent(id: string) {
    const draft = this.drafts.recent.value.find((d) => d.id === id);
    if (!draft) return;
    this.drafts.setAside();
    this.turn++;
    this.drafts.open(draft);
  }

  /** Opens a share link, or says why it cannot be opened; never opens anything else in its place. */
  async openLink(fragment: string) {
    const turn = ++this.turn;
    this.store.opening.value = true;
    const link = await decode(fragment);
    if (turn !== this.turn) return;
    if (!link.ok) return this.refuse(link.problem, link.payload);
    const judged = await this.judge(link.text, 'link’s scenario', sharedRequest(fragment));
    if (turn !== this.turn) return;
    batch(() => {
      if (typeof judged === 'string') this.refuse(judged, link.text);
      else this.replace(judged, { kind: 'link' }, inRange(sharedRequest(fragment), judged));
    });
  }

  /**
   * Reads outside text strictly and lets the engine have a say; the scenario as the page keeps it, or what is wrong with it. The
   * engine is asked what the page will ask as soon as it shows the scenario, so that its decision is there at once.
   */
  private async judge(text: string, name: string, request: number): Promise<JsonObject | string> {
    let value;
    try {
      value = parseJson(text);
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      return `The ${name} is not sound: line ${error.line}, column ${error.column + 1}: ${error.message}`;
    }
    if (!isObject(value)) return notAScenario(name);
    const scenario = unpack(value);
    const kept = await this.client.askNewest(decideCall(engineInput(scenario).text, inRange(request, scenario), clock()));
    if (kept.kind === 'reply' && readDecided(kept.text).ok) return scenario;
    // What is wrong is told at its place in the text as it came. An edit meanwhile took the question's place, too.
    const answer = await this.client.ask(decideCall(text, -1, clock()));
    if (answer.kind === 'crashed') return `The engine gave up on the ${name}: ${answer.cause}.`;
    // Without the engine only the shape can be judged.
    if (answer.kind !== 'reply') return looksLikeScenario(scenario) ? scenario : notAScenario(name);
    const reply = readDecided(answer.text);
    if (reply.ok) return scenario;
    const first = reply.error.diagnostics[0];
    return `The ${name} is refused: ${first ? `${scenarioPlace(first)}, line ${first.line}, column ${first.column + 1}: ${first.message}` : reply.error.message}`;
  }

  private refuse(problem: string, payload: string) {
    this.drafts.setAside();
    this.store.opening.value = false;
    this.store.badLink.value = { problem, payload };
  }

  private replace(scenario: JsonObject, origin: Origin, selected: number) {
    this.turn++;
    this.store.opening.value = false;
    this.drafts.setAside();
    const unpacked = unpack(scenario);
    batch(() => this.store.open(unpacked, origin, { selected, openKey: firstDocument(unpacked, selected) }));
  }
}

/** Reads a link; the codec is fetched now. */
async function decode(fragment: string) {
  try {
    const { decodeShare } = await import('../share/codec');
    return decodeShare(fragment);
  } catch {
    return { ok: false as const, problem: 'The part of the page that reads links could not be fetched. Reload the page to try again.', payload: fragment };
  }
}

/** What a blank page asks for that stands at the address, or nothing where another page stands there. */
export function startOf(pathname: string): 'anything' | 'denial' | null {
  const [, name] = /^\/(new|denied)\/?$/.exec(pathname) ?? [];
  return name === undefined ? null : name === 'new' ? 'anything' : 'denial';
}

/** The request that a link names, or the first where there is no such one. */
function inRange(request: number, scenario: JsonObject): number {
  return request < requestsOf(scenario).length ? request : 0;
}
