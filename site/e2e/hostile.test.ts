import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { base, open } from './harness';

// T1: whatever stands in a string of a scenario is shown as text, through every door.

const dictionary = readFileSync(new URL('../../engine/share/dictionary.txt', import.meta.url));
const fragment = (scenario: string) => '#s1.' + deflateSync(scenario, { dictionary }).toString('base64url');

const payloads = [
  ...['<script>boom()</script>', '<img src=x onerror=boom()>', '<svg onload=boom()>', '<svg><script>boom()</script></svg>', '<iframe srcdoc="<script>boom()</script>">', '<body onload=boom()>', '<a href="javascript:boom()">x</a>'],
  ...['<details open ontoggle=boom()>', '<video><source onerror=boom()></video>', '<audio src=x onerror=boom()>', '<input autofocus onfocus=boom()>', '<select autofocus onfocus=boom()>', '<textarea autofocus onfocus=boom()>', '<marquee onstart=boom()>x</marquee>'],
  ...['<math><mtext><table><mglyph><style><img src=x onerror=boom()>', '<noscript><p title="</noscript><img src=x onerror=boom()>">', '<template><script>boom()</script></template>', '<object data="javascript:boom()">', '<embed src="javascript:boom()">', '<base href="https://example.com/">'],
  ...['<link rel=stylesheet href="https://example.com/x.css">', '<meta http-equiv=refresh content="0;url=https://example.com/">', '<form action="https://example.com/"><button>x</button></form>', '<img src="https://example.com/x.png">', '<style>*{background:url(https://example.com/x)}</style>', '<isindex action=javascript:boom() type=image>'],
  ...['"><script>boom()</script>', "'><script>boom()</script>", '</title><script>boom()</script>', '</textarea><script>boom()</script>', '</script><script>boom()</script>', '--><script>boom()</script>', ']]><script>boom()</script>', '" onmouseover="boom()', "' onfocus='boom()' autofocus='", '` onload=`boom()'],
  ...['[x](javascript:boom())', '![x](javascript:boom())', '[x](data:text/html,<script>boom()</script>)', '![x](https://example.com/x.png)', '[x](  javascript:boom())', '[x](JaVaScRiPt:boom())', '[x](java\nscript:boom())', '<javascript:boom()>', '[x]: javascript:boom()\n\n[x]', '**<img src=x onerror=boom()>**', '`<img src=x onerror=boom()>`', '```html\n<script>boom()</script>\n```'],
  ...['javascript:boom()', 'data:text/html,<script>boom()</script>', 'vbscript:boom()', '{{constructor.constructor("boom()")()}}', '${boom()}', '#{boom()}', '<%= boom() %>', '{{{boom()}}}', 'constructor', '__proto__', 'toString', 'hasOwnProperty'],
  ...['&lt;script&gt;boom()&lt;/script&gt;', '&#60;script&#62;boom()&#60;/script&#62;', '\u0000<script>boom()</script>', '\u2028boom()\u2029', '\u202eboom()\u202c', '<scr\u200bipt>boom()</scr\u200bipt>', '＜script＞boom()＜/script＞', '<ſcript>boom()</ſcript>', '+ADw-script+AD4-boom()+ADw-/script+AD4-'],
];

/** A scenario with a text in every place that takes any. */
const scenario = (text: string) => ({
  version: 1,
  title: text,
  description: text,
  tags: [text],
  organization: { id: 'o-exampleorg1', managementAccount: '111122223333', serviceControlPolicies: { [text]: { Version: '2012-10-17', Statement: { Sid: text, Effect: 'Allow', Action: '*', Resource: '*' } } }, root: { id: 'r-ab12', scps: [text], organizationalUnits: { [text]: { id: 'ou-ab12-11111111', accounts: { '444455556666': {} } } } } },
  accounts: {
    '444455556666': {
      name: text,
      policies: { [text]: { Version: '2012-10-17', Id: text, Statement: { Sid: text, Effect: 'Allow', Action: text, Resource: text, Condition: { StringEquals: { [`aws:PrincipalTag/${text}`]: text } } } } },
      groups: { [text]: { attachedPolicies: [text], inlinePolicies: { [text]: text } } },
      users: { [text]: { path: '/', groups: [text], attachedPolicies: [text], permissionsBoundary: text, tags: { [text]: text }, inlinePolicies: { [text]: `{"Version":"2012-10-17","Statement":[{"Sid":${JSON.stringify(text)}` } } },
      roles: { [text]: { trustPolicy: { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: text }, Action: 'sts:AssumeRole' } }, tags: { [text]: text } } },
      resources: { [`arn:aws:s3:::${text}`]: { policy: text, tags: { [text]: text } } },
    },
  },
  requests: [
    { name: text, principal: `arn:aws:iam::444455556666:user/${text}`, session: { sourceIdentity: text, tags: { [text]: text }, policies: [text] }, action: `s3:${text}`, resource: `arn:aws:s3:::${text}`, context: { [text]: text, 'aws:SourceIp': [text] }, why: text, decidedBy: [{ policy: text, attachedTo: text }] },
    { name: text, principal: text, action: text, resource: text, expect: 'allowed', why: text },
  ],
});

/** The page once it shows a scenario or says why it cannot. */
async function shown(page: Page) {
  await page.locator('.decision-status:not(:empty), .bad-link [role=alert]').first().waitFor();
  await page.waitForTimeout(60);
}

/** What the page is made of, each element by its kind; text of the scenario must not add to it. */
const foreign = (page: Page) => page.locator('#page :is(script, iframe, object, embed, video, audio, source, marquee, base, meta, link[rel], math, img:not(.cm-widgetBuffer), form[action], [onerror], [onload], [onfocus], [onclick], [ontoggle], [onmouseover], a[href^="javascript" i], a[href^="data" i], a[href*="example.com"])').evaluateAll((all) => all.map((element) => element.outerHTML));

/** Whether anything ran, and what got into prototypes. */
const harm = (page: Page) => page.evaluate(() => ({ ran: (window as { ran?: boolean }).ran === true, polluted: Object.keys(Object.prototype).length }));

const withAlarm = { before: (page: Page) => page.addInitScript(() => void ((window as { boom?: () => void }).boom = () => ((window as { ran?: boolean }).ran = true))) };

describe('hostile text', () => {
  test('there is plenty of it', () => {
    expect(new Set(payloads).size).toBeGreaterThanOrEqual(60);
  });

  test('in every string of a link is shown as text', async () => {
    const page = await open({ ...withAlarm, path: fragment(JSON.stringify(scenario('plain'))) });
    await shown(page);
    for (const payload of payloads) {
      await page.evaluate((hash) => (location.hash = hash), fragment(JSON.stringify(scenario(payload))));
      await shown(page);
      expect(await foreign(page), payload).toEqual([]);
      expect(await harm(page), payload).toEqual({ ran: false, polluted: 0 });
    }
  });

  test('in what a tab has kept is shown as text', async () => {
    const page = await open(withAlarm);
    await shown(page);
    for (const payload of payloads.filter((_, i) => i % 6 === 0)) {
      await page.evaluate((text) => sessionStorage.setItem('verdict.draft', JSON.stringify({ id: text, title: text, time: 1, text, openKey: text, selected: 0, origin: { kind: 'link' } })), JSON.stringify(scenario(payload)));
      // The page saves its own work when it goes, so another page is between.
      await page.goto(`${base()}404.html`);
      await page.goto(base());
      await shown(page);
      expect(await foreign(page), payload).toEqual([]);
      expect(await harm(page), payload).toEqual({ ran: false, polluted: 0 });
    }
  });
});
