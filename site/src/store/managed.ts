import type { EngineClient } from '../engine/client';
import { managedCall, readManaged } from '../engine/client';

let known: string[] | null = null;

/** The ARNs of the AWS managed policies that the engine knows; none while it cannot be asked. */
export async function awsManagedPolicies(client: EngineClient): Promise<string[]> {
  if (known) return known;
  const answer = await client.ask(managedCall);
  const reply = answer.kind === 'reply' ? readManaged(answer.text) : null;
  return reply?.ok ? (known = reply.value) : [];
}
