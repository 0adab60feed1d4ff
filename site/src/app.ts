import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { EngineClient } from './engine/client';
import type { Changes } from './store/changes';
import type { Drafts } from './store/drafts';
import type { Opener } from './store/open';
import type { Store } from './store/store';
import type { Derived } from './store/verdict';

/** Everything that views work with. */
export interface App {
  store: Store;
  derived: Derived;
  client: EngineClient;
  drafts: Drafts;
  opener: Opener;
  changes: Changes;
}

export const AppContext = createContext<App | null>(null);

/** The app that this view belongs to. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('A view stands outside of its app.');
  return app;
}
