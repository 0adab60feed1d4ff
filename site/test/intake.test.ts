import { describe, expect, test } from 'vitest';
import { fileName } from '../src/intake/files';
import type { App } from '../src/app';
import { accept, linkIn, retarget } from '../src/intake/taken';
import { encodeShare } from '../src/share/codec';
import { decodeError, encodeError } from '../src/share/errorLink';
import { isErrorFragment } from '../src/share/fragment';
import { startOf } from '../src/store/open';
import { setTitle } from '../src/store/edits';
import { reachOf } from '../src/store/sharing';
import { Store } from '../src/store/store';

test('a link is told from other texts', () => {
  const share = encodeShare('{"version":1}');
  expect(linkIn(`https://verdict.example/#${share}`)).toBe(share);
  expect(linkIn(` ${share}\n`)).toBe(share);
  expect(linkIn(`#${encodeError('x')}`)).toBe(encodeError('x'));
  for (const text of ['s3:GetObject', 'see https://verdict.example/', '{"a":"#s1.AAAA"}', 'An error (s1.x) occurred', '']) expect(linkIn(text), text).toBe('');
});

test('an error travels in a link, and a damaged one says so', () => {
  const text = 'User: arn:aws:iam::111122223333:user/é is not authorized to perform: s3:GetObject\n';
  const fragment = encodeError(text);
  expect(fragment).toMatch(/^e1\./);
  expect(isErrorFragment(`#${fragment}`)).toBe(true);
  expect(isErrorFragment(`#${encodeShare('{}')}`)).toBe(false);
  expect(decodeError(`#${fragment}`)).toEqual({ ok: true, text });
  for (const bad of [fragment.slice(0, -4), 'e1.', 'e2.AAAA', 'e1.!']) expect(decodeError(`#${bad}`), bad).toMatchObject({ ok: false, payload: bad });
});

test('files are named by the title', () => {
  expect(fileName('Admin, but not for payroll')).toBe('admin-but-not-for-payroll.json');
  expect(fileName('../../etc/pässwd')).toBe('etc-pa-sswd.json');
  expect(fileName('日本')).toBe('scenario.json');
  expect(fileName('x'.repeat(200)).length).toBeLessThan(70);
});

test('blank pages have addresses of their own', () => {
  expect(['/new', '/new/', '/denied', '/denied/'].map(startOf)).toEqual(['anything', 'anything', 'denial', 'denial']);
  expect(['/', '/news', '/s/new/', '/new/x'].map(startOf)).toEqual([null, null, null, null]);
});

// safety.md, "Limits to publish".
describe('how far a link carries', () => {
  test.each([
    [2000, 'good', /everywhere/],
    [2001, 'careful', /Slack, WhatsApp and Telegram may cut/],
    [4000, 'careful', /may cut/],
    [4001, 'risky', /as a file/],
    [8000, 'risky', /as a file/],
    [8001, 'bad', /as a file/],
    [65_536, 'bad', /as a file/],
    [65_537, 'bad', /does not open/],
  ])('%i characters: %s', (length, reach, words) => {
    expect(reachOf(length).reach).toBe(reach);
    expect(reachOf(length).words).toMatch(words);
  });
});

describe('a policy that was taken in', () => {
  const result = { kind: 'policy' as const, understood: [], leftOut: [], next: [], targets: ['here', 'there'], target: 0, request: -1, document: null };
  const there = '{"version":1,"title":"There","accounts":{},"requests":[]}';

  /** A page on which a policy was taken in, and an engine that puts it there when asked. */
  async function page() {
    const store = new Store();
    const client = { ask: async () => ({ kind: 'reply', text: `${JSON.stringify({ ok: true, value: { ...result, target: 1 } })}\n${there}` }) };
    const app = { store, client } as unknown as App;
    await accept(app, { text: '{"Statement":[]}', into: '{"version":1}', result: { ...result, scenario: '{"version":1,"title":"Here","accounts":{},"requests":[]}' } });
    return { app, store };
  }

  test('goes to another place, and to a third', async () => {
    const { app, store } = await page();
    expect(await retarget(app, 1)).toBe('');
    expect(store.scenario.value.get('title')).toBe('There');
    expect(await retarget(app, 0)).toBe('');
  });

  test('stays where it is when something was edited since: that edit must not go', async () => {
    const { app, store } = await page();
    setTitle(store, 'Mine');
    expect(await retarget(app, 1)).toMatch(/edited after the policy was taken in/);
    expect(store.scenario.value.get('title')).toBe('Mine');
    store.undo();
    const moving = retarget(app, 1);
    setTitle(store, 'Meanwhile');
    expect(await moving).toMatch(/edited/);
    expect(store.scenario.value.get('title')).toBe('Meanwhile');
  });
});
