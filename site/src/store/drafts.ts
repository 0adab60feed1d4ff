import { effect, signal } from '@preact/signals';
import { writeJson } from '../json/json';
import { stringAt } from '../json/path';
import { LockClaims, type Claims } from './claims';
import { newDraftId, parseDraft, scenarioOf, type Draft } from './draft';
import { DatabaseShelf, type Shelf } from './shelf';
import { siteStorage, tabStorage, type SafeStorage } from './storage';
import type { Store } from './store';

export type { Draft } from './draft';

const draftKey = 'verdict.draft';
const seenKey = 'verdict.seen';
const mostRecent = 20;
const delay = 250;
const week = 7 * 24 * 3600 * 1000;

const keptNowhere = 'Your work stays in this tab only: the browser keeps nothing here. Save it as a file to be sure.';
const copied = 'The same work is open in another tab. This page goes on with a copy; both are kept.';

export interface DraftsOptions {
  tab?: SafeStorage;
  site?: SafeStorage;
  shelf?: Shelf;
  claims?: Claims;
}

const versionOf = ({ id, time }: Draft) => `${id} ${time}`;

/** Keeps the work of this tab, so that a reload, a crash or another link loses nothing; and the last twenty of all tabs. */
export class Drafts {
  /** The latest first. */
  readonly recent = signal<Draft[]>([]);
  /** An edit that something else was opened over, or that an earlier visit left, until the reader has seen it. */
  readonly aside = signal<Draft | null>(null);
  private id = newDraftId();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saidNowhere = false;
  private readonly tab: SafeStorage;
  private readonly site: SafeStorage;
  private readonly shelf: Shelf;
  private readonly claims: Claims;

  constructor(private readonly store: Store, { tab = tabStorage, site = siteStorage, shelf = new DatabaseShelf(), claims = new LockClaims() }: DraftsOptions = {}) {
    this.tab = tab;
    this.site = site;
    this.shelf = shelf;
    this.claims = claims;
  }

  /** Saves after every change, soon after the last key and at the latest when the page goes. */
  start(page: Pick<Window, 'addEventListener'>) {
    effect(() => {
      void [this.store.scenario.value, this.store.selected.value, this.store.openKey.value];
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), delay);
    });
    page.addEventListener('pagehide', () => this.save());
    void this.claims.claim(this.id);
  }

  /** Reads what was kept, and names what an earlier visit left unfinished; not where another tab works on it. */
  async offerLast() {
    await this.lookUp();
    const [last] = this.recent.value;
    const fresh = last && Date.now() - last.time < week && this.site.get(seenKey) !== versionOf(last);
    if (fresh && !this.store.edited.value && !(await this.claims.taken(last.id))) this.aside.value ??= last;
  }

  /** The reader knows of the edit that is aside. */
  dismissAside() {
    if (this.aside.value) this.site.set(seenKey, versionOf(this.aside.value));
    this.aside.value = null;
  }

  /** The work that this tab had before it was reloaded, if it was edited. */
  restorable(): Draft | null {
    return parseDraft(this.tab.get(draftKey));
  }

  /** Opens a draft; false where it cannot be read any more. Where another tab has it, this one goes on with a copy. */
  open(draft: Draft): boolean {
    const scenario = scenarioOf(draft);
    if (!scenario) return false;
    this.store.open(scenario, draft.origin, draft);
    this.store.edited.value = true;
    this.id = draft.id;
    if (this.aside.value?.id === draft.id) this.aside.value = null;
    void this.claims.claim(draft.id).then((mine) => mine || this.id !== draft.id || this.goOnWithCopy());
    return true;
  }

  /** Before something else is opened: keeps what was edited among the recent ones. */
  setAside() {
    clearTimeout(this.timer);
    this.aside.value = this.save() ?? this.aside.value;
    this.store.edited.value = false;
    this.tab.remove(draftKey);
    this.begin(newDraftId());
  }

  private begin(id: string) {
    this.id = id;
    void this.claims.claim(id);
  }

  private goOnWithCopy() {
    this.begin(newDraftId());
    this.store.notice.value = copied;
    this.save();
  }

  /** Reads what all tabs have kept; what only this one knows, as nothing can be kept, stays. */
  async lookUp() {
    try {
      const kept = await this.shelf.all();
      const known = new Set(kept.map(({ id }) => id));
      this.show([...kept, ...this.recent.value.filter(({ id }) => !known.has(id))]);
    } catch {
      // There is nothing to list where nothing is kept; the first save says so.
    }
  }

  private show(drafts: Draft[]): Draft[] {
    const sorted = [...drafts].sort((a, b) => b.time - a.time);
    this.recent.value = sorted.slice(0, mostRecent);
    return sorted.slice(mostRecent);
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
    this.tab.set(draftKey, JSON.stringify(draft));
    const tooMany = this.show([draft, ...this.recent.value.filter((other) => other.id !== this.id)]);
    void this.keep(draft, tooMany);
    return draft;
  }

  private async keep(draft: Draft, tooMany: Draft[]) {
    try {
      await this.shelf.put(draft);
      if (tooMany.length > 0) await this.shelf.remove(tooMany.map(({ id }) => id));
    } catch {
      if (!this.saidNowhere) this.store.notice.value = keptNowhere;
      this.saidNowhere = true;
    }
  }
}
