import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './Icon';

interface Props {
  /** The button's text, and its accessible name unless `name` says otherwise. */
  label: ComponentChildren;
  name?: string;
  icon?: IconName;
  class?: string;
  align?: 'left' | 'right';
  children: (close: () => void) => ComponentChildren;
}

/** A button that opens a panel; Escape, a click elsewhere or leaving by keyboard closes it. */
export function Popover({ label, name, icon, class: look = '', align = 'left', children }: Props) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = () => {
    setOpen(false);
    if (box.current?.contains(document.activeElement)) button.current?.focus();
  };
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => !event.composedPath().includes(box.current!) && setOpen(false);
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
    };
  }, [open]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    close();
  };
  return (
    <div class="popover" ref={box} onKeyDown={onKeyDown}>
      <button ref={button} type="button" class={`button ${look}`} aria-expanded={open} aria-controls={open ? id : undefined} aria-label={name} onClick={() => setOpen(!open)}>
        {icon && <Icon name={icon} />}
        {label}
      </button>
      {open && (
        <div id={id} class={`panel panel-${align}`}>
          {children(close)}
        </div>
      )}
    </div>
  );
}
