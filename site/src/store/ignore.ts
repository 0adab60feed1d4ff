import { getAt, objectAt, setAt } from '../json/path';
import type { JsonObject } from '../json/json';
import type { Store } from './store';

const member = 'ignoredChecks';

/** Ignores what a check finds in this scenario, with the reason. */
export function ignoreCheck(store: Store, code: string, reason: string) {
  store.change((scenario) => setAt(scenario, [member, code], reason) as JsonObject);
}

/** Reports again what a check finds; nothing is left of the member once it is empty. */
export function reportCheck(store: Store, code: string) {
  store.change((scenario) => {
    if (getAt(scenario, [member, code]) === undefined) return scenario;
    const kept = setAt(objectAt(scenario, [member]), [code], undefined) as JsonObject;
    return setAt(scenario, [member], kept.size > 0 ? kept : undefined) as JsonObject;
  });
}
