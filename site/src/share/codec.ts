import { zlibSync } from 'fflate';
import { decodeBase64url, encodeBase64url } from './base64url';
import dictionaryText from '../../../engine/share/dictionary.txt?raw';
import { atRequest, sharedRequest, unescaped } from './fragment';
import { InflateError, inflateZlib, type InflateFault } from './inflate';

/** The most characters of a link that are opened, and the most bytes that it may hold. */
export const maxPayload = 65_536;
export const maxBytes = 1 << 20;

/**
 * Frozen with the first links that were given out: another dictionary would need another version letter. It was chosen by
 * scripts/dictionary.mjs. The links of the seventeen scenarios that there were then have 15,591 characters in all, where
 * plain DEFLATE gives 21,086; without their prose, as people share, 5,996 instead of 9,586.
 */
const dictionary = new TextEncoder().encode(dictionaryText);

/** The fragment of a share link, `s1.` and the payload, for a scenario as minimal JSON; behind it the request shown, where it is not the first. */
export function encodeShare(text: string, request = 0): string {
  return atRequest(`s1.${payloadOf(text)}`, request);
}

function payloadOf(text: string): string {
  return encodeBase64url(zlibSync(new TextEncoder().encode(text), { level: 9, mem: 12, dictionary }));
}

/** The fragment of a link that holds two versions, `s1.` and two payloads with a dot between. */
export function encodeComparison(before: string, after: string, request = 0): string {
  return atRequest(`s1.${payloadOf(before)}.${payloadOf(after)}`, request);
}

/** The two share fragments that such a link stands for; null for any other fragment. */
export function splitComparison(fragment: string): { before: string; after: string } | null {
  const both = /^(s\d+\.)([^.]+)\.([^.]+)$/.exec(repair(fragment));
  return both && { before: both[1]! + both[2]!, after: atRequest(both[1]! + both[3]!, sharedRequest(fragment)) };
}

export type Opened =
  | { ok: true; text: string }
  /** What is wrong in words, and the payload as it came. */
  | { ok: false; problem: string; payload: string };

/** Reads the fragment of a share link; a link that cannot be read never opens as something else. */
export function decodeShare(fragment: string): Opened {
  const payload = repair(fragment);
  const version = /^s(\d*)\.(.*)$/s.exec(payload);
  if (!version) return refuse(payload, 'This is not a share link: it should begin with “s1.”.');
  if (Number(version[1]) > 1) return refuse(payload, `This link was made with a newer version of Verdict (s${version[1]}). Reload the page to get that version.`);
  if (version[1] !== '1') return refuse(payload, 'This link has no version that was ever given out.');
  return decodePayload(version[2]!, payload);
}

function decodePayload(data: string, payload: string): Opened {
  if (payload.length > maxPayload) {
    return refuse(payload, `This link is too long: it has ${count(payload.length)} characters, and links of up to ${count(maxPayload)} are opened.`);
  }
  const stray = /[^A-Za-z0-9_-]/u.exec(data);
  if (stray) return refuse(payload, `This link is damaged: “${stray[0]}” at character ${stray.index + 4} never stands in a link.`);
  const bytes = decodeBase64url(data);
  if (!bytes) return refuse(payload, faults['cut off'](payload));
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(inflateZlib(bytes, dictionary, maxBytes));
    return { ok: true, text };
  } catch (error) {
    return refuse(payload, faults[error instanceof InflateError ? error.fault : 'damaged'](payload));
  }
}

const faults: Record<InflateFault, (payload: string) => string> = {
  'cut off': (payload) => `This link is cut off after ${count(payload.length)} characters. Ask for the whole link; some chat programs shorten long ones.`,
  damaged: () => 'This link is damaged: its checksum does not fit its content. Ask for the link again.',
  'too big': () => 'This link holds more than 1 MiB of text, which is not opened.',
  'other dictionary': () => 'This link is damaged in its first characters, or was not made by Verdict.',
};

function refuse(payload: string, problem: string): Opened {
  return { ok: false, problem, payload };
}

function count(n: number): string {
  return n.toLocaleString('en-US');
}

/** Undoes what chat programs and mail do to links. */
function repair(fragment: string): string {
  return unescaped(fragment)
    .replace(/^#/, '')
    .replace(/[?&].*$/s, '')
    .replace(/(?<=.{3})[.)>*\]},;:!'"”’]+$/u, '');
}
