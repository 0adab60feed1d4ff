import { isObject, parseJson, type JsonObject } from '../json/json';
import { stringAt } from '../json/path';

/** A scenario that comes with the page. */
export interface GalleryEntry {
  slug: string;
  title: string;
  /** The first sentence of its description. */
  line: string;
  scenario: JsonObject;
}

/** What someone sees who comes for the first time, and the request that is shown then. */
export const defaultSlug = 'admin-but-not-for-payroll';
export const defaultRequest = 1;

/** Makes the gallery of the files, by title; the default stands first. */
export function galleryOf(files: Record<string, string>): GalleryEntry[] {
  const entries = Object.entries(files).map(([path, text]) => entry(path, text));
  const rank = (e: GalleryEntry) => (e.slug === defaultSlug ? '' : e.title);
  return entries.sort((a, b) => rank(a).localeCompare(rank(b), 'en'));
}

function entry(path: string, text: string): GalleryEntry {
  const scenario = parseJson(text);
  if (!isObject(scenario)) throw new Error(`${path} is not a scenario`);
  const slug = path.split('/').pop()!.replace(/\.json$/, '');
  const description = stringAt(scenario, ['description']).replace(/[*`]/g, '');
  return { slug, title: stringAt(scenario, ['title']) || slug, line: description.match(/^.*?[.!?](?=\s|$)/s)?.[0] ?? description, scenario };
}

/** The request to show first: of the default scenario the one with the deny, else the first. */
export function firstRequest(slug: string): number {
  return slug === defaultSlug ? defaultRequest : 0;
}
