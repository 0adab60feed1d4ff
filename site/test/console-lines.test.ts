import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commandOf } from '../src/console/command';
import { completionsAt, withItem } from '../src/console/complete';
import { documentFiles, fileNamed } from '../src/console/files';
import { kebab, type Model } from '../src/console/model';
import { namesOf } from '../src/console/names';
import { refuseShell, stepsOf } from '../src/console/steps';
import { json, parseJson, type JsonObject } from '../src/json/json';
import { unpack } from '../src/scenario/documents';

const model = JSON.parse(readFileSync(new URL('../src/console/model.json', import.meta.url), 'utf8')) as Model;
const scenario = unpack(parseJson(readFileSync(new URL('awscli/scenario.json', import.meta.url), 'utf8')) as JsonObject);
const files = documentFiles(scenario);

function commandsOf(text: string) {
  return stepsOf(text).steps.map((step) => (step.kind === 'file' ? step : commandOf(step.words, model, (name) => fileNamed(files, name))));
}
const call = (line: string) => {
  const [command] = commandsOf(line);
  if (command?.kind !== 'call') throw new Error('no call');
  return command;
};
const parameters = (line: string) => call(line).parameters;
const refusal = (line: string) => {
  try {
    commandsOf(line);
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was refused';
};

describe('lines as a shell reads them', () => {
  test.each([
    ['words and quotes', `aws iam create-user --user-name "a b" --path '/x/'`, { UserName: 'a b', Path: '/x/' }],
    ['a line that goes on', 'aws iam create-user \\\n  --user-name ana', { UserName: 'ana' }],
    ['the prompt that tutorials print', '$ aws iam create-user --user-name ana', { UserName: 'ana' }],
    ['a comment behind it', 'aws iam create-user --user-name ana # don’t mind', { UserName: 'ana' }],
    ['a number sign in quotes', `aws iam create-user --user-name 'a #b'`, { UserName: 'a #b' }],
    ['quotes over several lines', `aws iam create-user --user-name 'a\nb'`, { UserName: 'a\nb' }],
    ['an equals sign', 'aws iam create-user --user-name=ana', { UserName: 'ana' }],
    ['options before the service', 'aws --region us-east-1 --output text iam create-user --user-name ana', { UserName: 'ana' }],
  ])('%s', (_, line, expected) => expect(parameters(line)).toEqual(expected));

  test('comments and empty lines between are passed over, and each command knows its line', () => {
    const { steps, unfinished } = stepsOf('# first\n\naws iam list-users\n  # second\naws iam get-user \\\n  --user-name a\naws iam list-roles');
    expect(steps.map(({ line }) => line)).toEqual([3, 5, 7]);
    expect(unfinished).toBe(false);
  });

  test.each(['aws iam create-user --user-name "ana', "aws iam x 'a\nb", 'aws iam create-user \\', 'cat > a.json <<EOF\n{'])('%j waits for more', (text) => expect(stepsOf(text).unfinished).toBe(true));

  test('a file that cat writes', () => {
    const { steps } = stepsOf(`cat > trust.json <<'EOF'\n{\n  "Version": "2012-10-17"\n}\nEOF\naws iam list-users`);
    expect(steps).toMatchObject([{ kind: 'file', name: 'trust.json', content: '{\n  "Version": "2012-10-17"\n}' }, { kind: 'command', line: 6 }]);
  });

  test.each(['|', '>', '&&', '2>&1', '$ROLE_ARN', '$(aws'])('what only a shell can do is refused by name: %s', (word) => {
    expect(() => refuseShell(['aws', 'iam', 'list-users', word])).toThrow(word);
  });
});

describe('parameters as the AWS CLI reads them', () => {
  // https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html
  test.each([
    ['a list of words', 'aws iam simulate-custom-policy --policy-input-list {} --action-names s3:GetObject s3:PutObject', { PolicyInputList: ['{}'], ActionNames: ['s3:GetObject', 's3:PutObject'] }],
    ['a list in JSON', `aws iam untag-user --user-name a --tag-keys '["x","y"]'`, { UserName: 'a', TagKeys: ['x', 'y'] }],
    ['structures in shorthand', 'aws iam tag-user --user-name a --tags Key=a,Value=b Key=c,Value=d', { UserName: 'a', Tags: [{ Key: 'a', Value: 'b' }, { Key: 'c', Value: 'd' }] }],
    ['quotes and an escaped comma in shorthand', `aws iam tag-user --user-name a --tags 'Key="a b",Value=c\\,d'`, { UserName: 'a', Tags: [{ Key: 'a b', Value: 'c,d' }] }],
    ['an equals sign in a value', 'aws iam tag-user --user-name a --tags Key=a,Value=b=c', { UserName: 'a', Tags: [{ Key: 'a', Value: 'b=c' }] }],
    ['structures in JSON', `aws iam tag-user --user-name a --tags '[{"Key":"a","Value":"b"}]'`, { UserName: 'a', Tags: [{ Key: 'a', Value: 'b' }] }],
    ['a structure of JSON among the words', `aws iam tag-user --user-name a --tags '{"Key":"a","Value":"b"}' Key=c,Value=d`, { UserName: 'a', Tags: [{ Key: 'a', Value: 'b' }, { Key: 'c', Value: 'd' }] }],
    [
      'a list within shorthand',
      'aws iam simulate-custom-policy --policy-input-list {} --action-names a:b --context-entries ContextKeyName=aws:x,ContextKeyValues=a,b,ContextKeyType=stringList ContextKeyName=y,ContextKeyValues=[c],ContextKeyType=string',
      { PolicyInputList: ['{}'], ActionNames: ['a:b'], ContextEntries: [{ ContextKeyName: 'aws:x', ContextKeyValues: ['a', 'b'], ContextKeyType: 'stringList' }, { ContextKeyName: 'y', ContextKeyValues: ['c'], ContextKeyType: 'string' }] },
    ],
    ['one value where a list stands', 'aws iam simulate-custom-policy --policy-input-list {} --action-names a:b --context-entries ContextKeyName=x,ContextKeyValues=a', { PolicyInputList: ['{}'], ActionNames: ['a:b'], ContextEntries: [{ ContextKeyName: 'x', ContextKeyValues: ['a'] }] }],
    ['switches', 'aws iam update-account-password-policy --require-symbols --no-require-numbers --minimum-password-length 12', { RequireSymbols: true, RequireNumbers: false, MinimumPasswordLength: 12 }],
    ['what is given beside --cli-input-json wins', `aws iam create-user --user-name c1 --cli-input-json '{"UserName":"c2","Path":"/x/"}'`, { UserName: 'c1', Path: '/x/' }],
    ['the beginning of an option', 'aws iam create-user --user-n ana', { UserName: 'ana' }],
    ['an empty word', 'aws iam create-user --user-name ""', { UserName: '' }],
    ['a negative number', 'aws iam create-user --user-name -1', { UserName: '-1' }],
  ])('%s', (_, line, expected) => expect(parameters(line)).toEqual(expected));

  test('file:// is a document of the scenario', () => {
    const base = files.get('alice/base.json');
    expect(base).toContain('NoDelete');
    for (const name of ['alice/base.json', 'base.json', './base.json', 'alice/base']) {
      expect(parameters(`aws iam put-user-policy --user-name bo --policy-name p --policy-document file://${name}`)['PolicyDocument'], name).toBe(base);
    }
    expect(parameters('aws iam create-role --role-name r --assume-role-policy-document file://Deploy/trust.json')['AssumeRolePolicyDocument']).toContain('sts:AssumeRole');
  });

  test('paging, query, output and profile are about the command', () => {
    expect(call('aws iam list-users --max-items 5 --page-size 2 --query Users --output table --profile bo')).toMatchObject({ parameters: {}, paging: { maxItems: 5, pageSize: 2 }, query: 'Users', output: 'table', profile: 'bo' });
    expect(call('aws iam list-users --no-paginate').paging).toBeNull();
    expect(call('aws iam list-users --marker x').paging).toBeNull();
    expect(call('aws iam get-user').paging).toBeNull();
  });

  test('names are those of the AWS CLI', () => {
    const names = ['AssumeRoleWithSAML', 'GetOpenIDConnectProvider', 'GetSSHPublicKey', 'ListMFADevices', 'UploadServerCertificate', 'GetContextKeysForCustomPolicy', 'SAMLAssertion', 'ResourceArns'];
    expect(names.map(kebab)).toEqual(['assume-role-with-saml', 'get-open-id-connect-provider', 'get-ssh-public-key', 'list-mfa-devices', 'upload-server-certificate', 'get-context-keys-for-custom-policy', 'saml-assertion', 'resource-arns']);
  });
});

// What AWS CLI 2.9.19 itself said to these lines, without its hints on usage.
describe('refusals in the words of the AWS CLI', () => {
  test.each([
    ['aws iam create-user', 'aws: error: the following arguments are required: --user-name'],
    ['aws iam create-role', 'aws: error: the following arguments are required: --role-name, --assume-role-policy-document'],
    ['aws iam', 'aws: error: the following arguments are required: operation'],
    ['aws --output text', 'aws: error: the following arguments are required: command'],
    ['aws iam create-user --user-name', 'aws: error: argument --user-name: expected one argument'],
    ['aws iam create-user --user-name --path /x/', 'aws: error: argument --user-name: expected one argument'],
    ['aws iam create-user --user-name bo --foo bar', 'Unknown options: --foo, bar'],
    ['aws iam list-users --max-items abc', "aws: error: argument --max-items: invalid int value: 'abc'"],
    ['aws iam tag-user --user-name ana --tags Key=a Value=b', 'Parameter validation failed:\nMissing required parameter in Tags[0]: "Value"\nMissing required parameter in Tags[1]: "Key"'],
    ['aws iam tag-user --user-name ana --tags Key=a,Foo=b', 'Parameter validation failed:\nMissing required parameter in Tags[0]: "Value"\nUnknown parameter in Tags[0]: "Foo", must be one of: Key, Value'],
    ['aws iam tag-user --user-name ana --tags a', "Error parsing parameter '--tags': Expected: '=', received: 'EOF' for input:\na\n ^"],
    [`aws iam create-user --cli-input-json '{"UserNam":"c3"}'`, 'Parameter validation failed:\nMissing required parameter in input: "UserName"\nUnknown parameter in input: "UserNam", must be one of: Path, UserName, PermissionsBoundary, Tags'],
    ['aws iam create-policy --policy-name p --policy-document file://nope.json', "Error parsing parameter '--policy-document': Unable to load paramfile file://nope.json: [Errno 2] No such file or directory: 'nope.json'"],
    [`aws iam create-role --role-name r --assume-role-policy-document '{}' --max-session-duration abc`, "invalid literal for int() with base 10: 'abc'"],
  ])('%s', (line, expected) => expect(refusal(line)).toBe(expected));

  test.each([
    ['aws iam creat-user --user-name x', "Invalid choice: 'creat-user', maybe you meant:\n\n  * create-user"],
    ['aws iams list', "aws: error: argument command: Invalid choice: 'iams', maybe you meant:\n\n  * iam"],
    ['aws iam wait user-exist --user-name x', "argument subcommand: Invalid choice: 'user-exist', maybe you meant:\n\n  * user-exists"],
    ['aws iam wait user-exists --foo', 'Unknown options: --foo'],
    ['aws s3 ls', 'The console has the services iam and sts.'],
    ["aws iam list-users --query 'Users['", 'Bad value for --query Users[: '],
    [`aws iam tag-user --user-name ana --tags '[{"Key":"x"'`, "Error parsing parameter '--tags': Invalid JSON: "],
  ])('%s: the words are there', (line, expected) => expect(refusal(line)).toContain(expected));
});

describe('completion', () => {
  const names = namesOf(scenario, '111122223333', files.keys(), ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess', 'arn:aws:iam::aws:policy/IAMFullAccess'], { actions: ['s3:GetObject'], resources: ['*'] });
  const items = (text: string) => completionsAt(text, text.length, model, names).items;

  test.each([
    ['services', 'aws i', ['iam']],
    ['operations', 'aws iam create-u', ['create-user']],
    ['operations by a part of their name', 'aws iam boundary', ['delete-role-permissions-boundary', 'delete-user-permissions-boundary', 'put-role-permissions-boundary', 'put-user-permissions-boundary']],
    ['users', 'aws iam get-user --user-name ca', ['carla']],
    ['what one waits for', 'aws iam wait u', ['user-exists']],
    ['who one waits for', 'aws iam wait user-exists --user-name ca', ['carla']],
    ['users in open quotes', 'aws iam get-user --user-name "ca', ['carla']],
    ['no existing names for what is made', 'aws iam create-user --user-name ', []],
    ['groups', 'aws iam get-group --group-name D', ['DeveloperGroup']],
    ['policies by a part of their ARN', 'aws iam attach-user-policy --user-name bo --policy-arn ReadOnly', ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess']],
    ['customer managed policies', 'aws iam get-policy --policy-arn arn:aws:iam::1', ['arn:aws:iam::111122223333:policy/P1']],
    ['roles to assume', 'aws sts assume-role --role-arn ', ['arn:aws:iam::111122223333:role/Deploy']],
    ['values of enumerations', 'aws iam update-access-key --status ', ['Active', 'Inactive']],
    ['output formats', 'aws iam list-users --output t', ['text', 'table']],
    ['profiles', 'aws iam list-users --profile al', ['alice']],
    ['on a second line', 'aws iam list-users\naws st', ['sts']],
    ['on a line that goes on', 'aws iam get-user \\\n  --user-name ca', ['carla']],
    ['files', 'aws iam create-policy --policy-document ali', ['file://alice/base.json']],
  ])('%s', (_, text, expected) => expect(items(text)).toEqual(expected));

  test('options, the required first, without those that are there', () => {
    expect(items('aws iam create-role --').slice(0, 2)).toEqual(['--role-name', '--assume-role-policy-document']);
    expect(items('aws iam create-role --role-name r --')[0]).toBe('--assume-role-policy-document');
    expect(items('aws iam create-role --role-name r --')).not.toContain('--role-name');
  });

  test('an item takes the place of the word, in quotes where it needs them', () => {
    expect(withItem('aws iam get-user --user-name ca', 31, 29, 'carla', true)).toEqual({ text: 'aws iam get-user --user-name carla ', caret: 35 });
    expect(withItem('aws x', 5, 4, 'a b', true).text).toBe(`aws 'a b' `);
  });

  test('nothing is offered where the account has nothing', () => {
    const nobody = namesOf(json({}) as JsonObject, '', [], [], { actions: [], resources: [] });
    expect(completionsAt('aws iam get-user --user-name ', 29, model, nobody).items).toEqual([]);
  });
});
