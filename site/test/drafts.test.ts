import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { parseJson, type JsonObject } from '../src/json/json';
import { keyOf, unpack } from '../src/scenario/documents';
import type { Claims } from '../src/store/claims';
import { parseDraft, readDraft, type Draft } from '../src/store/draft';
import { Drafts, type DraftsOptions } from '../src/store/drafts';
import type { Shelf } from '../src/store/shelf';
import { SafeStorage } from '../src/store/storage';
import { Store } from '../src/store/store';

const fixture = readFileSync(new URL('fixtures/admin-but-not-for-payroll.json', import.meta.url), 'utf8');
const base = keyOf(['accounts', '111122223333', 'users', 'alice', 'inlinePolicies', 'base']);

const memory = () => {
  const map = new Map<string, string>();
  return new SafeStorage(() => ({ getItem: (k: string) => map.get(k) ?? null, setItem: (k: string, v: string) => void map.set(k, v), removeItem: (k: string) => void map.delete(k) }) as unknown as Storage);
};

class MemoryShelf implements Shelf {
  readonly drafts = new Map<string, Draft>();
  all = async () => [...this.drafts.values()];
  put = async (draft: Draft) => void this.drafts.set(draft.id, draft);
  remove = async (ids: string[]) => ids.forEach((id) => this.drafts.delete(id));
}

/** The claims of all tabs of a browser; each tab has one view of them. */
function browserClaims(): () => Claims {
  const held = new Map<string, object>();
  return () => {
    const me = {};
    return {
      claim: async (id) => {
        if ((held.get(id) ?? me) !== me) return false;
        for (const [other, owner] of held) if (owner === me) held.delete(other);
        held.set(id, me);
        return true;
      },
      taken: async (id) => held.has(id),
    };
  };
}

/** A tab with a scenario open. */
function tabWith(options: DraftsOptions = {}) {
  const store = new Store();
  store.open(unpack(parseJson(fixture) as JsonObject), { kind: 'gallery', slug: 'x' }, { selected: 1, openKey: base });
  const drafts = new Drafts(store, { tab: memory(), site: memory(), shelf: new MemoryShelf(), claims: browserClaims()(), ...options });
  return { store, drafts };
}

const settled = () => new Promise((done) => setTimeout(done));

