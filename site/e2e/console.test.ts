import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { decided, open, type Options } from './harness';

const ana = 'arn:aws:iam::111122223333:user/ana';

/** Opens the page with its console, and waits for the API. */
async function openConsole(options: Options = {}): Promise<Page> {
  const page = await open(options);
  await shown(page);
  await expect.poll(() => page.locator('.console-program').count()).toBe(0);
  return page;
}

/** Shows the console by its key, as soon as the page listens. */
async function shown(page: Page) {
  await decided(page, 'Explicit deny');
  await page.locator('.cm-content').waitFor();
  await page.keyboard.press('ControlOrMeta+j');
  await page.getByLabel('Command').waitFor();
}

const log = (page: Page) => page.getByRole('log', { name: 'Console' });

/** Types a text, runs it and gives what the console says to it. */
async function run(page: Page, text: string): Promise<string> {
  const before = await log(page).locator('> *').count();
  const line = page.getByLabel('Command');
  await line.fill(text);
  await line.press('Enter');
  await expect.poll(async () => (await line.inputValue()) === '' && (await page.locator('.console[aria-busy=false]').count()) === 1).toBe(true);
  const said = await log(page).locator('> *').allInnerTexts();
  return said.slice(before).join('\n');
}

/** Makes the request that is shown another. */
async function ask(page: Page, principal: string, action: string, resource: string) {
  for (const [label, value] of [['Principal', principal], ['Action', action], ['Resource', resource]] as const) await page.getByLabel(label, { exact: true }).first().fill(value);
  await page.keyboard.press('Escape');
}

const entry = (page: Page, name: RegExp) => page.getByRole('treeitem', { name });

describe('the hands-on of a tutorial', () => {
  test('users, groups and policies: the world and the decision change as one types', async () => {
    const page = await openConsole();
    await ask(page, ana, 's3:GetObject', 'arn:aws:s3:::payroll/2026/jan.csv');
    expect(await run(page, 'aws iam create-user --user-name ana')).toContain(`"Arn": "${ana}"`);
    await entry(page, /^ana/).waitFor();
    await decided(page, 'Implicit deny');
    await run(page, 'aws iam attach-user-policy --user-name ana --policy-arn arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess');
    await decided(page, 'Allowed');
    await run(page, 'aws iam create-group --group-name DeveloperGroup\naws iam add-user-to-group --user-name ana --group-name DeveloperGroup');
    expect(await run(page, 'aws iam get-group --group-name DeveloperGroup --query "Users[].UserName" --output text')).toMatch(/\nana$/);
    await entry(page, /^DeveloperGroup/).waitFor();

    // IAM refuses to delete what still hangs together (DeleteConflict), in AWS's order: groups, then policies.
    expect(await run(page, 'aws iam delete-user --user-name ana')).toContain('An error occurred (DeleteConflict) when calling the DeleteUser operation: ');
    await run(page, 'aws iam remove-user-from-group --user-name ana --group-name DeveloperGroup');
    expect(await run(page, 'aws iam delete-user --user-name ana')).toContain('DeleteConflict');
    await run(page, 'aws iam detach-user-policy --user-name ana --policy-arn arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess');
    await decided(page, 'Implicit deny');
    await run(page, 'aws iam delete-user --user-name ana');
    await expect.poll(() => entry(page, /^ana/).count()).toBe(0);

    // Each command is one step.
    await page.getByRole('button', { name: 'Undo' }).click();
    await entry(page, /^ana/).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await decided(page, 'Allowed');
  });

  test('a role with a trust policy: assume-role goes over to it, exit goes back', async () => {
    const page = await openConsole();
    const said = await run(
      page,
      `cat > trust.json <<'EOF'
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "sts:AssumeRole"}]}
EOF
$ aws iam create-role --role-name Auditor \\
    --assume-role-policy-document file://trust.json
# Now as alice, whom AdministratorAccess lets assume it
$ aws sts assume-role --role-arn arn:aws:iam::111122223333:role/Auditor --role-session-name s1 --profile alice
$ aws sts get-caller-identity --query Arn --output text`,
    );
    expect(said).toContain('You call as Auditor/s1 now; exit goes back to root user.');
    expect(said).toMatch(/\narn:aws:sts::111122223333:assumed-role\/Auditor\/s1$/);
    const who = page.getByLabel('Calling as');
    expect(await who.locator('option:checked').innerText()).toBe('Auditor/s1 · 111122223333 (session)');
    expect(await run(page, 'aws iam list-users')).toContain('because no identity-based policy allows the iam:ListUsers action');
    expect(await run(page, 'exit')).toContain('You call as root user again.');
    expect(await who.locator('option:checked').innerText()).toBe('root user · 111122223333');
  });

  test('a denied call says why, and can be asked as a request', async () => {
    const page = await openConsole();
    await run(page, 'aws iam create-user --user-name ana');
    await page.getByLabel('Calling as').selectOption({ label: 'ana · 111122223333' });
    const said = await run(page, 'aws iam create-user --user-name bo');
    expect(said).toContain(`An error occurred (AccessDenied) when calling the CreateUser operation: User: ${ana} is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::111122223333:user/bo because no identity-based policy allows the iam:CreateUser action`);
    await page.getByRole('button', { name: 'Show why' }).click();
    await decided(page, 'Implicit deny');
    expect(await page.getByLabel('Action', { exact: true }).first().inputValue()).toBe('iam:CreateUser');
  });

  test('pasted lines stop at the first that fails, and say where', async () => {
    const page = await openConsole();
    const said = await run(page, 'aws iam create-user --user-name ana\naws iam create-usr --user-name bo\naws iam create-user --user-name carla');
    expect(said).toContain("Invalid choice: 'create-usr', maybe you meant:");
    expect(said).toContain('Stopped at line 2. What comes after it was not run: one command.');
    expect(await entry(page, /^ana/).count()).toBe(1);
    expect(await entry(page, /^carla/).count()).toBe(0);
  });
});

