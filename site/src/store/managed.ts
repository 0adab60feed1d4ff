import { effect } from '@preact/signals';
import namesUrl from '../../../engine/catalog/data/managed-names.txt?url';
import managedUrl from '../../../engine/catalog/data/managed.txt?url';
import type { EngineClient } from '../engine/client';
import type { Store } from './store';

/** The code that the engine gives to an AWS managed policy that it does not have. */
const unknown = 'NO_SUCH_AWS_MANAGED_POLICY';

let known: string[] | null = null;

/** The ARNs of all AWS managed policies that can be attached; none while their list cannot be had. */
export async function awsManagedPolicies(): Promise<string[]> {
  if (known) return known;
  try {
    const response = await fetch(namesUrl);
    return response.ok ? (known = (await response.text()).trim().split('\n')) : [];
  } catch {
    return [];
  }
}

/** What somebody means who writes a policy's name alone: the policy of that name among the references, where there is one. */
export function referenceMeant(written: string, references: readonly string[]): string {
  if (references.includes(written)) return written;
  return references.find((reference) => reference.endsWith(`/${written}`)) ?? written;
}

/** The engine has the AWS managed policies that people meet first. Fetches all others when a scenario names one that it lacks. */
export function fetchManagedWhenNamed(store: Store, client: EngineClient): () => void {
  let asked = false;
  return effect(() => {
    const named = store.answered.value?.decided.diagnostics.some(({ code }) => code === unknown);
    if (!named || asked) return;
    asked = true;
    void fetchManaged(store, client).then((got) => (asked = got));
  });
}

async function fetchManaged(store: Store, client: EngineClient): Promise<boolean> {
  try {
    const response = await fetch(managedUrl);
    if (!response.ok) return false;
    const answer = await client.tell(await response.text());
    if (answer.kind !== 'reply') return false;
    store.hasAllManaged.value = true;
    return true;
  } catch {
    return false;
  }
}
