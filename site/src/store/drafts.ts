import { effect, signal } from '@preact/signals';
import { isObject, parseJson, writeJson, type JsonObject } from '../json/json';
import { stringAt } from '../json/path';
import { SafeStorage, siteStorage, tabStorage } from './storage';
import type { Origin, Store } from './store';

/** Work as it is kept: by tab across reloads, and by id among the recent ones. */
export interface Draft {
  id: string;
  title: string;
  time: number;
  text: string;
  selected: number;
  openKey: string;
  origin: Origin;
}

const draftKey = 'verdict.draft';
const recentKey = 'verdict.recent';
const mostRecent = 10;
const delay = 250;

/** Keeps the work of this tab, so that a reload or another link loses nothing. */
export class Drafts {
  readonly recent = signal<Draft[]>([]);
  /** The edit that something else was opened over, until it is opened again or the reader has seen it. */
  readonly aside = signal<Draft | null>(null);
  private id = newId();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly store: Store, private readonly tab: SafeStorage = tabStorage, private readonly site: SafeStorage = siteStorage) {
    this.recent.value = this.readRecent();
  }

  /** Saves after every change, soon after the last key and at the latest when the page goes. */
  start(page: Pick<Window, 'addEventListener'>) {
    effect(() => {
      void [this.store.scenario.value, this.store.selected.value, this.store.openKey.value];
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), delay);
    });
    page.addEventListener('pagehide', () => this.save());
  }

  /** The work that this tab had before it was reloaded, if it was edited. */
  restorable(): Draft | null {
    return readDraft(this.tab.get(draftKey));
  }

  /** Opens a draft; false where it cannot be read any more. */
  open(draft: Draft): boolean {
    const scenario = readScenario(draft.text);
    if (!scenario) return false;
    this.store.open(scenario, draft.origin, draft);
    this.store.edited.value = true;
    this.id = draft.id;
    if (this.aside.value?.id === draft.id) this.aside.value = null;
    return true;
  }

  /** Before something else is opened: keeps what was edited among the recent ones. */
  setAside() {
    clearTimeout(this.timer);
    this.aside.value = this.save() ?? this.aside.value;
    this.store.edited.value = false;
    this.tab.remove(draftKey);
    this.id = newId();
  }

  forget(id: string) {
    this.writeRecent(this.readRecent().filter((draft) => draft.id !== id));
  }

  /** Saves what was edited; null where nothing was. */
  private save(): Draft | null {
    const { store } = this;
    if (!store.edited.value || store.scenario.value.size === 0) return null;
    const draft: Draft = {
      id: this.id,
      title: stringAt(store.scenario.value, ['title']) || 'Untitled',
      time: Date.now(),
      text: writeJson(store.scenario.value),
      selected: store.selected.value,
      openKey: store.openKey.value,
      origin: store.origin.value,
    };
    const kept = this.tab.set(draftKey, JSON.stringify(draft));
    this.writeRecent([draft, ...this.readRecent().filter((other) => other.id !== this.id)].slice(0, mostRecent));
    if (!kept) store.notice.value = 'Your work stays in this tab only: the browser keeps nothing here.';
    return draft;
  }

  private readRecent(): Draft[] {
    try {
      const drafts: unknown = JSON.parse(this.site.get(recentKey) ?? '[]');
      return Array.isArray(drafts) ? drafts.flatMap((d) => readDraft(JSON.stringify(d)) ?? []) : [];
    } catch {
      return [];
    }
  }

  private writeRecent(drafts: Draft[]) {
    this.recent.value = drafts;
    this.site.set(recentKey, JSON.stringify(drafts));
  }
}

function newId(): string {
  return Math.random().toString(36).slice(2) + Date.now().toString(36);
}

function readDraft(text: string | null): Draft | null {
  try {
    const draft = JSON.parse(text ?? 'null') as Partial<Draft> | null;
    const whole = typeof draft?.id === 'string' && typeof draft.text === 'string' && typeof draft.origin?.kind === 'string';
    return whole ? { title: 'Untitled', time: 0, selected: 0, openKey: '', ...draft } as Draft : null;
  } catch {
    return null;
  }
}

function readScenario(text: string): JsonObject | null {
  try {
    const value = parseJson(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
