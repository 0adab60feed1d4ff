import type { JsonObject } from '../json/json';
import { stringsAt, type Path } from '../json/path';
import { keyOf, policyPlaces, type DocumentKey } from './documents';
import { shortArn } from './names';
import { asked, requestsOf } from './requests';

/** The document to show first: one that the caller of the request holds, then what any identity has of its own, then anything. */
export function firstDocument(scenario: JsonObject, request: number): DocumentKey {
  const places = policyPlaces(scenario);
  const holders = holdersOf(scenario, asked(requestsOf(scenario)[request]).principal);
  const attached = holders.flatMap((holder) => stringsAt(scenario, [...holder, 'attachedPolicies'])).map(shortArn);
  const first =
    places.find(({ path }) => path.includes('inlinePolicies') && holders.some((holder) => holder.every((step, i) => path[i] === step))) ??
    places.find(({ path }) => path[2] === 'policies' && path[1] === holders[0]?.[1] && attached.includes(path[3]!)) ??
    places.find(({ path }) => path.includes('inlinePolicies')) ??
    places.find(({ path }) => !path.includes('trustPolicy')) ??
    places[0];
  return first ? keyOf(first.path) : '';
}

/** Where the scenario writes who calls, and the groups of it. */
function holdersOf(scenario: JsonObject, principal: string): Path[] {
  const [, account, kind, rest] = /^arn:[^:]*:(?:iam|sts)::(\d+):(user|role|assumed-role)\/(.+)$/.exec(principal) ?? [];
  if (!account || !rest) return [];
  const steps = rest.split('/');
  const caller = ['accounts', account, kind === 'user' ? 'users' : 'roles', (kind === 'assumed-role' ? steps[0] : steps.at(-1))!];
  return [caller, ...stringsAt(scenario, [...caller, 'groups']).map((group) => ['accounts', account, 'groups', group])];
}
