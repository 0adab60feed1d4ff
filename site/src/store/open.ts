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
    const scenario = read(text, 'scenario');
    if (typeof scenario === 'string') return scenario;
    const problem = await this.judge(scenario, 0, text, 'scenario');
    if (!problem && turn === this.turn) this.openMade(scenario, 0);
    return problem;
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
    const scenario = read(link.text, 'link’s scenario');
    if (typeof scenario === 'string') return this.refuse(scenario, link.text);
    const request = inRange(sharedRequest(fragment), scenario);
    const judged = this.judge(scenario, request, link.text, 'link’s scenario');
    // While the engine is on its way there is time to read.
    const early = this.store.engine.value.phase === 'loading' && looksLikeScenario(scenario);
    const problem = early ? '' : await judged;
    if (turn !== this.turn) return;
    if (problem) return this.refuse(problem, link.text);
    this.replace(scenario, { kind: 'link' }, request);
    if (early) void judged.then((problem) => problem && this.store.scenario.value === scenario && this.refuse(problem, link.text));
  }

  /**
   * Lets the engine have a say on a scenario from outside; gives what is wrong with it in words, or nothing. It is asked what the
   * page will ask as soon as it shows the scenario, so that its decision is there at once.
   */
  private async judge(scenario: JsonObject, request: number, text: string, name: string): Promise<string> {
    const kept = await this.client.askAhead(decideCall(engineInput(scenario).text, request, clock()));
    if (kept.kind === 'reply' && readDecided(kept.text).ok) return '';
    // What is wrong is told at its place in the text as it came.
    const answer = kept.kind === 'crashed' ? kept : await this.client.ask(decideCall(text, -1, clock()));
    if (answer.kind === 'crashed') return `The engine gave up on the ${name}: ${answer.cause}.`;
    // Without the engine only the shape can be judged.
    if (answer.kind !== 'reply') return looksLikeScenario(scenario) ? '' : notAScenario(name);
    const reply = readDecided(answer.text);
    if (reply.ok) return '';
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
    this.drafts.setAside();
    const unpacked = unpack(scenario);
    batch(() => {
      this.store.opening.value = false;
      this.store.open(unpacked, origin, { selected, openKey: firstDocument(unpacked, selected) });
    });
  }
}

/** Reads outside text strictly: the scenario as the page keeps it, or what is wrong in words. */
function read(text: string, name: string): JsonObject | string {
  try {
    const value = parseJson(text);
    return isObject(value) ? unpack(value) : notAScenario(name);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return `The ${name} is not sound: line ${error.line}, column ${error.column + 1}: ${error.message}`;
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
