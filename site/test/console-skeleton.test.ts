import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commandOf } from '../src/console/command';
import { helpText } from '../src/console/help';
import { kebab, type Model } from '../src/console/model';
import { skeletonOf } from '../src/console/skeleton';
import { wordsOf } from '../src/console/steps';

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as unknown;
const model = read('../src/console/model.json') as Model;
// What the AWS CLI itself printed; `source` in the file says how.
const { skeletons } = read('awscli/skeletons.json') as { skeletons: Record<string, object> };

/** A parameter that came after that version. */
const newer = { OrderedOrganizationPolicyInputList: [{ ServiceControlPolicyInputList: [''] }] };
const since = (line: string) => (line === 'aws iam simulate-custom-policy' ? newer : {});

/** What the console prints for a line that asks for a skeleton. */
function printed(line: string): string {
  const command = commandOf(wordsOf(line)!, model, () => undefined);
  if (command.kind !== 'skeleton') throw new Error(`${line} is a ${command.kind}`);
  return skeletonOf(model, command.shape);
}

describe('--generate-cli-skeleton', () => {
  // The AWS CLI has put options of its own in place of the skeleton of create-virtual-mfa-device.
  test('prints what the AWS CLI prints, for each operation', () => {
    const operations = (['iam', 'sts'] as const).flatMap((service) => Object.keys(model[service]).map((name) => `aws ${service} ${kebab(name)}`)).filter((line) => line !== 'aws iam create-virtual-mfa-device');
    expect(Object.keys(skeletons)).toEqual(operations);
    for (const line of operations) expect(printed(`${line} --generate-cli-skeleton`), line).toBe(`${JSON.stringify({ ...skeletons[line], ...since(line) }, null, 4)}\n`);
  });

  test.each(['aws iam create-user --generate-cli-skeleton input', 'aws iam create-user --generate-cli-skeleton=input', 'aws iam create-user --generate-cli-skeleton --user-name ana', 'aws iam create-user --generate-cli-skeleton --query UserName --output text'])(
    '%s prints the same: nothing is called or chosen',
    (line) => expect(printed(line)).toBe(printed('aws iam create-user --generate-cli-skeleton')),
  );

  test.each([
    ['aws iam create-user --generate-cli-skeleton output', 'argument --generate-cli-skeleton: Invalid choice, valid choices are:\n\ninput'],
    ['aws iam create-user --generate-cli-skeleton --foo', 'Unknown options: --foo'],
  ])('%s is refused', (line, words) => expect(() => printed(line)).toThrow(words));

  test('stands in the help of an operation', () => {
    expect(helpText(model, 'iam', 'CreateUser')).toContain('[--generate-cli-skeleton]');
  });
});
