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

/** The download, in bytes once unpacked, with a way to do without it. */
function Loading({ loaded, total }: { loaded: number; total: number }) {
  const { client } = useApp();
  return (
    <span class="engine-note">
      <label>
        engine, {megabytes(loaded)} of {megabytes(total)} MB <progress max={total || 1} value={loaded} />
      </label>
      <button type="button" class="link" onClick={() => client.stop()}>
        Stop
      </button>
    </span>
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
