import { json, type JsonObject } from '../json/json';
import { getAt, objectAt, setAt, stringAt, type Path } from '../json/path';
import { keyOf } from '../scenario/documents';
import { counted, listed, quietly, sentences, type Edited, type Outcome } from './edited';
import { accountIdProblem } from './names';
import { placeOfAccount } from '../scenario/organization';
import { changeAt, changePolicyReferences, identityPaths, renameInRequests, renameKey, requestsBy, textsNaming } from './references';

/** The account ids of AWS's documentation, then whatever is free. */
function freeId(taken: JsonObject): string {
  const known = ['111122223333', '444455556666', '777788889999', '123456789012'];
  let n = 100000000001;
  return known.find((id) => !taken.has(id)) ?? [...Array(taken.size + 1)].map(() => String(n++)).find((id) => !taken.has(id))!;
}

/** Makes an account; in an organization it goes under the root. */
export function addAccount(scenario: JsonObject): Edited {
  const id = freeId(objectAt(scenario, ['accounts']));
  const alone = setAt(scenario, ['accounts', id], json({})) as JsonObject;
  const out = objectAt(scenario, ['organization']).has('root') && !placeOfAccount(scenario, id) ? (setAt(alone, ['organization', 'root', 'accounts', id], json({})) as JsonObject) : alone;
  return quietly(out, keyOf(['accounts', id]));
}

export function setAccountName(scenario: JsonObject, id: string, name: string): Edited {
  return quietly(changeAt(scenario, ['accounts', id, 'name'], (old) => (old === name ? old : name || undefined)));
}

/** Gives an account another id: its place, its resources, references and requests follow; texts of policies do not. */
export function setAccountId(scenario: JsonObject, old: string, id: string): Outcome {
  if (id === old) return quietly(scenario);
  const problem = accountIdProblem(id, [...objectAt(scenario, ['accounts']).keys(), ...(placeOfAccount(scenario, id) ? [id] : [])]);
  if (problem) return { problem };
  const follow = (text: string) => (text === old ? id : inArn(text, old, id));
  let out = changeAt(scenario, ['accounts'], () => renameKey(objectAt(scenario, ['accounts']), old, id));
  out = changeAt(out, ['accounts', id, 'resources'], (resources) => resources && new Map([...objectAt(resources, [])].map(([arn, resource]) => [inArn(arn, old, id), resource])));
  out = changePolicyReferences(out, (reference) => inArn(reference, old, id)).scenario;
  out = renameInRequests(inOrganization(out, old, id), follow);
  const texts = textsNaming(out, old);
  return {
    scenario: out,
    moved: { from: keyOf(['accounts', old]), to: keyOf(['accounts', id]) },
    notice: texts > 0 ? `${counted(texts, 'policy still names', 'policies still name')} account ${old}.` : '',
    ...(texts > 0 && { texts: { from: old, to: id } }),
  };
}

function inOrganization(scenario: JsonObject, old: string, id: string): JsonObject {
  const place = placeOfAccount(scenario, old);
  const placed = place ? changeAt(scenario, place.path.slice(0, -1), () => renameKey(objectAt(scenario, place.path.slice(0, -1)), old, id)) : scenario;
  return changeAt(placed, ['organization', 'managementAccount'], (now) => (now === old ? id : now));
}

/** The fifth part of an ARN is its account. */
function inArn(text: string, old: string, id: string): string {
  const parts = text.split(':');
  if (parts[0] !== 'arn' || parts[4] !== old) return text;
  return parts.with(4, id).join(':');
}

/** Takes an account away with all that it holds; requests of its principals go on asking. */
export function deleteAccount(scenario: JsonObject, id: string): Outcome {
  const place = placeOfAccount(scenario, id);
  if (place && stringAt(scenario, ['organization', 'managementAccount']) === id) return { problem: 'The management account stays with its organization. Choose another one on the page of the organization first.' };
  const without = setAt(scenario, ['accounts', id], undefined) as JsonObject;
  const asking = requestsBy(scenario, ['principal'], (principal) => principal.split(':')[4] === id);
  const gone = contents(scenario, id);
  return {
    scenario: place ? (setAt(without, place.path, undefined) as JsonObject) : without,
    notice: sentences(
      `Account ${id} is deleted.`,
      gone.length > 0 && `${listed(gone)} went with it.`,
      asking > 0 && `${counted(asking, 'request still asks', 'requests still ask')} from there.`,
    ),
  };
}

function contents(scenario: JsonObject, id: string): string[] {
  const identities = identityPaths(scenario).filter((path) => path[1] === id).length;
  const resources = objectAt(scenario, ['accounts', id, 'resources']).size;
  const policies = objectAt(scenario, ['accounts', id, 'policies']).size;
  return [
    ...(identities > 0 ? [counted(identities, 'identity', 'identities')] : []),
    ...(resources > 0 ? [counted(resources, 'resource')] : []),
    ...(policies > 0 ? [counted(policies, 'customer managed policy', 'customer managed policies')] : []),
  ];
}

/** The account that something stands in, or the first; made where there is none. */
export function withAccount(scenario: JsonObject, near: Path): { scenario: JsonObject; account: string } {
  const account = near[0] === 'accounts' ? near[1] : near.at(-2) === 'accounts' ? near.at(-1) : undefined;
  if (account !== undefined && getAt(scenario, ['accounts', account]) !== undefined) return { scenario, account };
  const first = [...objectAt(scenario, ['accounts']).keys()][0];
  if (first !== undefined) return { scenario, account: first };
  const made = addAccount(scenario).scenario;
  return { scenario: made, account: [...objectAt(made, ['accounts']).keys()][0]! };
}
