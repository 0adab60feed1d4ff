import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from '@cdktf/hcl2json';
import { describe, expect, test } from 'vitest';
import { parseJson, writeJson, type Json, type JsonObject } from '../src/json/json';
import { getAt, objectAt } from '../src/json/path';
import { cliLines, controlLines } from '../src/rebuild/cli';
import { templateOf, templateOfControls } from '../src/rebuild/cloudformation';
import { controlsOf, inventoryOf } from '../src/rebuild/inventory';
import { terraformControls, terraformOf } from '../src/rebuild/terraform';
import { importCall, readImported } from '../src/engine/intake';
import { pack } from '../src/scenario/documents';

const account = '111122223333';
const allow = (resource: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: resource }] });

/** Names and texts that would do harm where they were not quoted; all are names that IAM takes, or texts of documents. */
const hostileText = "arn:aws:s3:::b/'; rm -rf / #$(touch x)`id`${aws:username}%{if}\\n\\u0041\b\f</script>";
const scenario = parseJson(
  JSON.stringify({
    version: 1,
    organization: {
      id: 'o-exampleorg1',
      managementAccount: '999999999999',
      serviceControlPolicies: { NoLeave: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' }] }, Loose: allow('*') },
      root: { id: 'r-ab12', scps: ['FullAWSAccess', 'NoLeave'], organizationalUnits: { Apps: { id: 'ou-ab12-11111111', accounts: { [account]: { scps: ['FullAWSAccess', 'NoLeave'] } } } } },
    },
    accounts: {
      [account]: {
        policies: { Team: { path: '/teams/', document: allow('arn:aws:s3:::team/*') }, 'Te.am': allow('*') },
        groups: { Staff: { attachedPolicies: ['Team'] } },
        users: {
          '-rf': { path: '/ops/', groups: ['Staff'], attachedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'], inlinePolicies: { own: allow(hostileText) }, permissionsBoundary: 'Team', tags: { team: "blue's, green", 'a=b': '$x' } },
        },
        roles: { Run: { trustPolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] }, maxSessionDuration: 7200, attachedPolicies: ['Te.am'] } },
        resources: {
          'arn:aws:s3:::docs': { policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::docs/*' }] } },
          'arn:aws:sqs:eu-west-1:111122223333:jobs': { policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' }] } },
          'arn:aws:lambda:eu-west-1:111122223333:function:f': { policy: { Version: '2012-10-17', Statement: [] } },
        },
      },
    },
    requests: [],
  }),
) as JsonObject;

/** Has a shell run lines with a stand-in for the AWS CLI that writes down what it is called with. */
function played(lines: string): string[][] {
  const stand = `aws() { node -e 'process.stderr.write(JSON.stringify(process.argv.slice(1)) + "\\n"); process.stdout.write("p-12345678")' -- "$@"; }`;
  const out = execFileSync('sh', ['-c', `set -eu; exec 3>&2; { ${stand}\n${lines}\n} 2>&1 >/dev/null`], { encoding: 'utf8', cwd: '/tmp' });
  return out.trim().split('\n').map((line) => JSON.parse(line) as string[]);
}

/** What an option of a call was given. */
function option(call: string[], name: string): string | undefined {
  const at = call.findIndex((word) => word === name || word.startsWith(`${name}=`));
  return at < 0 ? undefined : call[at]!.includes('=') && call[at]!.startsWith(`${name}=`) ? call[at]!.slice(name.length + 1) : call[at + 1];
}

describe('lines of the AWS CLI', () => {
  const { text, leftOut } = cliLines(inventoryOf(scenario, account));
  const calls = played(text);

  test('build what is referred to before what refers to it', () => {
    expect(calls.map((call) => call.slice(0, 2).join(' '))).toEqual([
      'iam create-policy', 'iam create-policy', 'iam create-group', 'iam attach-group-policy', 'iam create-user', 'iam add-user-to-group',
      'iam attach-user-policy', 'iam put-user-policy', 'iam create-role', 'iam attach-role-policy', 's3api put-bucket-policy', 'sqs set-queue-attributes',
    ]);
  });

  test('hand every name and text over as it is, whatever a shell would make of it', () => {
    const user = calls[4]!;
    expect(option(user, '--user-name')).toBe('-rf');
    expect(user).toContain('--user-name=-rf');
    expect(option(user, '--permissions-boundary')).toBe('arn:aws:iam::111122223333:policy/teams/Team');
    expect(JSON.parse(option(user, '--tags')!)).toEqual([{ Key: 'team', Value: "blue's, green" }, { Key: 'a=b', Value: '$x' }]);
    expect(JSON.parse(option(calls[7]!, '--policy-document')!)).toEqual(allow(hostileText));
    expect(option(calls[8]!, '--max-session-duration')).toBe('7200');
    expect(JSON.parse(JSON.parse(option(calls[11]!, '--attributes')!).Policy).Statement[0].Action).toBe('sqs:SendMessage');
  });

  test('say what they leave out', () => {
    expect(leftOut).toEqual([expect.stringContaining('arn:aws:lambda:eu-west-1:111122223333:function:f')]);
  });

  test('make the policies of an organization and attach them by the id that AWS gives', () => {
    const made = played(controlLines(controlsOf(scenario)));
    expect(made.map((call) => call.slice(0, 2).join(' '))).toEqual(['organizations create-policy', 'organizations attach-policy', 'organizations attach-policy', 'organizations create-policy']);
    expect(made.slice(1, 3).map((call) => [option(call, '--policy-id'), option(call, '--target-id')])).toEqual([['p-12345678', 'r-ab12'], ['p-12345678', account]]);
  });
});

describe('Terraform configuration', () => {
  const { text, leftOut } = terraformOf(inventoryOf(scenario, account));

  test('is what HashiCorp’s own reader takes, with references to what is built', async () => {
    const { resource } = (await parse('main.tf', text)) as { resource: Record<string, Record<string, Record<string, unknown>[]>> };
    expect(Object.keys(resource).sort()).toEqual([
      'aws_iam_group', 'aws_iam_group_policy_attachment', 'aws_iam_policy', 'aws_iam_role', 'aws_iam_role_policy_attachment', 'aws_iam_user',
      'aws_iam_user_group_membership', 'aws_iam_user_policy', 'aws_iam_user_policy_attachment', 'aws_s3_bucket_policy', 'aws_sqs_queue_policy',
    ]);
    expect(Object.keys(resource.aws_iam_policy!).sort()).toEqual(['Te_am', 'Team']);
    expect(resource.aws_iam_group_policy_attachment!.Staff_Team![0]).toEqual({ group: '${aws_iam_group.Staff.name}', policy_arn: '${aws_iam_policy.Team.arn}' });
    const user = resource.aws_iam_user!['_-rf']![0]!;
    expect(user).toMatchObject({ name: '-rf', path: '/ops/', permissions_boundary: '${aws_iam_policy.Team.arn}', tags: { team: "blue's, green", 'a=b': '$x' } });
    expect(resource.aws_iam_role!.Run![0]).toMatchObject({ max_session_duration: 7200 });
    expect(resource.aws_sqs_queue_policy!.jobs![0]).toMatchObject({ queue_url: 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs' });
    expect(leftOut).toHaveLength(1);
  });

  test('interpolates nothing in the texts of policies', async () => {
    const { resource } = (await parse('main.tf', text)) as { resource: Record<string, Record<string, Record<string, string>[]>> };
    const written = Object.values(resource.aws_iam_user_policy!)[0]![0]!.policy!;
    expect(written).toContain('$${aws:username}%%{if}');
    expect(written).not.toMatch(/(?<!\$)\$\{aws:username/);
    expect(text).toContain('\\u0008\\u000c');
  });

  test('attaches the policies of an organization', async () => {
    const { resource } = (await parse('main.tf', terraformControls(controlsOf(scenario)))) as { resource: Record<string, Record<string, unknown[]>> };
    expect(resource.aws_organizations_policy_attachment).toEqual({
      'NoLeave_r-ab12': [{ policy_id: '${aws_organizations_policy.NoLeave.id}', target_id: 'r-ab12' }],
      NoLeave_111122223333: [{ policy_id: '${aws_organizations_policy.NoLeave.id}', target_id: account }],
    });
  });
});

/** What the engine makes of a text that is pasted. */
function imported(text: string): JsonObject {
  const script = fileURLToPath(new URL('../scripts/decide.mjs', import.meta.url));
  const reply = readImported(execFileSync('node', [script], { input: JSON.stringify([importCall(text, '', -1)]), encoding: 'utf8', maxBuffer: 1 << 28 }));
  if (!reply.ok) throw new Error(reply.error.message);
  return pack(parseJson(reply.value.scenario) as JsonObject);
}

/** An account as it counts: without the order of members, defaults, and what a template does not carry. */
function counting(of: Json | undefined): unknown {
  const plain = JSON.parse(writeJson(of ?? null), (_, value) => (value && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).filter(([, inside]) => JSON.stringify(inside) !== '{}' && JSON.stringify(inside) !== '[]').sort(([a], [b]) => (a < b ? -1 : 1))) : value));
  return { policies: plain?.policies, groups: plain?.groups && Object.keys(plain.groups), users: plain?.users, roles: plain?.roles };
}

describe('a CloudFormation template', () => {
  test('gives the same account when it is taken in again', () => {
    const { text } = templateOf(inventoryOf(scenario, account));
    const back = imported(text);
    const [id] = objectAt(back, ['accounts']).keys();
    expect(counting(getAt(back, ['accounts', id!]))).toEqual(counting(getAt(scenario, ['accounts', account])));
    expect(getAt(back, ['accounts', id!, 'resources', 'arn:aws:s3:::docs', 'policy'])).toBeDefined();
  });

  test('of an organization holds its policies and targets', () => {
    const back = imported(templateOfControls(controlsOf(scenario)));
    expect([...objectAt(back, ['organization', 'serviceControlPolicies']).keys()]).toEqual(['NoLeave', 'Loose']);
    expect(getAt(back, ['organization', 'root', 'scps'])).toEqual(['FullAWSAccess', 'NoLeave']);
  });
});

describe('of every scenario of the gallery', () => {
  const folder = new URL('../../scenarios/', import.meta.url);
  test.each(readdirSync(folder).filter((name) => name.endsWith('.json')))('%s', async (name) => {
    const all = parseJson(readFileSync(new URL(name, folder), 'utf8')) as JsonObject;
    for (const id of objectAt(all, ['accounts']).keys()) {
      const inventory = inventoryOf(all, id);
      await parse('main.tf', terraformOf(inventory).text);
      const { users, roles, groups, policies } = inventory;
      if (users.length + roles.length + groups.length + policies.length === 0) continue;
      const back = imported(templateOf(inventory).text);
      const [made] = objectAt(back, ['accounts']).keys();
      // Service-linked roles and ARNs of the account itself apart, the template's account takes the place of the scenario's.
      const renamed = JSON.parse(JSON.stringify(counting(getAt(back, ['accounts', made!]))).replaceAll(made!, id));
      expect(renamed).toEqual(JSON.parse(JSON.stringify(counting(getAt(all, ['accounts', id]))).replaceAll(made!, id)));
    }
  });
});
