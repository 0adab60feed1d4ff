import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { parseJson, type JsonObject } from '../src/json/json';
import { keyOf, unpack } from '../src/scenario/documents';
import { Drafts } from '../src/store/drafts';
import { SafeStorage } from '../src/store/storage';
import { Store } from '../src/store/store';

const fixture = readFileSync(new URL('fixtures/admin-but-not-for-payroll.json', import.meta.url), 'utf8');
const base = keyOf(['accounts', '111122223333', 'users', 'alice', 'inlinePolicies', 'base']);

let store: Store;
beforeEach(() => {
  store = new Store();
  store.open(unpack(parseJson(fixture) as JsonObject), { kind: 'gallery', slug: 'x' }, { selected: 1, openKey: base });
});

describe('drafts', () => {
  const memory = () => {
    const map = new Map<string, string>();
    return new SafeStorage(() => ({ getItem: (k: string) => map.get(k) ?? null, setItem: (k: string, v: string) => void map.set(k, v), removeItem: (k: string) => void map.delete(k) }) as unknown as Storage);
  };
  const page = { addEventListener: () => {} } as unknown as Window;

  test('bring back the text, broken as it is, after a reload', () => {
    const [tab, site] = [memory(), memory()];
    const drafts = new Drafts(store, tab, site);
    store.setText(base, '{"Version');
    drafts.setAside();
    expect(tab.get('verdict.draft')).toBe(null);
    const other = new Store();
    const again = new Drafts(other, tab, site);
    again.start(page);
    expect(again.recent.value).toHaveLength(1);
    expect(again.open(again.recent.value[0]!)).toBe(true);
    expect(other.textOf(base)).toBe('{"Version');
    expect([other.selected.value, other.openKey.value]).toEqual([1, base]);
  });

  test('set aside are named until they are opened again, and looking at something else does not hide that', () => {
    const drafts = new Drafts(store, memory(), memory());
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

  test('are not made of what was only looked at', () => {
    const site = memory();
    new Drafts(store, memory(), site).setAside();
    expect(site.get('verdict.recent')).toBe(null);
  });

  test.each(['', '{', '[1]', '[{"id":1}]', '[{"id":"a","text":"{","origin":{"kind":"link"}}]'])('survive damaged storage: %s', (text) => {
    const site = memory();
    site.set('verdict.recent', text);
    const drafts = new Drafts(store, memory(), site);
    for (const draft of drafts.recent.value) expect(drafts.open(draft)).toBe(false);
  });

  test('live in memory alone where storage throws, and that is said', () => {
    const hostile = new SafeStorage(() => {
      throw new Error('SecurityError');
    });
    const drafts = new Drafts(store, hostile, hostile);
    store.setText(base, '{}');
    drafts.setAside();
    expect(store.notice.value).toMatch(/this tab only/);
    expect(drafts.recent.value).toHaveLength(1);
  });
});
