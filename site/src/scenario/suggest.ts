import { isArray, isObject, type Json } from '../json/json';
import { getAt, objectAt } from '../json/path';
import { policyPlaces } from './documents';
import { asked, contextOf, operationOf, requestsOf } from './requests';
import { accountsOf } from './world';

/** Texts that the request's controls offer, taken from the scenario itself. */
export interface Suggestions {
  principals: string[];
  actions: string[];
  resources: string[];
  contextKeys: string[];
}

export function suggestionsOf(scenario: Json): Suggestions {
  const requests = requestsOf(scenario);
  const texts = policyPlaces(scenario).map(({ path }) => String(getAt(scenario, path)));
  return {
    principals: unique([...requests.map((r) => asked(r).principal), ...identities(scenario), 'anonymous']),
    actions: unique([...requests.filter((r) => !operationOf(r)).map((r) => asked(r).action), ...texts.flatMap(actionsIn)]),
    resources: unique([...requests.flatMap(touched), ...resourcesOf(scenario), ...texts.flatMap(arnsIn), '*']),
    contextKeys: unique([...requests.flatMap((r) => contextOf(r).map((c) => c.key)), ...texts.flatMap(keysIn), ...commonKeys]),
  };
}

function touched(request: Json): string[] {
  const operation = operationOf(request);
  return operation ? operation.given.flatMap(({ text }) => text ?? []) : [asked(request).resource];
}

const commonKeys = ['aws:SourceIp', 'aws:SecureTransport', 'aws:MultiFactorAuthPresent', 'aws:RequestedRegion', 'aws:CurrentTime', 'aws:SourceVpce'];

function identities(scenario: Json): string[] {
  return accountsOf(scenario).flatMap((account) => [
    ...account.sections.filter((s) => s.title === 'Users' || s.title === 'Roles').flatMap((s) => s.entities.map((e) => e.arn)),
    `arn:aws:iam::${account.id}:root`,
  ]);
}

function resourcesOf(scenario: Json): string[] {
  return [...objectAt(scenario, ['accounts']).keys()].flatMap((id) => [...objectAt(scenario, ['accounts', id, 'resources']).keys()]);
}

/** Literal actions that a policy's text names. */
function actionsIn(text: string): string[] {
  return [...text.matchAll(/"([a-z0-9-]+:[A-Z][A-Za-z0-9]+)"/g)].map((m) => m[1]!).filter((a) => !/^(aws|arn):/.test(a));
}

function arnsIn(text: string): string[] {
  return [...text.matchAll(/"(arn:[^"\\*?$]+)"/g)].map((m) => m[1]!).filter((arn) => !/^arn:[^:]*:(iam|sts):/.test(arn));
}

/** Keys of the conditions of a policy's text. */
function keysIn(text: string): string[] {
  return [...text.matchAll(/"((?:aws|[a-z0-9-]+):[A-Za-z][\w/.:-]*)"\s*:/g)].map((m) => m[1]!);
}

function unique(values: string[]): string[] {
  return [...new Set(values.filter((v) => v !== ''))].slice(0, 200);
}

/** Whether a value is a scenario in shape, before the engine looks closer. */
export function looksLikeScenario(value: Json): boolean {
  if (!isObject(value)) return false;
  const requests = value.get('requests');
  return (requests === undefined || isArray(requests)) && (value.has('version') || value.has('accounts'));
}
