import { expect, test } from 'vitest';
import { encodeShare } from '../src/share/codec';
import { decided, open } from './harness';

const allows = (...actions: string[]) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
const scenario = {
  version: 1,
  accounts: { '111122223333': { users: { ana: { inlinePolicies: { p: allows('s3:GetObject', 's3:PutObject') } } } } },
  requests: [{ principal: 'arn:aws:iam::111122223333:user/ana', operation: 's3:CopyObject', with: { source: 'arn:aws:s3:::inbox/a', destination: 'arn:aws:s3:::archive/a', tags: true } }],
};

test('a call that needs several permissions is asked in one sentence, and every check shows', async () => {
  const page = await open({ path: '#' + encodeShare(JSON.stringify(scenario)) });
  expect(await decided(page, 'Implicit deny')).toContain('s3:GetObjectTagging on arn:aws:s3:::inbox/a');
  expect(await page.getByLabel('source').inputValue()).toBe('arn:aws:s3:::inbox/a');
  expect(await page.locator('.check-title').count()).toBe(4);
  await page.getByText('What would change it').click();
  await expect.poll(() => page.locator('.changes').innerText()).toContain('Add a statement to p that allows s3:GetObjectTagging, s3:PutObjectTagging');
  await page.getByLabel('destination').fill('arn:aws:sqs:eu-west-1:111122223333:q');
  await expect.poll(() => page.getByRole('status', { name: 'Decision' }).innerText()).toContain('destination');
});
