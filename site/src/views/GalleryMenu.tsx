import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../app';
import { found, type GalleryEntry } from '../gallery/search';
import { Popover } from './Popover';
import { Icon } from './Icon';

/** The scenarios that come with the page, and one's own recent work. */
export function GalleryMenu() {
  return (
    <Popover class="button-quiet" label={<>Scenarios<Icon name="down" /></>}>
      {(close) => <Menu close={close} />}
    </Popover>
  );
}

function Menu({ close }: { close: () => void }) {
  const { opener } = useApp();
  const [search, setSearch] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const entries = found(opener.gallery, search);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const stops = [...list.current!.querySelectorAll<HTMLElement>('input, .entry')];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    stops[(at + step + stops.length) % stops.length]?.focus();
  };
  return (
    <div class="gallery" ref={list} onKeyDown={onKeyDown}>
      <div class="gallery-search">
        <input class="field" type="search" aria-label="Search the scenarios" placeholder="Search by word or tag" value={search} ref={focusFirst} onInput={(event) => setSearch(event.currentTarget.value)} />
        <a class="link" href="/s/">
          All {opener.gallery.length}, by tag
        </a>
      </div>
      <Entries entries={entries} close={close} />
      {entries.length === 0 && <p class="gallery-none">No scenario has these words.</p>}
      {search === '' && <Recent close={close} />}
    </div>
  );
}

function Entries({ entries, close }: { entries: GalleryEntry[]; close: () => void }) {
  const { opener, store } = useApp();
  const [opening, setOpening] = useState({ slug: '', problem: '' });
  const origin = store.origin.value;
  const open = async (slug: string) => {
    setOpening({ slug, problem: '' });
    const problem = await opener.openGallery(slug);
    if (problem) setOpening((now) => (now.slug === slug ? { slug, problem } : now));
    else close();
  };
  return (
    <ul aria-label="Gallery">
      {entries.map(({ slug, title, line }) => (
        <li key={slug}>
          <button type="button" class="entry" aria-current={origin.kind === 'gallery' && origin.slug === slug} aria-busy={opening.slug === slug && !opening.problem} onClick={() => void open(slug)}>
            <strong>{title}</strong>
            <span>{line}</span>
          </button>
          {opening.slug === slug && opening.problem && (
            <p class="gallery-problem" role="alert">
              {opening.problem} What stands on the page is untouched; choose again to try again.
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

/** When something was kept, in the reader's own time. */
export const timeWords = (time: number) => new Date(time).toLocaleString('en-US', { dateStyle: 'medium', timeStyle: 'short' });

function Recent({ close }: { close: () => void }) {
  const { opener, drafts } = useApp();
  useEffect(() => void drafts.lookUp(), []);
  if (drafts.recent.value.length === 0) return null;
  const open = (id: string) => {
    opener.openRecent(id);
    close();
  };
  return (
    <>
      <h2>Your recent work</h2>
      <ul aria-label="Recent work">
        {drafts.recent.value.map((draft) => (
          <li key={draft.id}>
            <button type="button" class="entry" onClick={() => open(draft.id)}>
              <strong>{draft.title}</strong>
              <span>{timeWords(draft.time)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** On a touch screen a field with the focus would bring up the keyboard, over what one came to see. */
function focusFirst(field: HTMLElement | null) {
  if (!field) return;
  const typing = matchMedia('(hover: hover)').matches;
  (typing ? field : field.closest('.gallery')!.querySelector<HTMLElement>('.entry'))?.focus();
}
