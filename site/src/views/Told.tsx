import { useApp } from '../app';
import { later } from './later';

/** Where it is said what an edit took along or left behind, until the scenario changes again. */
export function Told() {
  const { store } = useApp();
  const told = store.told.value;
  return (
    <div role="status" aria-label="What went with it">
      {told && told.scenario === store.scenario.value && <ToldNote told={told} />}
    </div>
  );
}

const ToldNote = later(() => import('./ToldNote'));
