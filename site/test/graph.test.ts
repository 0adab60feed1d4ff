import { describe, expect, test } from 'vitest';
import type { Decided, Document, Matched, Outcome } from '../src/engine/door';
import { graphOf, partOf, sentenceOf, type Graph } from '../src/graph/graph';
import { draw } from '../src/graph/layout';
import { parseJson } from '../src/json/json';
import { alice, aliceArn, company, dev } from './company';

const bob = `arn:aws:iam::${dev}:user/bob`;
const file = 'arn:aws:s3:::payroll/jan.csv';

const document = (policy: string, path: string[] | null): Document => ({ path, policyType: 'identity', policy, attachedTo: [], diagnostics: [], statements: [] });
const documents = [document('base', [...alice, 'inlinePolicies', 'base']), document('arn:aws:iam::aws:policy/AdministratorAccess', null), document('FullAWSAccess', null)];
const matched = (index: number, effect: Matched['effect'], policyType: Matched['policyType'] = 'identity'): Matched => ({ policyType, policy: documents[index]!.policy, attachedTo: '', statement: { index: 0 }, effect, document: index, from: 0, to: 1 });

function outcome(over: Partial<Outcome>): Outcome {
  return {
    name: '', principal: aliceArn, action: 's3:GetObject', resources: [file], decision: 'allowed', sentence: '', decidedBy: [], missing: [], missingContext: [],
    assumptions: [], notEvaluated: [], diagnostics: [], expect: '', met: null, failures: [], ...over,
  };
}

const decided = (...requests: Outcome[]): Decided => ({ title: '', diagnostics: [], documents, requests, trace: null });
const told = (graph: Graph) => graph.edges.filter((edge) => edge.requests.length > 0).map((edge) => sentenceOf(edge, graph.nodes));
const all = (graph: Graph) => graph.edges.map((edge) => sentenceOf(edge, graph.nodes));

describe('who reaches what', () => {
  test('memberships, attachments, boundaries, and what is attached in the organization, before anything is decided', () => {
    const sentences = all(graphOf(company(), null));
    for (const line of [
      'alice is in Admins',
      'Admins has attached AdministratorAccess',
      'alice has the inline policy base',
      'alice has attached Reader',
      'bob has the boundary Reader',
      'Deploy is guarded by Deploy trust policy',
      'Sandbox has attached NoLeaving',
      `Sandbox holds ${dev}`,
      `${dev} holds alice`,
    ]) expect(sentences).toContain(line);
  });

  test('a statement that decided draws from its policy to the resource, with the action and the request', () => {
    const graph = graphOf(company(), decided(
      outcome({ decidedBy: [matched(1, 'Allow'), matched(2, 'Allow', 'scp')] }),
      outcome({ action: 's3:DeleteObject', decision: 'explicitDeny', decidedBy: [matched(0, 'Deny')] }),
      outcome({ action: 's3:PutObject', decidedBy: [matched(1, 'Allow')] }),
    ));
    expect(told(graph)).toEqual(['AdministratorAccess allows s3:GetObject, s3:PutObject on payroll/jan.csv', 'base denies s3:DeleteObject on payroll/jan.csv']);
    expect(graph.edges.find((edge) => edge.kind === 'allows')!.requests).toEqual([0, 2]);
    expect(graph.nodes.find((node) => node.id === file)).toMatchObject({ kind: 'resource', request: 0, opens: null });
  });

  test('where nothing allowed, from who asked, or from the SCP or the boundary that lacks an Allow', () => {
    const denied = (missing: string[], principal: string) => told(graphOf(company(), decided(outcome({ principal, decision: 'implicitDeny', missing }))));
    expect(denied(['identity'], aliceArn)).toEqual(['alice has no Allow for s3:GetObject on payroll/jan.csv']);
    expect(denied(['scp:ou-ab12-sandbox1'], aliceArn)).toEqual(['NoLeaving has no Allow for s3:GetObject on payroll/jan.csv']);
    expect(denied(['boundary'], bob)).toEqual(['Reader has no Allow for s3:GetObject on payroll/jan.csv']);
  });

  test('a session is its role, a role that is asked about is itself, and a root user is of its account', () => {
    const role = `arn:aws:iam::${dev}:role/Deploy`;
    const graph = graphOf(company(), decided(
      outcome({ principal: `arn:aws:sts::${dev}:assumed-role/Deploy/s1`, decision: 'implicitDeny', missing: ['identity'] }),
      outcome({ action: 'sts:AssumeRole', resources: [role], decidedBy: [matched(1, 'Allow')] }),
      outcome({ principal: `arn:aws:iam::${dev}:root` }),
    ));
    expect(told(graph)).toEqual(['Deploy has no Allow for s3:GetObject on payroll/jan.csv', 'AdministratorAccess allows sts:AssumeRole on Deploy', `root user of ${dev} may do s3:GetObject on payroll/jan.csv`]);
    expect(all(graph)).toContain(`${dev} holds root user of ${dev}`);
  });

  test('a request that could not be decided draws nothing', () => {
    expect(told(graphOf(company(), decided(outcome({ decision: 'error' }))))).toEqual([]);
  });
});

describe('a part of it', () => {
  test('around one is what it comes to and what leads to it', () => {
    const whole = graphOf(company(), decided(outcome({ decidedBy: [matched(1, 'Allow')] })));
    const names = partOf(whole, bob, 100).nodes.map((node) => node.name);
    expect(names).toEqual(expect.arrayContaining(['bob', 'Admins', 'AdministratorAccess', 'payroll/jan.csv', dev, 'Sandbox', 'Root', 'Perimeter']));
    expect(names).not.toContain('alice');
    expect(names).not.toContain('Deploy');
  });

  test('of a large world has first what requests touch, and is drawn in a moment', () => {
    const users = Array.from({ length: 1000 }, (_, i) => `"u${i}":{"groups":["G"]}`).join(',');
    const scenario = parseJson(`{"accounts":{"${dev}":{"groups":{"G":{"attachedPolicies":["arn:aws:iam::aws:policy/AdministratorAccess"]}},"users":{${users}}}}}`);
    const whole = graphOf(scenario, decided(outcome({ principal: `arn:aws:iam::${dev}:user/u999`, decidedBy: [matched(1, 'Allow')] })));
    const part = partOf(whole, '', 100);
    expect([whole.nodes.length, part.nodes.length]).toEqual([1003, 100]);
    expect(part.nodes.map((node) => node.name)).toEqual(expect.arrayContaining(['u999', 'G', 'AdministratorAccess', 'payroll/jan.csv']));
    const picture = draw(part);
    expect(picture.nodes.every(({ x, y }) => x >= 0 && y >= 0 && x < picture.width && y < picture.height)).toBe(true);
  });

  test('is drawn from left to right: who before what', () => {
    const { nodes } = draw(partOf(graphOf(company(), decided(outcome({ decidedBy: [matched(1, 'Allow')] }))), aliceArn, 100));
    const x = (name: string) => nodes.find((node) => node.name === name)!.x;
    const order = [x('Root'), x('Sandbox'), x(dev), x('alice'), x('Admins'), x('AdministratorAccess'), x('payroll/jan.csv')];
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });
});
