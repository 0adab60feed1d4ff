import { computed, effect } from '@preact/signals';
import { decideCall, readDecided, type EngineClient } from '../engine/client';
import type { JsonObject } from '../json/json';
import { engineInput } from '../scenario/engineText';
import type { Answered, Store } from './store';

/** The moment that requests without one are decided at: the minute that is running. */
export function clock(): string {
  return new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString().replace('.000Z', 'Z');
}

/** Decides the scenario again whenever it changes; nothing is debounced, the newest input wins. */
export function decideAlways(store: Store, client: EngineClient): () => void {
  const hasEngine = computed(() => store.engine.value.phase !== 'failed');
  return effect(() => {
    const scenario = store.scenario.value;
    const selected = store.selected.value;
    if (scenario.size > 0 && hasEngine.value) void decide(store, client, { scenario, selected });
  });
}

async function decide(store: Store, client: EngineClient, asked: { scenario: JsonObject; selected: number }) {
  const input = engineInput(asked.scenario);
  const answer = await client.askNewest(decideCall(input.text, asked.selected, clock()));
  if (answer.kind === 'superseded') return;
  store.crashed.value = answer.kind === 'crashed' ? answer.cause : '';
  if (answer.kind !== 'reply') return;
  take(store, { ...asked, input }, answer.text);
}

/** Takes a reply that was made before, about the scenario as it stands. */
export function takeAnswer(store: Store, reply: string) {
  const scenario = store.scenario.value;
  take(store, { scenario, selected: store.selected.value, input: engineInput(scenario) }, reply);
}

function take(store: Store, asked: Omit<Answered, 'decided'>, text: string) {
  const reply = readDecided(text);
  store.refused.value = reply.ok ? null : reply.error;
  if (reply.ok) store.answered.value = { ...asked, decided: reply.value };
}
