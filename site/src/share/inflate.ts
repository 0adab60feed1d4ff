import { FlateErrorCode, Inflate, type FlateError } from 'fflate';

/**
 * Reads zlib (RFC 1950) with a preset dictionary. fflate inflates; the checksums, which it leaves
 * alone, and a limit are added here, so that a changed link is always an error.
 */

export type InflateFault = 'cut off' | 'damaged' | 'too big' | 'other dictionary';

export class InflateError extends Error {
  constructor(readonly fault: InflateFault) {
    super(fault);
  }
}

const header = 6; // two bytes of zlib, four of the dictionary's checksum
const trailer = 4;

/** Inflates the whole stream or throws InflateError; never keeps more than `limit` bytes. */
export function inflateZlib(input: Uint8Array, dictionary: Uint8Array, limit: number): Uint8Array<ArrayBuffer> {
  if (input.length < header) fail('cut off');
  if ((input[0]! & 15) !== 8 || ((input[0]! << 8) | input[1]!) % 31 !== 0) fail('damaged');
  if ((input[1]! & 32) === 0 || read32(input, 2) !== adler32(dictionary)) fail('other dictionary');
  if (input.length <= header + trailer) fail('cut off');
  const data = input.subarray(header, -trailer);
  const bytes = inflate(data, dictionary, limit);
  if (read32(input, input.length - trailer) !== adler32(bytes) || endsEarly(data, dictionary, limit)) fail('damaged');
  return bytes;
}

/** Whether the data ends before its last byte, so that something else was put behind it: fflate does not say. */
function endsEarly(data: Uint8Array, dictionary: Uint8Array, limit: number): boolean {
  try {
    inflate(data.subarray(0, -1), dictionary, limit);
    return true;
  } catch {
    return false;
  }
}

/** Pushes pieces of 4 KiB, so that a bomb is noticed at 4 MiB at the latest. */
function inflate(input: Uint8Array, dictionary: Uint8Array, limit: number): Uint8Array<ArrayBuffer> {
  const step = 4096;
  const pieces: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate({ dictionary }, (piece) => {
    pieces.push(piece);
    length += piece.length;
    if (length > limit) fail('too big');
  });
  try {
    for (let at = 0; at < input.length; at += step) stream.push(input.subarray(at, at + step), at + step >= input.length);
  } catch (error) {
    if (error instanceof InflateError) throw error;
    fail((error as FlateError).code === FlateErrorCode.UnexpectedEOF ? 'cut off' : 'damaged');
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

export function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

function fail(fault: InflateFault): never {
  throw new InflateError(fault);
}

function read32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
