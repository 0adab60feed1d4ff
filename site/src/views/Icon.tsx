/** Small line icons; always beside a word or inside a named control. */
const paths = {
  check: 'M3.5 8.5l3 3 6-7',
  cross: 'M4 4l8 8M12 4l-8 8',
  ring: 'M8 3.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6z',
  alert: 'M8 4v5M8 11.6v.4',
  down: 'M4.5 6.5L8 10l3.5-3.5',
  up: 'M4.5 9.5L8 6l3.5 3.5',
  right: 'M6.5 4.5L10 8l-3.5 3.5',
  left: 'M9.5 4.5L6 8l3.5 3.5',
  plus: 'M8 3.5v9M3.5 8h9',
  minus: 'M4 8h8',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  undo: 'M6.5 4L3.5 7l3 3M3.5 7H9a3.5 3.5 0 0 1 0 7H7',
  redo: 'M9.5 4l3 3-3 3M12.5 7H7a3.5 3.5 0 0 0 0 7h2',
  trash: 'M3.5 5h9M6.5 5V3.5h3V5M5 5l.5 8h5l.5-8',
  copy: 'M6 6h6.5v6.5H6zM3.5 10V3.5H10',
  link: 'M7 9.5a2.5 2.5 0 0 0 3.5 0l2-2A2.5 2.5 0 0 0 9 4L8 5M9 6.5a2.5 2.5 0 0 0-3.5 0l-2 2A2.5 2.5 0 0 0 7 12l1-1',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5z',
  auto: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 2.5v11M8 5h3.5M8 8h5.5M8 11h3.5',
  open: 'M2.5 12.5v-9h4l1.5 2h5.5v7z',
  code: 'M5.5 5L2.5 8l3 3M10.5 5l3 3-3 3M9 3.5L7 12.5',
  mask: 'M2.5 5.5h11v2.5a3 3 0 0 1-5.5 1.5A3 3 0 0 1 2.5 8zM5 7.6h1.4M9.6 7.6H11',
  save: 'M8 2.5v7.5M5 7.5l3 3 3-3M3 13h10',
  lock: 'M4.5 7.5h7V13h-7zM6 7.5V5.5a2 2 0 0 1 4 0v2',
  graph: 'M3 3h4v3H3zM9.5 10h4v3h-4zM9.5 3h4v3h-4zM7 4.5h2.5M5 6v5.5h4.5',
  pencil: 'M3.5 12.5l.6-2.6 6.8-6.8 2 2-6.8 6.8z',
  search: 'M7 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM10 10l3 3',
  keyboard: 'M2.5 4.5h11v7h-11zM5 7h.01M8 7h.01M11 7h.01M5.5 9.5h5',
  book: 'M8 4.5C6.5 3.5 4.5 3.3 3 3.6v8.6c1.5-.3 3.5-.1 5 .9 1.5-1 3.5-1.2 5-.9V3.6c-1.5-.3-3.5-.1-5 .9zM8 4.5v8.6',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
