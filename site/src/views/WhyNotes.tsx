import { useState } from 'preact/hooks';
import { useApp } from '../app';
import { contextOf } from '../scenario/requests';
import { setContext } from '../store/edits';
import { copy } from '../store/clipboard';
import { Icon } from './Icon';

/** The message that AWS would answer with. */
export function AwsMessage({ message }: { message: string }) {
  const [copied, setCopied] = useState('');
  return (
    <div class="note">
      <h3>What AWS would say</h3>
      <blockquote class="aws-message mono">{message}</blockquote>
      <button type="button" class="button" onClick={async () => setCopied((await copy(message)) ? 'Copied' : 'Select the text to copy it')}>
        <Icon name="copy" />
        <span aria-live="polite">{copied || 'Copy the message'}</span>
      </button>
    </div>
  );
}

/** Keys that statements ask for and the request lacks. */
export function MissingContext({ keys }: { keys: string[] }) {
  const { store } = useApp();
  const entries = contextOf(store.request.value);
  if (keys.length === 0) return null;
  return (
    <div class="note">
      <h3>The request lacks</h3>
      <ul class="missing">
        {keys.map((key) => (
          <li key={key}>
            <code>{key}</code>
            <button type="button" class="button" disabled={entries.some((e) => e.key === key)} onClick={() => setContext(store, [...entries, { key, values: [''], removed: false }])}>
              <Icon name="plus" />
              Add to the context
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Plain sentences under a title; nothing where there are none. */
export function Notes({ title, lines }: { title: string; lines: string[] }) {
  if (lines.length === 0) return null;
  return (
    <div class="note">
      <h3>{title}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
