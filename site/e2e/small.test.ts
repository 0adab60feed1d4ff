import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { decided, open } from './harness';

/** What sticks out of the window to the side or above; a strip of tabs or tags that scrolls on its own may. */
const beyond = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('main *, header *, nav *, .panel *')]
      .filter((e) => e.checkVisibility() && !e.closest('.drawer-strip, .tags, .visually-hidden'))
      .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1 || e.getBoundingClientRect().top < -1)
      .map((e) => `${e.tagName} ${e.className} ${e.textContent?.slice(0, 40)}`),
  );

describe('a window of 320 px', () => {
  const narrow = { viewport: { width: 320, height: 640 } };

  test('cuts nothing off: not the Share button, not what it opens', async () => {
    const page = await open(narrow);
    await decided(page, 'Explicit deny');
    expect(await beyond(page)).toEqual([]);
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByLabel('Link to this scenario').waitFor();
    expect(await beyond(page)).toEqual([]);
  });

  test('holds the page of the rules', async () => {
    const page = await open({ ...narrow, path: 'ref/' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await beyond(page)).toEqual([]);
  });
});

describe('a phone', () => {
  const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

  test('closes the fields of the sentence when another pane is chosen, so that the pane has room', async () => {
    const page = await open(phone);
    await decided(page, 'Explicit deny');
    const summary = page.getByRole('button', { name: 'Can alice do s3:DeleteObject on payroll/2026/jan.csv? edit' });
    await summary.click();
    await page.getByRole('combobox', { name: 'Action' }).waitFor();
    await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Policy' }).click();
    await summary.waitFor();
    expect(await page.getByRole('combobox', { name: 'Action' }).isVisible()).toBe(false);
    const pane = (await page.locator('.document-pane').boundingBox())!;
    expect(pane.height).toBeGreaterThan(844 / 2);
  });

  test('gives every entry of a menu the size of a finger', async () => {
    const page = await open(phone);
    await decided(page, 'Explicit deny');
    await page.getByRole('button', { name: 'More' }).click();
    const heights = await page.locator('.menu-item').evaluateAll((items) => items.map((item) => item.getBoundingClientRect().height));
    expect(heights.length).toBeGreaterThan(0);
    expect(heights.filter((height) => height < 44)).toEqual([]);
  });

  test('never covers the decision by how far the engine is', async () => {
    const page = await open({ ...phone, before: (p) => p.route('**/engine*.wasm*', () => {}) });
    const note = page.locator('.engine-note');
    await note.waitFor();
    const [noted, words] = await Promise.all([note.boundingBox(), page.locator('.decision-words').boundingBox()]);
    expect(noted!.y).toBeGreaterThan(words!.y + words!.height);
  });
});

describe('400 % zoom of 1280 × 800', () => {
  // What stands in the window then, in CSS pixels.
  const zoomed = { viewport: { width: 320, height: 200 } };

  test('leaves every pane in reach by scrolling', async () => {
    const page = await open(zoomed);
    await decided(page, 'Explicit deny');
    const panes = { Why: '.why .rung', Policy: '.editor-frame', World: '.tree [role=treeitem]', Requests: '.drawer-toggle' };
    for (const [tab, part] of Object.entries(panes)) {
      await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: tab }).click();
      await page.locator(part).first().waitFor({ state: 'attached' }); // before that there is nothing to scroll to
      await page.mouse.move(160, 100);
      // A turn of the wheel is lost while the pane is still being laid out.
      await expect.poll(async () => (await page.mouse.wheel(0, 100), seen(page, part)), { message: `${tab} is seen` }).toBeGreaterThan(40);
      await page.mouse.wheel(0, -2000);
    }
  });
});

/** How many pixels of the height of an element are really seen: in the window, and not under another. */
const seen = (page: Page, selector: string) =>
  page.evaluate((selector) => {
    const all = [...document.querySelectorAll(selector)];
    const rows = Array.from({ length: innerHeight }, (_, y) => document.elementsFromPoint(160, y)[0]);
    return rows.filter((top) => all.some((element) => element.contains(top ?? null))).length;
  }, selector);
