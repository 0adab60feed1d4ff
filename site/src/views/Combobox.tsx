import { useId, useRef, useState } from 'preact/hooks';
import type { Friendly } from '../scenario/names';
import { offered } from '../scenario/offered';

interface Props {
  label: string;
  value: string;
  options: string[];
  friendly: (value: string) => Friendly;
  onInput: (value: string) => void;
  class?: string;
  placeholder?: string;
}

/**
 * A text field that offers values and accepts any. While it rests it shows the part of the text that
 * tells it apart; the field itself always holds the whole.
 */
export function Combobox({ label, value, options, friendly, onInput, class: look = '', placeholder }: Props) {
  const [open, setOpen] = useState(false);
  const [filter, setFilter] = useState('');
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const typed = useRef({ from: value, to: value });
  const id = useId();
  const shown = offered(options, filter, friendly);
  const show = () => (setOpen(true), setFilter(''), setActive(-1));
  const choose = (option: string) => {
    typed.current = { from: option, to: option };
    onInput(option);
    setOpen(false);
  };
  const type = (text: string) => {
    typed.current = { from: typed.current.to === value ? typed.current.from : value, to: text };
    onInput(text);
  };
  // What somebody else wrote here in the meantime, such as another request, stays.
  const takeBack = () => typed.current.to === value && onInput(typed.current.from);
  const accept = () => (typed.current = { from: value, to: value });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      if (!open) return show();
      setActive((active + step + shown.length + (active < 0 && step < 0 ? 1 : 0)) % Math.max(1, shown.length));
    } else if (event.key === 'Enter' && open) {
      // With nothing chosen from the list, Enter means the form that the field stands in, if any.
      if (shown[active] === undefined) return accept(), setOpen(false);
      event.preventDefault();
      choose(shown[active]);
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      takeBack();
      setOpen(false);
    }
  };
  const { dim, strong } = friendly(value);
  return (
    <div class={`combobox ${look}`}>
      <input
        ref={input}
        role="combobox"
        aria-label={label}
        aria-expanded={open && shown.length > 0}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={open && active >= 0 ? `${id}-${active}` : undefined}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        value={value}
        title={value}
        placeholder={placeholder}
        onInput={(event) => (type(event.currentTarget.value), setFilter(event.currentTarget.value), setActive(-1), setOpen(true))}
        onFocus={(event) => (accept(), event.currentTarget.select())}
        onClick={show}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <span class="combobox-rest" aria-hidden="true" hidden={value === ''}>
        {dim && <span class="dim">{dim}</span>}
        <span>{strong}</span>
      </span>
      <ul id={id} role="listbox" aria-label="Suggestions" hidden={!open || shown.length === 0}>
        {open &&
          shown.map((option, i) => (
            <li
              key={option}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === active}
              ref={(element) => void (i === active && element?.scrollIntoView({ block: 'nearest' }))}
              onPointerDown={(event) => (event.preventDefault(), choose(option))}
            >
              <Option option={option} friendly={friendly} />
            </li>
          ))}
      </ul>
    </div>
  );
}

function Option({ option, friendly }: { option: string; friendly: (value: string) => Friendly }) {
  const { dim, strong } = friendly(option);
  return (
    <>
      <span>
        <span class="dim">{dim}</span>
        {strong}
      </span>
      {option !== dim + strong && <small>{option}</small>}
    </>
  );
}
