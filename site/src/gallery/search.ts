// Alone in its file, as it is all that the list's own page runs.

/** A scenario that comes with the page, as lists show it. Its file stands at `/s/SLUG/scenario.json`. */
export interface GalleryEntry {
  slug: string;
  title: string;
  /** The first sentence of its description. */
  line: string;
  tags: string[];
}

/** The entries that hold every word of a search in their title, line or tags, and the tag where one is chosen. */
export function found<T extends GalleryEntry>(entries: T[], search: string, tag = ''): T[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    const text = [entry.title, entry.line, entry.slug, ...entry.tags].join(' ').toLowerCase();
    return (tag === '' || entry.tags.includes(tag)) && words.every((word) => text.includes(word));
  });
}
