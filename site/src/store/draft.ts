import { isObject, parseJson, type JsonObject } from '../json/json';
import type { Origin } from './store';

/** Work as it is kept. */
export interface Draft {
  id: string;
  title: string;
  time: number;
  text: string;
  selected: number;
  openKey: string;
  origin: Origin;
}

/** A name for a draft that no other has. */
export function newDraftId(): string {
  return Math.random().toString(36).slice(2) + Date.now().toString(36);
}

/** A draft as it came out of storage; null where it is none. */
export function readDraft(value: unknown): Draft | null {
  const draft = value as Partial<Draft> | null;
  const whole = typeof draft?.id === 'string' && typeof draft.text === 'string' && typeof draft.origin?.kind === 'string';
  return whole ? ({ title: 'Untitled', time: 0, selected: 0, openKey: '', ...draft } as Draft) : null;
}

/** A draft from its text; null where it is none. */
export function parseDraft(text: string | null): Draft | null {
  try {
    return readDraft(JSON.parse(text ?? 'null'));
  } catch {
    return null;
  }
}

/** The scenario that a draft holds, or null where its text is damaged. */
export function scenarioOf(draft: Draft): JsonObject | null {
  try {
    const value = parseJson(draft.text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
