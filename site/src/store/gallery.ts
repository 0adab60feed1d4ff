import type { GalleryEntry } from '../gallery/search';
import { isObject, parseJson, type JsonObject } from '../json/json';

/** What someone sees who comes for the first time, and the request that is shown then. */
export const defaultSlug = 'admin-but-not-for-payroll';
export const defaultRequest = 1;

/** One member of every scenario file, by the file's path. */
type Members<T> = Record<string, T>;

/** Makes the gallery of what its files say of themselves, by title; the default stands first. */
export function galleryOf(titles: Members<string>, descriptions: Members<string>, tags: Members<string[]>): GalleryEntry[] {
  const entries = Object.keys(titles).map((path) => ({ slug: slugOf(path), title: titles[path]!, line: firstSentence(descriptions[path] ?? ''), tags: tags[path] ?? [] }));
  const rank = (e: GalleryEntry) => (e.slug === defaultSlug ? '' : e.title.replace(/^[^\p{L}]+/u, ''));
  return entries.sort((a, b) => rank(a).localeCompare(rank(b), 'en'));
}

/** The name of a scenario file without its folder and ending, which is its name in addresses. */
export function slugOf(path: string): string {
  return path.split('/').pop()!.replace(/\.json$/, '');
}

/** A sentence that is shorter says too little by itself. */
const tooShort = 50;

/** The first sentence of a description, without marks; with what follows where that alone says little. */
export function firstSentence(markdown: string): string {
  const plain = plainText(markdown);
  const ends = [...plain.matchAll(/[.!?](?=\s|$)/g)].map(({ index }) => index + 1);
  return plain.slice(0, ends.find((end) => end >= tooShort) ?? plain.length);
}

/** A description without the marks of Markdown. */
export function plainText(markdown: string): string {
  return markdown.replace(/[*`]/g, '');
}

/** All tags, those of most scenarios first. */
export function tagsOf(entries: Pick<GalleryEntry, 'tags'>[]): { tag: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const tag of entries.flatMap((entry) => entry.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].map(([tag, count]) => ({ tag, count })).sort((a, b) => b.count - a.count || a.tag.localeCompare(b.tag, 'en'));
}

/** Fetches a scenario of the gallery. Throws where it cannot be had. */
export async function fetchScenario(slug: string): Promise<JsonObject> {
  const response = await fetch(`/s/${slug}/scenario.json`);
  if (!response.ok) throw new Error(`the server answered with status ${response.status}`);
  return readScenario(await response.text());
}

/** Reads the text of a scenario file. */
export function readScenario(text: string): JsonObject {
  const scenario = parseJson(text);
  if (!isObject(scenario)) throw new Error('what came is not a scenario');
  return scenario;
}

/** The request to show first: of the default scenario the one with the deny, else the first. */
export function firstRequest(slug: string): number {
  return slug === defaultSlug ? defaultRequest : 0;
}
