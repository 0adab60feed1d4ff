import { readdirSync, readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { decideCall, readDecided } from '../src/engine/client';
import { parseJson, writeJson, type JsonObject } from '../src/json/json';
import { engineInput } from '../src/scenario/engineText';
import { maskOf, masked } from '../src/scenario/mask';
import { unpack } from '../src/scenario/documents';

const read = (text: string) => unpack(parseJson(text) as JsonObject);
const mask = (scenario: JsonObject) => masked(scenario, maskOf(scenario).replacements);

const acme = read(`{"version":1,"title":"Why can Karin not read acme-payroll?","accounts":{
  "314159265358":{"users":{"karin":{"tags":{"mail":"karin@acme.test"},"inlinePolicies":{"karins-own":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::acme-payroll/karin/*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-acmeacme12"}}}]}}}},
    "roles":{"acme-batch":{"attachedPolicies":["Team","arn:aws:iam::aws:policy/ReadOnlyAccess"]}},"policies":{"Team":{"Version":"2012-10-17","Statement":[]}},
    "resources":{"arn:aws:s3:::acme-payroll":{}}},
  "111122223333":{}},
  "organization":{"id":"o-acmeacme12","managementAccount":"271828182845","root":{"id":"r-ac12","organizationalUnits":{"x":{"id":"ou-ac12-abcdefgh","accounts":{"314159265358":{}}}}}},
  "requests":[{"principal":"arn:aws:sts::314159265358:assumed-role/acme-batch/s","action":"s3:GetObject","resource":"arn:aws:s3:::acme-payroll/karin/x","resourceAccount":"314159265358"},
    {"principal":"arn:aws:iam::314159265358:user/karin","action":"dynamodb:Query","resource":"arn:aws:dynamodb:eu-west-1:314159265358:table/acme-orders","context":{"aws:PrincipalOrgPaths":["o-acmeacme12/r-ac12/ou-ac12-abcdefgh/"],"x":"AKIAABCDEFGHIJ234567"}}]}`);

describe('a masked scenario', () => {
  test('holds nothing that tells whose it was', () => {
    const text = writeJson(mask(acme));
    for (const own of ['314159265358', '271828182845', 'karin', 'acme', 'Team', 'o-acmeacme12', 'r-ac12', 'ou-ac12', 'AKIAABCDEFGHIJ234567']) expect(text.toLowerCase(), own).not.toContain(own.toLowerCase());
    expect(text).toContain('"arn:aws:iam::aws:policy/ReadOnlyAccess"');
  });

  test('holds no unique ids, certificates, keys and metadata of others', () => {
    const scenario = read(`{"version":1,"accounts":{"111122223333":{"samlProviders":{"idp":{"metadata":"<md:EntityDescriptor entityID=\\"acme\\"/>"}},"serverCertificates":{"www":{"body":"-----BEGIN CERTIFICATE-----\\nacme\\n-----END CERTIFICATE-----\\n"}},
      "users":{"u":{"id":"AIDAACMEACMEACME12345","sshPublicKeys":{"APKAACMEACMEACME12345":{"body":"ssh-rsa acme karin"}}}},"roles":{"r":{"id":"AROAACMEACMEACME12345"},"s":{"id":"AROAEXAMPLE0000000009"}}}},
      "requests":[{"context":{"aws:userid":"AROAACMEACMEACME12345:x"}}]}`);
    const text = writeJson(mask(scenario));
    expect(text.toLowerCase()).not.toContain('acme');
    expect(text).toContain('"aws:userid":"AROAEXAMPLE');
    expect(text.match(/AROAEXAMPLE0000000003/g)).toHaveLength(2);
    expect(text).toContain('"AROAEXAMPLE0000000009"');
    expect(writeJson(mask(mask(scenario)))).toBe(text);
  });

  test('does not name who is behind a session', () => {
    const scenario = read('{"version":1,"accounts":{},"requests":[{"principal":"arn:aws:sts::111122223333:assumed-role/Ops/jane.doe"},{"principal":"arn:aws:sts::111122223333:federated-user/jdoe"}]}');
    const text = writeJson(mask(scenario));
    expect(text).toContain('assumed-role/role-1/session-1');
    expect(text).toContain('federated-user/session-2');
  });

  test('uses the numbers of AWS’s documentation, each for one account', () => {
    const { replacements } = maskOf(acme);
    const to = (from: string) => replacements.find((r) => r.from === from)?.to;
    expect(to('111122223333')).toBe(undefined);
    expect(to('314159265358')).toBe('444455556666');
    expect(to('271828182845')).toBe('123456789012');
    expect(new Set(replacements.filter(({ kind }) => kind === 'account').map((r) => r.to)).size).toBe(2);
  });

  test('is the same when it is masked again', () => {
    const once = mask(acme);
    expect(writeJson(mask(once))).toBe(writeJson(once));
  });

  test('keeps the names that a wildcard is about in part, and says so', () => {
    const scenario = read('{"version":1,"accounts":{"111122223333":{"roles":{"acme-one":{},"other":{}},"users":{"u":{"inlinePolicies":{"p":{"Statement":[{"Resource":"arn:aws:iam::*:role/acme-*"}]}}}}}}}');
    expect(maskOf(scenario).kept).toEqual(['acme-one']);
    expect(writeJson(mask(scenario))).toContain('"acme-one"');
    expect(writeJson(mask(scenario))).toContain('"role-1"');
  });

  test('leaves numbers of twelve digits that are no accounts, and words of AWS', () => {
    const scenario = read('{"version":1,"title":"202601010000 group","accounts":{"111122223333":{"groups":{"group":{},"ab":{}}}}}');
    expect(maskOf(scenario).replacements).toEqual([]);
  });
});

/** The decisions of every request, by the engine under Node. */
function decisions(scenarios: JsonObject[]): string[][] {
  const script = fileURLToPath(new URL('../scripts/decide.mjs', import.meta.url));
  const calls = scenarios.map((scenario) => decideCall(engineInput(scenario).text, -1, '2026-09-01T12:00:00Z'));
  const replies = execFileSync('node', [script], { input: JSON.stringify(calls), encoding: 'utf8', maxBuffer: 1 << 28 }).trim().split('\n');
  return replies.map((text) => {
    const reply = readDecided(text);
    return reply.ok ? reply.value.requests.map(({ decision }) => decision) : [JSON.stringify(reply.error)];
  });
}

test('every scenario of the gallery is decided the same when it is masked', () => {
  const folder = new URL('../../scenarios/', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const scenarios = names.map((name) => read(readFileSync(new URL(name, folder), 'utf8')));
  const before = decisions(scenarios);
  const after = decisions(scenarios.map(mask));
  names.forEach((name, i) => expect(after[i], name).toEqual(before[i]));
  expect(scenarios.some((scenario) => maskOf(scenario).replacements.length > 3)).toBe(true);
});
