import type { ApiAnswer } from './api';
import type { Paging } from './command';
import { Refusal } from './refusal';
import type { Value } from './values';

type Members = { [name: string]: Value };

/** Asks for a page of a list. */
export type AskPage = (more: Members) => Promise<ApiAnswer>;

/** All pages of a list, cut as the line wants it, and where the next part begins. */
export interface Pages {
  pages: Members[];
  nextToken: string | undefined;
}

/** Where a part of a list begins: at a page's marker, so many items in. */
interface Place {
  marker: string | null;
  skip: number;
}

/** Fetches page after page until there is no more, or as many items as wanted. `lists` are the members that pages cut; the first is counted. */
export async function fetchPages(ask: AskPage, lists: readonly string[], { pageSize, maxItems, startingToken }: Paging): Promise<Pages | Exclude<ApiAnswer, { kind: 'result' }>> {
  const counted = lists[0]!;
  let { marker, skip } = startingToken === undefined ? { marker: null, skip: 0 } : placeOf(startingToken);
  const pages: Members[] = [];
  for (let left = maxItems ?? Infinity; ; ) {
    const answer = await ask({ ...(marker === null ? {} : { Marker: marker }), ...(pageSize === undefined ? {} : { MaxItems: pageSize }) });
    if (answer.kind !== 'result') return answer;
    const { IsTruncated: more, Marker: next, ...page } = answer.result as Members;
    const all = page[counted] as Value[];
    const taken = all.slice(skip, skip + left);
    pages.push({ ...page, [counted]: taken });
    left -= taken.length;
    if (skip + taken.length < all.length) return { pages, nextToken: tokenOf({ marker, skip: skip + taken.length }) };
    if (more !== true) return { pages, nextToken: undefined };
    [marker, skip] = [next as string, 0];
    if (left <= 0) return { pages, nextToken: tokenOf({ marker, skip }) };
  }
}

/** The pages as one: lists joined, then what else the first page has. */
export function joined({ pages, nextToken }: Pages, lists: readonly string[]): Members {
  const all = Object.fromEntries(lists.filter((list) => pages.some((page) => list in page)).map((list) => [list, pages.flatMap((page) => (page[list] as Value[] | undefined) ?? [])]));
  return { ...all, ...withoutLists(pages[0]!, lists), ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
}

/** The pages one by one, as text is printed: what is no list stands on the first alone. */
export function separate({ pages, nextToken }: Pages, lists: readonly string[]): Members[] {
  const each = pages.map((page, i) => (i === 0 ? page : Object.fromEntries(Object.entries(page).filter(([name]) => lists.includes(name)))));
  return nextToken === undefined ? each : [...each, { NextToken: { NextToken: nextToken } }];
}

function withoutLists(page: Members, lists: readonly string[]): Members {
  return Object.fromEntries(Object.entries(page).filter(([name]) => !lists.includes(name)));
}

/** A token in the form that the AWS CLI gives it. */
function tokenOf({ marker, skip }: Place): string {
  return btoa(`{"Marker": ${JSON.stringify(marker)}${skip === 0 ? '' : `, "boto_truncate_amount": ${skip}`}}`);
}

function placeOf(token: string): Place {
  try {
    const { Marker: marker, boto_truncate_amount: skip = 0 } = JSON.parse(atob(token)) as { Marker: string | null; boto_truncate_amount?: number };
    return { marker, skip };
  } catch {
    throw new Refusal(`Bad starting token: ${token}`);
  }
}
