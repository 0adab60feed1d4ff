import { decodeShare, encodeShare, type Opened } from './codec';

/** A link to `/denied` that carries an error: the codec of share links, under a letter of its own. */
export function encodeError(text: string): string {
  return encodeShare(text).replace(/^s/, 'e');
}

/** Reads the fragment of a link that carries an error. */
export function decodeError(fragment: string): Opened {
  const opened = decodeShare(fragment.replace(/^#?e/, 's'));
  return opened.ok ? opened : { ...opened, problem: opened.problem.replace('should begin with “s1.”', 'should begin with “e1.”'), payload: fragment.replace(/^#/, '') };
}
