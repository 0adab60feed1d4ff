import type { JsonObject } from '../json/json';
import type { Path } from '../json/path';
import { nodesWith } from '../scenario/organization';
import { listed } from './edited';
import { usesOf } from './identities';
import { namedAs, policyEntry } from './policies';

/** Where a customer managed policy, an SCP or an RCP is attached, in a few words. */
export function usedBy(scenario: JsonObject, at: Path): string {
  const path = policyEntry(at);
  const kind = namedAs(path);
  const names = kind === 'policy' ? usesOf(scenario, path) : nodesWith(scenario, kind === 'SCP' ? 'scp' : 'rcp', path.at(-1)!).map((node) => node.name);
  return names.length === 0 ? 'attached nowhere yet' : `on ${listed(names)}`;
}
