import { batch } from '@preact/signals';
import type { JsonObject } from '../json/json';
import { changeTexts } from '../world/references';
import { quietly, refused, type Outcome, type TextChange } from '../world/edited';
import type { Store } from './store';
import { followMove } from './tabs';

/** Makes an edit of the world; gives what is wrong with it in words, or nothing where it was made. Undo takes it back whole. */
export function make(store: Store, edit: (scenario: JsonObject) => Outcome): string {
  const outcome = edit(store.scenario.value);
  if (refused(outcome)) return outcome.problem;
  const { scenario, open, moved, notice, texts } = outcome;
  const shown = store.current.value;
  batch(() => {
    store.change(() => scenario);
    if (moved) followMove(store, shown, moved);
    if (open !== undefined) store.openDocument(open);
    store.told.value = notice === '' ? null : { text: notice, scenario, undo: true, ...(texts && { offer: texts }) };
  });
  return '';
}

/** Puts a new name in the texts of policies that still have the old one. */
export function changeInTexts(store: Store, change: TextChange) {
  make(store, (scenario) => quietly(changeTexts(scenario, change)));
}
