interface Props {
  id: string;
  items: readonly string[];
  active: number;
  choose: (item: string) => void;
}

/** What completes the line, above it. */
export function ConsoleSuggestions({ id, items, active, choose }: Props) {
  return (
    <>
      {/* It scrolls, so that it could have the focus; a press keeps that in the line. */}
      <ul id={id} class="console-suggestions" role="listbox" aria-label="Completions" tabIndex={0} hidden={items.length === 0} onMouseDown={(event) => event.preventDefault()}>
        {items.map((item, i) => (
          <li
            key={item}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === active}
            ref={(element) => void (i === active && element?.scrollIntoView({ block: 'nearest' }))}
            onPointerDown={(event) => (event.preventDefault(), choose(item))}
          >
            {item}
          </li>
        ))}
      </ul>
      <span class="visually-hidden" role="status">
        {items.length > 0 ? `${items.length} completions` : ''}
      </span>
    </>
  );
}
