import { useEffect } from 'preact/hooks';
import { useApp } from '../app';

/** How the engine is, while there is something to say: loading, restarted. */
export function EngineNote() {
  const { store } = useApp();
  const engine = store.engine.value;
  const restarted = store.restarted.value;
  useEffect(() => {
    if (!restarted) return;
    const timer = setTimeout(() => (store.restarted.value = ''), 6000);
    return () => clearTimeout(timer);
  }, [restarted]);
  if (engine.phase === 'loading' && !restarted) return <Loading loaded={engine.loaded} total={engine.total} />;
  return restarted ? (
    <span class="engine-note" title={restarted}>
      Engine restarted
    </span>
  ) : null;
}

function Loading({ loaded, total }: { loaded: number; total: number }) {
  return (
    <label class="engine-note" title={`${megabytes(loaded)} of ${megabytes(total)}, unpacked`}>
      loading the engine
      <progress max={total || 1} value={loaded} />
    </label>
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
