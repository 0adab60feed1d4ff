import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** As many of a list are drawn as people read one by one; thousands would hold the page for seconds. */
const few = 100;

/**
 * The first hundred items of a list, and a button that shows the others, where there are some. The button stands right behind
 * the list; as it goes when it is pressed, the focus goes on to the first item that it showed.
 */
export function useFew<T>(items: readonly T[]): { shown: readonly T[]; more: ComponentChildren } {
  const [all, setAll] = useState(false);
  const list = useRef<Element | null>(null);
  useLayoutEffect(() => list.current?.children[few]?.querySelector<HTMLElement>('button, a, summary')?.focus(), [all]);
  const rest = all ? 0 : Math.max(0, items.length - few);
  const more = rest > 0 && (
    <button type="button" class="button few-more" onClick={(event) => ((list.current = event.currentTarget.previousElementSibling), setAll(true))}>
      Show {rest.toLocaleString('en-US')} more
    </button>
  );
  return { shown: items.slice(0, items.length - rest), more };
}
