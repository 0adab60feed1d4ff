import { useApp } from '../app';
import { consoleOf, type Console } from '../console/console';
import '../styles/console.css';
import { ConsolePrompt } from './ConsolePrompt';
import { ConsoleTranscript } from './ConsoleTranscript';

/** Where aws lines are typed and answered. */
export default function ConsolePanel() {
  const console = consoleOf(useApp());
  return (
    <div class="console" aria-busy={console.running.value}>
      <ConsoleTranscript console={console} />
      <Program console={console} />
      <ConsolePrompt console={console} />
    </div>
  );
}

/** How the download of the API is, while it is not there. */
function Program({ console }: { console: Console }) {
  const program = console.engine.value;
  if (program.phase === 'ready') return null;
  if (program.phase === 'failed') {
    return (
      <p class="console-program" role="alert">
        The IAM API is not here. {program.cause}{' '}
        <button type="button" class="link" onClick={() => console.start()}>
          Try again
        </button>
      </p>
    );
  }
  return (
    <p class="console-program">
      <label>
        The IAM API, {megabytes(program.loaded)} of {megabytes(program.total)} MB <progress max={program.total || 1} value={program.loaded} />
      </label>
      <button type="button" class="link" onClick={() => console.stop()}>
        Stop
      </button>
    </p>
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
