import { computed, signal } from '@preact/signals';
import type { EngineState } from '../engine/client';
import type { Decided, Diagnostic, Failure } from '../engine/door';
import type { Finding } from '../engine/lint';
import { isArray, isObject, type Json, type JsonObject } from '../json/json';
import { getAt, setAt } from '../json/path';
import { keyOf, policyPlaces, type DocumentKey } from '../scenario/documents';
import type { EngineInput } from '../scenario/engineText';
import { usesContext } from '../scenario/chips';
import { contextOf, requestsOf } from '../scenario/requests';
import { suggestionsOf } from '../scenario/suggest';
import { treeOf, unchanged, type TreeNode } from '../scenario/tree';
import type { Accepted } from '../intake/taken';
import type { TextChange } from '../world/edited';
import { History } from './history';
import type { Shared } from './sharing';
import { currentTab, isThere, openTab } from './tabs';

/** What undo brings back. */
export interface Snapshot {
  scenario: JsonObject;
  selected: number;
  openKey: DocumentKey;
}

/** Where the scenario came from. */
export type Origin = { kind: 'gallery'; slug: string } | { kind: 'link' } | { kind: 'recent'; id: string } | { kind: 'blank' };

/** A reply of the engine and what it is about. */
export interface Answered {
  scenario: JsonObject;
  selected: number;
  input: EngineInput;
  decided: Decided;
}

/** What the checks found in each document, as it stood then. */
export interface Linting {
  about: JsonObject;
  /** The day of the catalog that the checks had, or nothing. */
  catalog: string;
  /** Whether the checks that are off by default ran, too. */
  all: boolean;
  documents: ReadonlyMap<DocumentKey, { text: string; findings: Finding[] }>;
  diagnostics: Diagnostic[];
}

/** A piece of a document that the pointer rests on, in the trace or in the text. */
export interface Pointed {
  key: DocumentKey;
  from: number;
  to: number;
}

export interface BadLink {
  problem: string;
  payload: string;
}

/** What an edit took along or left behind, said until the scenario changes again. */
export interface Told {
  text: string;
  scenario: JsonObject;
  /** Whether there is something to take back. */
  undo: boolean;
  /** A change in the texts of policies that would follow. */
  offer?: TextChange;
}

export type Tab = 'why' | 'policy' | 'world' | 'requests';
export type Dialog = '' | 'palette' | 'shortcuts' | 'graph' | 'intake' | 'mask' | 'rebuild';
export type Drawer = '' | 'requests' | 'problems' | 'who' | 'coverage' | 'compare' | 'console';

/** A version of the scenario to compare with, and what people call it. */
export interface Version {
  label: string;
  scenario: JsonObject;
}

const blank: JsonObject = new Map();

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || (isArray(value) && value.length === 0) || (isObject(value) && value.size === 0);
}

/** The page's one store: everything drawn is a function of these signals. */
export class Store {
  readonly scenario = signal<JsonObject>(blank);
  readonly selected = signal(0);
  readonly openKey = signal<DocumentKey>('');
  /** Everything opened in this scenario and not closed, what is gone from it too: undo may bring it back. */
  readonly opened = signal<DocumentKey[]>([]);
  readonly origin = signal<Origin>({ kind: 'blank' });
  readonly edited = signal(false);
  /** The scenario as it was opened, before any edit. */
  readonly start = signal<JsonObject>(blank);
  /** The version that this one is compared with; null for the scenario as it was opened. */
  readonly base = signal<Version | null>(null);

  readonly engine = signal<EngineState>({ phase: 'loading', loaded: 0, total: 0 });
  readonly restarted = signal('');
  readonly answered = signal<Answered | null>(null);
  readonly linted = signal<Linting | null>(null);
  /** Whether the checks that are off by default are to run, until the page is left. */
  readonly allChecks = signal(false);
  /** The day of the catalog of AWS's services; nothing while the engine does not have it. */
  readonly catalogDate = signal('');
  /** Whether the engine has all AWS managed policies, beside those that people meet first. */
  readonly hasAllManaged = signal(false);
  readonly refused = signal<Failure | null>(null);
  readonly crashed = signal('');
  /** An answer is awaited for so long that the page should say so. */
  readonly deciding = signal(false);