test('a line that is entered while another runs waits for it', async () => {
  const page = await openConsole();
  const line = page.getByLabel('Command');
  for (const text of ['aws iam create-user --user-name ana', 'aws iam get-user --user-name ana --query User.Arn --profile alice']) {
    await line.fill(text);
    await line.press('Enter');
  }
  await expect.poll(() => page.locator('.console-output').allInnerTexts()).toEqual([expect.stringContaining('"UserName": "ana"'), `"${ana}"`]);
});

describe('the line', () => {
  test('Tab completes, and Enter takes what is chosen', async () => {
    const page = await openConsole();
    const line = page.getByLabel('Command');
    await line.pressSequentially('aws iam get-us');
    await line.press('Tab');
    await expect.poll(() => line.inputValue()).toBe('aws iam get-user');
    const list = page.getByRole('listbox', { name: 'Completions' });
    expect(await list.getByRole('option').allInnerTexts()).toEqual(['get-user', 'get-user-policy']);
    await line.press('ArrowDown');
    await line.press('Enter');
    await expect.poll(() => line.inputValue()).toBe('aws iam get-user ');
    await line.pressSequentially('--user-name al');
    await line.press('Tab');
    await expect.poll(() => line.inputValue()).toBe('aws iam get-user --user-name alice ');
    await line.press('Enter');
    await expect.poll(() => log(page).innerText()).toContain('"Arn": "arn:aws:iam::111122223333:user/alice"');
  });

  test('arrow keys recall earlier lines, after a reload too; Escape and Tab leave', async () => {
    const page = await openConsole();
    await run(page, 'aws iam list-groups');
    await run(page, 'aws iam list-roles');
    await page.reload();
    await shown(page);
    const line = page.getByLabel('Command');
    await line.press('ArrowUp');
    await line.press('ArrowUp');
    await expect.poll(() => line.inputValue()).toBe('aws iam list-groups');
    await line.press('ArrowDown');
    await expect.poll(() => line.inputValue()).toBe('aws iam list-roles');
    await line.press('ArrowDown');
    await expect.poll(() => line.inputValue()).toBe('');
    await line.fill('aws iam get-user');
    await line.press('ArrowDown');
    await line.press('ArrowUp');
    await expect.poll(() => line.inputValue()).toBe('aws iam list-roles');
    await line.press('ArrowDown');
    await expect.poll(() => line.inputValue()).toBe('aws iam get-user');
    await line.press('Escape');
    await line.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Run');
  });

  test('Enter within quotes begins another line', async () => {
    const page = await openConsole();
    const line = page.getByLabel('Command');
    await line.pressSequentially("aws iam create-user --user-name 'a");
    await line.press('Enter');
    await line.pressSequentially("b'");
    expect(await line.inputValue()).toBe("aws iam create-user --user-name 'a\nb'");
  });

  test('an example is put there by a click, and what stands there can be cleared', async () => {
    const page = await openConsole();
    await page.getByRole('button', { name: 'aws iam create-user --user-name ana' }).click();
    await expect.poll(() => page.getByLabel('Command').evaluate((line) => line === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await entry(page, /^ana/).waitFor();
    await run(page, 'clear');
    expect(await log(page).innerText()).not.toContain('UserId');
  });
});

describe('the API that answers', () => {
  test('is fetched only once the console is opened', async () => {
    const fetched: string[] = [];
    const page = await open({ before: async (page) => void page.on('request', (request) => void fetched.push(new URL(request.url()).pathname)) });
    await decided(page, 'Explicit deny');
    await page.waitForTimeout(500);
    const own = /^\/iamapi\.wasm$|model|managed-?[\w]*\.txt/;
    expect(fetched.filter((path) => own.test(path))).toEqual([]);
    await shown(page);
    await expect.poll(() => fetched).toContain('/iamapi.wasm');
  });

  test('can be stopped while it comes, and fetched again', async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const page = await open({ expectErrors: /ERR_|Failed to load/, before: (page) => page.route('**/iamapi.wasm*', async (route) => (await held, route.continue())) });
    await shown(page);
    await page.getByText(/^The IAM API, 0\.0 of \d+\.\d MB/).waitFor();
    await page.locator('.console').getByRole('button', { name: 'Stop' }).click();
    await page.getByText('The IAM API is not here.').waitFor();
    expect(await run(page, 'aws iam list-users')).toContain('The IAM API gave no answer: Its download was stopped.');
    letGo();
    await page.getByRole('button', { name: 'Try again' }).click();
    expect(await run(page, 'aws iam list-users')).toContain('"UserName": "alice"');
  });
});
