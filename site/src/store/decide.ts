import { computed, effect } from '@preact/signals';
import { decideCall, readDecided, type Answer, type EngineClient } from '../engine/client';
import { engineInput } from '../scenario/engineText';
import type { Answered, Store } from './store';

/** The moment that requests without one are decided at: the minute that is running. */
export function clock(): string {
  return new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString().replace('.000Z', 'Z');
}

/** How long an answer is awaited before the page says so, in milliseconds. */
const patience = 300;

/** Tells the store when answers keep it waiting, however many calls follow each other meanwhile. */
class Wait {
  private awaited = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly store: Store) {}

  async for<T>(answer: Promise<T>, take: (answer: T) => void) {
    if (this.awaited++ === 0) this.timer = setTimeout(() => (this.store.deciding.value = true), patience);
    take(await answer);
    if (--this.awaited > 0) return;
    clearTimeout(this.timer);
    this.store.deciding.value = false;
  }
}

/** Decides the scenario again whenever it changes; nothing is debounced, the newest input wins. */
export function decideAlways(store: Store, client: EngineClient): () => void {
  const hasEngine = computed(() => store.engine.value.phase !== 'failed');
  const wait = new Wait(store);
  return effect(() => {
    const scenario = store.scenario.value;
    const selected = store.selected.value;
    void store.hasAllManaged.value; // decided again once they are there
    if (scenario.size === 0 || !hasEngine.value) return;
    const began = performance.now();
    const input = engineInput(scenario);
    void wait.for(client.askNewest(decideCall(input.text, selected, clock())), (answer) => {
      receive(store, { scenario, selected, input }, answer);
      // For benchmarks and the browser's own tools: from a change to its decision on the page.
      if (answer.kind === 'reply') performance.measure('decision', { start: began });
    });
  });
}

function receive(store: Store, asked: Omit<Answered, 'decided'>, answer: Answer) {
  if (answer.kind === 'superseded') return;
  store.crashed.value = answer.kind === 'crashed' ? answer.cause : '';
  if (answer.kind !== 'reply') return;
  take(store, asked, answer.text);
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
