/** What an address’s fragment says before its payload is read. The codec itself is fetched when a link is opened or made. */

/** Whether an address's fragment means to be a share link, readable or not. */
export function isShareFragment(fragment: string): boolean {
  return /^#?s\d*[.%]/.test(fragment);
}

/** Whether a share link's fragment means to hold two versions, with a dot between. */
export function isComparison(fragment: string): boolean {
  return /^#?s\d*\.[\w-]+\.[\w-]{4}/.test(unescaped(fragment));
}

/** Whether an address's fragment means to carry an error, readable or not. */
export function isErrorFragment(fragment: string): boolean {
  return /^#?e\d*[.%]/.test(fragment);
}

/** The request that a share link shows, from 0; the first where it names none. */
export function sharedRequest(fragment: string): number {
  const number = /[?&](?:amp;)?r=(\d+)/.exec(unescaped(fragment))?.[1];
  return Math.max(0, Number(number ?? 1) - 1);
}

/** The request that a link shows, counted from 1; nothing for the first. */
const at = (request: number) => (request > 0 ? `&r=${request + 1}` : '');

/** The fragment of a share link, showing another request of the same scenario. */
export function atRequest(fragment: string, request: number): string {
  return fragment.replace(/[?&].*$/s, '') + at(request);
}

/** Undoes what programs write for characters that they do not like in addresses. */
export function unescaped(fragment: string): string {
  return fragment
    .replace(/%(2D|2E|5F|0A|0D|20|09|26|3D|3F)/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/[\s\u200b\ufeff]+/g, '');
}