describe('drafts', () => {
  let shelf: MemoryShelf;
  beforeEach(() => void (shelf = new MemoryShelf()));

  test('bring back the text, broken as it is, in another tab', async () => {
    const { store, drafts } = tabWith({ shelf });
    store.setText(base, '{"Version');
    drafts.setAside();
    const other = tabWith({ shelf });
    await other.drafts.lookUp();
    expect(other.drafts.recent.value).toHaveLength(1);
    expect(other.drafts.open(other.drafts.recent.value[0]!)).toBe(true);
    expect(other.store.textOf(base)).toBe('{"Version');
    expect([other.store.selected.value, other.store.openKey.value]).toEqual([1, base]);
  });

  test('are kept for the reload of the tab until something else is opened', () => {
    const tab = memory();
    const { store, drafts } = tabWith({ tab });
    const events: Record<string, () => void> = {};
    drafts.start({ addEventListener: (name: string, act: () => void) => void (events[name] = act) } as unknown as Window);
    store.setText(base, '{}');
    events['pagehide']!();
    expect(drafts.restorable()?.text).toContain('"base":"{}"');
    drafts.setAside();
    expect(drafts.restorable()).toBe(null);
  });

  test('set aside are named until they are opened again, and looking at something else does not hide that', () => {
    const { store, drafts } = tabWith();
    store.setText(base, '{}');
    drafts.setAside();
    const aside = drafts.aside.value!;
    expect(aside.title).toBe('Admin, but not for payroll');
    drafts.setAside();
    expect(drafts.aside.value).toBe(aside);
    expect(drafts.recent.value).toHaveLength(1);
    drafts.open(aside);
    expect(drafts.aside.value).toBe(null);
  });

  test('are not made of what was only looked at', async () => {
    tabWith({ shelf }).drafts.setAside();
    await settled();
    expect(shelf.drafts.size).toBe(0);
  });

  test('are kept for the last twenty documents, the latest first', async () => {
    vi.useFakeTimers();
    const { store, drafts } = tabWith({ shelf });
    for (let i = 0; i < 25; i++) {
      vi.advanceTimersByTime(1000);
      store.setText(base, `{"Id":"${i}"}`);
      drafts.setAside();
      await vi.advanceTimersByTimeAsync(1);
    }
    vi.useRealTimers();
    expect(drafts.recent.value).toHaveLength(20);
    expect(drafts.recent.value[0]!.text).toContain('24');
    expect(shelf.drafts.size).toBe(20);
    expect([...shelf.drafts.values()].some(({ text }) => text.includes('{\\"Id\\":\\"4\\"}'))).toBe(false);
  });

  test('of two tabs never overwrite each other: the second goes on with a copy and says so', async () => {
    const claims = browserClaims();
    const first = tabWith({ shelf, claims: claims() });
    first.store.setText(base, '{"Id":"first"}');
    first.drafts.setAside();
    await settled();
    first.drafts.open(first.drafts.recent.value[0]!);
    const second = tabWith({ shelf, claims: claims() });
    await second.drafts.lookUp();
    second.drafts.open(second.drafts.recent.value[0]!);
    await settled();
    expect(second.store.notice.value).toMatch(/open in another tab/);
    second.store.setText(base, '{"Id":"second"}');
    second.drafts.setAside();
    await settled();
    const texts = [...shelf.drafts.values()].map(({ text }) => text);
    expect(texts.some((text) => text.includes('first'))).toBe(true);
    expect(texts.some((text) => text.includes('second'))).toBe(true);
  });

  test('of an earlier visit are offered, until the reader has seen that or another tab works on them', async () => {
    const [site, claims] = [memory(), browserClaims()];
    const before = tabWith({ shelf, site, claims: claims() });
    before.store.setText(base, '{}');
    before.drafts.setAside();
    await settled();
    const offered = async () => {
      const { drafts } = tabWith({ shelf, site, claims: claims() });
      await drafts.offerLast();
      return drafts;
    };
    const next = await offered();
    expect(next.aside.value?.title).toBe('Admin, but not for payroll');
    before.drafts.open(before.drafts.recent.value[0]!);
    expect((await offered()).aside.value).toBe(null);
    before.drafts.setAside();
    const again = await offered();
    expect(again.aside.value?.title).toBe('Admin, but not for payroll');
    again.dismissAside();
    expect((await offered()).aside.value).toBe(null);
  });

  test('live in memory alone where nothing can be kept, and that is said once', async () => {
    const refuse = async () => {
      throw new Error('SecurityError');
    };
    const { store, drafts } = tabWith({ shelf: { all: refuse, put: refuse, remove: refuse } });
    store.setText(base, '{}');
    drafts.setAside();
    await settled();
    expect(store.notice.value).toMatch(/this tab only/);
    expect(drafts.recent.value).toHaveLength(1);
    await drafts.lookUp();
    expect(drafts.recent.value).toHaveLength(1);
    store.notice.value = '';
    store.open(unpack(parseJson(fixture) as JsonObject), { kind: 'blank' });
    store.setText(base, '{ }');
    drafts.setAside();
    await settled();
    expect(store.notice.value).toBe('');
  });

  test.each(['', '{', '[1]', '"x"', '{"id":1}', 'null'])('survive damaged storage: %s', (text) => {
    expect(parseDraft(text)).toBe(null);
  });

  test('whose text is damaged are not opened', () => {
    const draft = readDraft({ id: 'a', text: '{', origin: { kind: 'link' } })!;
    const { store, drafts } = tabWith();
    const before = store.scenario.value;
    expect(drafts.open(draft)).toBe(false);
    expect(store.scenario.value).toBe(before);
  });
});
