import { found, type GalleryEntry } from './search';
import '../styles/lessons.css';

/** A list, of scenarios or of checks, becomes one that can be searched; its state stands in the address. */
const finder = document.querySelector<HTMLFormElement>('#finder');
if (finder) enhance(finder);

function enhance(finder: HTMLFormElement) {
  const search = finder.querySelector<HTMLInputElement>('#search')!;
  const chips = [...finder.querySelectorAll<HTMLButtonElement>('[data-tag]')];
  const cards = [...document.querySelectorAll<HTMLElement>('#cards > li')].map((element) => ({ element, ...entryOf(element) }));
  const parameters = new URLSearchParams(location.search);
  let tag = parameters.get('tag') ?? '';
  search.value = parameters.get('q') ?? '';

  const show = () => {
    const shown = new Set(found(cards, search.value, tag));
    for (const card of cards) card.element.hidden = !shown.has(card);
    for (const chip of chips) chip.setAttribute('aria-pressed', String(chip.dataset['tag'] === tag));
    document.querySelector('#count')!.textContent = words(shown.size, tag, search.value, finder.dataset);
    document.querySelector<HTMLElement>('#all')!.hidden = shown.size === cards.length;
    const state = new URLSearchParams({ ...(search.value && { q: search.value }), ...(tag && { tag }) }).toString();
    history.replaceState(null, '', location.pathname + (state && `?${state}`));
  };
  search.addEventListener('input', show);
  finder.addEventListener('submit', (event) => event.preventDefault());
  for (const chip of chips) {
    chip.addEventListener('click', () => {
      tag = tag === chip.dataset['tag'] ? '' : chip.dataset['tag']!;
      show();
    });
  }
  finder.hidden = false;
  show();
}

function entryOf(element: HTMLElement): GalleryEntry {
  const text = (selector: string) => element.querySelector(selector)?.textContent ?? '';
  return { slug: element.dataset['slug']!, title: text('h2'), line: text('.card-line'), tags: JSON.parse(element.dataset['tags']!) as string[] };
}

function words(count: number, tag: string, search: string, { one, many }: DOMStringMap): string {
  const what = count === 1 ? `1 ${one}` : `${count || 'No'} ${many}`;
  return what + (tag ? ` with the tag ${tag}` : '') + (search ? ` for “${search}”` : '');
}