  readonly badLink = signal<BadLink | null>(null);
  readonly opening = signal(false);
  readonly pointed = signal<Pointed | null>(null);
  readonly jump = signal<Pointed | null>(null);
  readonly tab = signal<Tab>('why');
  readonly drawer = signal<Drawer>('');
  readonly dialog = signal<Dialog>('');
  readonly notice = signal('');
  readonly told = signal<Told | null>(null);
  /** What a blank page asks to be pasted. */
  readonly wants = signal<'anything' | 'denial'>('anything');
  /** The text that the dialog for pasting begins with. */
  readonly pasted = signal('');
  /** What came of sharing, while its panel is open. */
  readonly shared = signal<Shared | null>(null);
  /** What was taken in last, until the reader has seen it. */
  readonly taken = signal<Accepted | null>(null);
  /** What was folded or unfolded by hand in the tree of the world. */
  readonly folds = signal<ReadonlyMap<string, boolean>>(new Map());
  /** The thing whose name is to be written as soon as its field is there. */
  readonly naming = signal<DocumentKey>('');

  readonly history = new History<Snapshot>();
  readonly requests = computed(() => requestsOf(this.scenario.value));
  readonly request = computed(() => this.requests.value[this.selected.value]);
  readonly places = computed(() => new Map(policyPlaces(this.scenario.value).map((place) => [keyOf(place.path), place])));
  /** Whether context keys matter here: then the bar has a row for them, whichever request is shown. */
  readonly usesContext = computed(() => usesContext([...this.places.value.keys()].map((key) => this.textOf(key) ?? ''), this.requests.value.map(contextOf)));
  /** Whether nothing stands here yet. */
  readonly blank = computed(() => this.origin.value.kind === 'blank' && ['accounts', 'organization', 'requests'].every((member) => isEmpty(this.scenario.value.get(member))));
  private lastTree: TreeNode[] = [];
  readonly tree = computed(() => (this.lastTree = unchanged(this.lastTree, treeOf(this.scenario.value))));
  readonly suggestions = computed(() => suggestionsOf(this.scenario.value));
  /** The tabs: what is open and there. */
  readonly tabs = computed(() => this.opened.value.filter(isThere(this)));
  /** What is shown: what was opened last, or its neighbor where that is gone. */
  readonly current = computed(() => currentTab(this.opened.value, this.openKey.value, isThere(this)));

  /** Puts another scenario in place of this one; there is no way back but by opening again. */
  open(scenario: JsonObject, origin: Origin, at: Partial<Snapshot> = {}) {
    this.history.clear();
    this.answered.value = null;
    this.linted.value = null;
    this.refused.value = null;
    this.crashed.value = '';
    this.badLink.value = null;
    this.edited.value = false;
    this.pointed.value = null;
    this.origin.value = origin;
    this.opened.value = [];
    this.told.value = null;
    this.taken.value = null;
    this.folds.value = new Map();
    this.start.value = scenario;
    this.base.value = null;
    this.restore({ scenario, selected: at.selected ?? 0, openKey: at.openKey ?? '' });
  }

  /** Changes the scenario; changes with the same name that follow each other undo as one. */
  change(change: (scenario: JsonObject) => JsonObject, name = '') {
    const next = change(this.scenario.value);
    if (next === this.scenario.value) return;
    this.history.push(this.snapshot(), name);
    this.edited.value = true;
    this.scenario.value = next;
  }

  undo() {
    this.restore(this.history.undo(this.snapshot()));
  }

  redo() {
    this.restore(this.history.redo(this.snapshot()));
  }

  /** The text of a document of the scenario, or undefined. */
  textOf(key: DocumentKey): string | undefined {
    const place = this.places.value.get(key);
    const text = place && getAt(this.scenario.value, place.path);
    return typeof text === 'string' ? text : undefined;
  }

  /** Sets a document's text; what is typed in one go undoes as one, with another name as a step of its own. */
  setText(key: DocumentKey, text: string, name = `text ${key}`) {
    const place = this.places.value.get(key);
    if (!place || this.textOf(key) === text) return;
    this.change((scenario) => setAt(scenario, place.path, text) as JsonObject, name);
  }

  select(request: number) {
    const last = this.requests.value.length - 1;
    this.selected.value = Math.max(0, Math.min(request, last));
  }

  openDocument(key: DocumentKey) {
    this.show(key);
    this.tab.value = 'policy';
    if (this.drawer.value === 'compare') this.drawer.value = ''; // it stands in the pane's place
  }

  /** Opens a document or an entry without turning to its pane. */
  show(key: DocumentKey) {
    this.opened.value = openTab(this.opened.value, key);
    this.openKey.value = key;
  }

  private snapshot(): Snapshot {
    return { scenario: this.scenario.value, selected: this.selected.value, openKey: this.openKey.value };
  }

  private restore(snapshot: Snapshot | null) {
    if (!snapshot) return;
    this.scenario.value = snapshot.scenario;
    this.select(snapshot.selected);
    this.show(snapshot.openKey);
  }
}
