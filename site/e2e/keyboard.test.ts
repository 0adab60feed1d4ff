import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { decided, editor, open, text } from './harness';

/** Goes on by Tab until the focus is on what is named so. */
async function tabTo(page: Page, name: string | RegExp) {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      let focus = document.activeElement;
      while (focus?.shadowRoot?.activeElement) focus = focus.shadowRoot.activeElement;
      return focus?.getAttribute('aria-label') ?? focus?.textContent ?? '';
    });
    if (typeof name === 'string' ? at.startsWith(name) : name.test(at)) return;
  }
  throw new Error(`Tab never came to ${name}`);
}

test('everything of the main job is reached by the keyboard alone', async () => {
  const page = await open();
  await decided(page, 'Explicit deny');

  await tabTo(page, 'Scenarios');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await decided(page, 'Explicit deny');

  await tabTo(page, 'Action');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(await page.getByLabel('Action').inputValue()).not.toBe('');
  await page.getByLabel('Action').fill('s3:DeleteObject');
  await decided(page, 'Explicit deny');

  await tabTo(page, /^base$/);
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.type('x');
  await expect.poll(() => page.locator('.decision').getAttribute('class')).toMatch(/was/);
  await page.keyboard.press('Backspace');
  await expect.poll(() => page.locator('.decision').getAttribute('class')).not.toMatch(/was/);
  await page.keyboard.press('Tab');
  expect(await editor(page, 'base').evaluate((e) => (e.getRootNode() as ShadowRoot).activeElement === e)).toBe(false);

  await page.keyboard.press('ControlOrMeta+Enter');
  await decided(page, 'Allowed');
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByLabel('Link to this scenario').waitFor();
});

test('what has the focus can be seen', async () => {
  const page = await open();
  await decided(page, 'Explicit deny');
  for (const name of ['Scenarios', 'Principal', 'Next request']) {
    await tabTo(page, name);
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
    expect(outline).toBe('solid');
  }
});

test('what is typed before the palette is there goes nowhere else', async () => {
  const page = await open({ before: (p) => p.route('**/Palette-*.js', async (route) => (await new Promise((done) => setTimeout(done, 1500)), route.continue())) });
  await decided(page, 'Explicit deny');
  await editor(page, 'base').focus();
  const before = await text(page, 'base');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('mask', { delay: 30 });
  await page.getByRole('combobox', { name: 'Search' }).waitFor();
  expect(await text(page, 'base')).toBe(before);
  await page.keyboard.type('coverage');
  expect(await page.getByRole('combobox', { name: 'Search' }).inputValue()).toBe('coverage');
});

test('Escape in a field of the sentence brings back what stood there', async () => {
  const page = await open();
  await decided(page, 'Explicit deny');
  const action = page.getByRole('combobox', { name: 'Action', exact: true });
  await action.click();
  await action.pressSequentially('s3:Li');
  await page.keyboard.press('Escape');
  expect(await action.inputValue()).toBe('s3:DeleteObject');
  await decided(page, 'Explicit deny');
  await action.click();
  await action.fill('s3:GetObject');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  expect(await action.inputValue()).toBe('s3:GetObject');
  await decided(page, 'Allowed');
  // What was chosen from the list is no half word, though it was typed whole.
  await action.fill('s3:DeleteObject');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  expect(await action.inputValue()).toBe('s3:DeleteObject');
});
