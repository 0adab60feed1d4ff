import { getAt } from '../json/path';
import { policyPlaces, type PolicyPlace } from '../scenario/documents';
import type { JsonObject } from '../json/json';

/** The documents of a scenario by the names that `file://` reads them by: `base.json` and `alice/base.json`, `Deploy/trust.json`. */
export function documentFiles(scenario: JsonObject): Map<string, string> {
  const files = new Map<string, string>();
  for (const place of policyPlaces(scenario)) {
    const text = getAt(scenario, place.path);
    if (typeof text !== 'string') continue;
    for (const name of namesOf(place)) if (!files.has(name)) files.set(name, text);
  }
  return files;
}

function namesOf({ path, name }: PolicyPlace): string[] {
  const [, , kind, owner] = path;
  if (path.at(-1) === 'trustPolicy') return [`${owner}/trust.json`];
  if (path.includes('inlinePolicies')) return [`${name}.json`, `${owner}/${name}.json`];
  return kind === 'resources' || path[0] === 'requests' ? [] : [`${name}.json`];
}

/** The text of a file, by its name with or without `./` and `.json`. */
export function fileNamed(files: ReadonlyMap<string, string>, name: string): string | undefined {
  const plain = name.replace(/^(\.\/)+/, '');
  return files.get(plain) ?? files.get(`${plain}.json`);
}
