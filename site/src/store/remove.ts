import type { JsonObject } from '../json/json';
import { keyOf } from '../scenario/documents';
import type { Path } from '../json/path';
import { deleteAccount } from '../world/accounts';
import type { Outcome } from '../world/edited';
import { deleteIdentity } from '../world/identities';
import { deleteOrganization, deleteUnit } from '../world/organization';
import { deletePolicy } from '../world/policies';
import { deleteResource } from '../world/resources';
import type { Store } from './store';
import { isEntry } from './tabs';
import { make } from './world';

/** Deletes an entry of the world or a policy; where AWS would not, it says why. */
export function removeEntry(store: Store, path: Path) {
  const problem = make(store, (scenario) => deletion(scenario, path));
  if (problem) store.told.value = { text: problem, scenario: store.scenario.value, undo: false };
}

function deletion(scenario: JsonObject, path: Path): Outcome {
  if (!isEntry(keyOf(path))) return deletePolicy(scenario, path);
  if (path[0] === 'organization') return path.length === 1 ? deleteOrganization(scenario) : path.length === 2 ? { problem: 'The root goes with the organization alone.' } : deleteUnit(scenario, path);
  if (path.length === 2) return deleteAccount(scenario, path[1]!);
  return path[2] === 'resources' ? deleteResource(scenario, path) : deleteIdentity(scenario, path);
}
