import { useApp } from '../app';
import { Icon } from './Icon';

/** On a phone: from request to request within reach of the thumb. */
export function ThumbBar() {
  const { store } = useApp();
  const at = store.selected.value;
  const count = store.requests.value.length;
  return (
    <nav class="thumb-bar" aria-label="From request to request">
      <button type="button" class="button" disabled={at === 0} onClick={() => store.select(at - 1)}>
        <Icon name="left" />
        Previous
      </button>
      <span class="muted">
        {Math.min(at + 1, count)} of {count}
      </span>
      <button type="button" class="button" disabled={at >= count - 1} onClick={() => store.select(at + 1)}>
        Next
        <Icon name="right" />
      </button>
    </nav>
  );
}
