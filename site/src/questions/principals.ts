import type { Json, JsonObject } from '../json/json';
import { objectAt, setAt, stringAt } from '../json/path';
import { contextOf, requestsOf, withContext } from '../scenario/requests';
import { accountsOf } from '../scenario/world';

/** All principals of a scenario: users, roles and the root user of each account, and others that requests name. */
export function principalsOf(scenario: Json): string[] {
  const own = accountsOf(scenario).flatMap(({ id, sections }) => [
    ...['Users', 'Roles'].flatMap((title) => sections.filter((s) => s.title === title).flatMap((s) => s.entities.map((e) => e.arn))),
    `arn:${stringAt(scenario, ['accounts', id, 'partition']) || 'aws'}:iam::${id}:root`,
  ]);
  const named = requestsOf(scenario).map((request) => stringAt(request, ['principal']));
  return [...new Set([...own, ...named])].filter((principal) => principal !== '');
}

/** Context keys that tell of the principal: of another they would say what is not so. */
const ofThePrincipal = /^aws:(Principal\w+(\/.*)?|userid|username|FederatedProvider|SourceIdentity|TokenIssueTime)$/i;

/** The request as another principal makes it: without what belongs to the first one's session, and without what is expected. */
export function askedBy(request: JsonObject, principal: string): JsonObject {
  const bare = withoutNotes(setAt(request, ['principal'], principal) as JsonObject);
  if (stringAt(request, ['principal']) === principal) return bare;
  const context = contextOf(request);
  const kept = context.filter(({ key }) => !ofThePrincipal.test(key));
  return without(kept.length === context.length ? bare : withContext(bare, kept), ['session']);
}

/** The request with nothing but what is asked. */
export function withoutNotes(request: JsonObject): JsonObject {
  return without(request, ['name', 'expect', 'decidedBy', 'why']);
}

function without(request: JsonObject, members: readonly string[]): JsonObject {
  return new Map([...objectAt(request, [])].filter(([member]) => !members.includes(member)));
}
