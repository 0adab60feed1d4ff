import { createStore, delMany, set, values, type UseStore } from 'idb-keyval';
import { readDraft, type Draft } from './draft';

/** Where drafts lie across tabs and visits. Each call rejects where the browser keeps nothing, as in some private windows. */
export interface Shelf {
  /** All drafts, in no order; damaged ones are left out. */
  all(): Promise<Draft[]>;
  put(draft: Draft): Promise<void>;
  remove(ids: string[]): Promise<void>;
}

/** The browser's database. */
export class DatabaseShelf implements Shelf {
  private store: UseStore | undefined;

  async all(): Promise<Draft[]> {
    return (await values<unknown>(this.open())).flatMap((value) => readDraft(value) ?? []);
  }

  async put(draft: Draft): Promise<void> {
    await set(draft.id, draft, this.open());
  }

  async remove(ids: string[]): Promise<void> {
    await delMany(ids, this.open());
  }

  /** Opened late: where there is no database at all, this throws. */
  private open(): UseStore {
    return (this.store ??= createStore('verdict', 'drafts'));
  }
}
