import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../app';
import type { Console } from '../console/console';
import type { Entry } from '../console/entries';
import { showRequest } from '../store/edits';
import { Icon } from './Icon';

/** Lines to begin with, as any tutorial has them. */
const examples = [
  'aws iam create-user --user-name ana',
  'aws iam attach-user-policy --user-name ana --policy-arn arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
  'aws iam create-group --group-name DeveloperGroup',
  'aws iam add-user-to-group --user-name ana --group-name DeveloperGroup',
  'aws iam list-users --query "Users[].UserName" --output text',
];

/** What was typed and answered, the newest at the foot. */
export function ConsoleTranscript({ console }: { console: Console }) {
  const box = useRef<HTMLDivElement>(null);
  const entries = console.entries.value;
  useEffect(() => {
    if (entries.length > 0) box.current!.scrollTop = box.current!.scrollHeight;
  }, [entries]);
  return (
    <div class="console-transcript" role="log" aria-label="Console" tabIndex={0} ref={box}>
      <Beginning console={console} />
      {entries.map((entry, i) => (
        <EntryView key={i} entry={entry} />
      ))}
    </div>
  );
}

function Beginning({ console }: { console: Console }) {
  return (
    <div class="console-beginning">
      <p>
        Lines of the AWS CLI run here, on this scenario: <code>aws iam</code> and <code>aws sts</code>. Each call is decided for the one who calls; what it
        changes stands in the world at once, and Undo takes it back. Choose a line, or paste a whole tutorial:
      </p>
      <ul>
        {examples.map((line) => (
          <li key={line}>
            <button type="button" class="console-example" onClick={() => console.suggest(line)}>
              <code>{line}</code>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function EntryView({ entry }: { entry: Entry }) {
  switch (entry.kind) {
    case 'input':
      return (
        <div class="console-input">
          <span class="console-who">{entry.who}</span>
          <pre>{entry.text}</pre>
        </div>
      );
    case 'output':
      return <pre class="console-output">{entry.text}</pre>;
    case 'error':
      return <ErrorView entry={entry} />;
    case 'note':
      return (
        <p class="console-note">
          <Icon name="right" /> {entry.text}
        </p>
      );
  }
}

function ErrorView({ entry: { text, request } }: { entry: Extract<Entry, { kind: 'error' }> }) {
  const { store } = useApp();
  const ask = () => {
    showRequest(store, request!);
    store.tab.value = 'why';
  };
  return (
    <div class="console-error">
      <Icon name="cross" />
      <pre>
        <span class="visually-hidden">Error: </span>
        {text}
      </pre>
      {request && (
        <button type="button" class="button" onClick={ask}>
          Show why
        </button>
      )}
    </div>
  );
}
