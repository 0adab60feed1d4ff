/**
 * A strict zlib reader (RFC 1950, 1951) with a preset dictionary. Unlike the usual ones it stops at
 * a limit, verifies both checksums and leaves no bit unread, so that a changed link is always an error.
 */

export type InflateFault = 'cut off' | 'damaged' | 'too big' | 'other dictionary';

export class InflateError extends Error {
  constructor(readonly fault: InflateFault) {
    super(fault);
  }
}

/** Inflates the whole stream or throws InflateError; never makes more than `limit` bytes. */
export function inflateZlib(input: Uint8Array, dictionary: Uint8Array, limit: number): Uint8Array<ArrayBuffer> {
  if (input.length < 7) fail('cut off');
  if ((input[0]! & 15) !== 8 || ((input[0]! << 8) | input[1]!) % 31 !== 0) fail('damaged');
  if ((input[1]! & 32) === 0 || read32(input, 2) !== adler32(dictionary)) fail('other dictionary');
  const bits = new Bits(input, 6);
  const out = new Output(dictionary, limit);
  while (!inflateBlock(bits, out));
  const at = bits.end();
  const bytes = out.bytes();
  if (at + 4 > input.length) fail('cut off');
  if (at + 4 < input.length || read32(input, at) !== adler32(bytes)) fail('damaged');
  return bytes;
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

class Bits {
  private held = 0;
  private count = 0;
  constructor(private readonly input: Uint8Array, private at: number) {}

  take(n: number): number {
    while (this.count < n) {
      if (this.at >= this.input.length) fail('cut off');
      this.held |= this.input[this.at++]! << this.count;
      this.count += 8;
    }
    const value = this.held & ((1 << n) - 1);
    this.held >>>= n;
    this.count -= n;
    return value;
  }

  /** Where the stream ended; the bits that fill its last byte have to be zero. */
  end(): number {
    if (this.held !== 0) fail('damaged');
    this.count = 0;
    return this.at;
  }
}

/** What has been written, with the dictionary standing before it. */
class Output {
  private buffer: Uint8Array<ArrayBuffer>;
  private length: number;
  constructor(private readonly dictionary: Uint8Array, private readonly limit: number) {
    this.buffer = new Uint8Array(dictionary.length + 16384);
    this.buffer.set(dictionary);
    this.length = dictionary.length;
  }

  push(byte: number) {
    if (this.length - this.dictionary.length >= this.limit) fail('too big');
    if (this.length === this.buffer.length) {
      const larger = new Uint8Array(this.buffer.length * 2);
      larger.set(this.buffer);
      this.buffer = larger;
    }
    this.buffer[this.length++] = byte;
  }

  copy(distance: number, length: number) {
    if (distance > this.length) fail('damaged');
    for (let i = 0; i < length; i++) this.push(this.buffer[this.length - distance]!);
  }

  bytes() {
    return this.buffer.slice(this.dictionary.length, this.length);
  }
}

/** A canonical Huffman code: how many codes each length has, and the symbols in order. */
interface Code {
  counts: Uint16Array;
  symbols: Uint16Array;
}

function codeOf(lengths: number[]): Code {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]!++;
  counts[0] = 0;
  const offsets = new Uint16Array(16);
  for (let i = 1; i < 15; i++) offsets[i + 1] = offsets[i]! + counts[i]!;
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length > 0) symbols[offsets[length]!++] = symbol;
  });
  return { counts, symbols };
}

function symbol(bits: Bits, code: Code): number {
  let word = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length <= 15; length++) {
    word |= bits.take(1);
    const count = code.counts[length]!;
    if (word - count < first) return code.symbols[index + word - first]!;
    index += count;
    first = (first + count) << 1;
    word <<= 1;
  }
  return fail('damaged');
}

const lengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBase = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const codeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function inflateBlock(bits: Bits, out: Output): boolean {
  const last = bits.take(1) === 1;
  const kind = bits.take(2);
  if (kind === 0) stored(bits, out);
  else if (kind === 1) compressed(bits, out, fixedLiterals(), codeOf(Array(30).fill(5)));
  else if (kind === 2) compressed(bits, out, ...dynamicCodes(bits));
  else fail('damaged');
  return last;
}

function stored(bits: Bits, out: Output) {
  bits.end();
  const length = bits.take(16);
  if (length !== (bits.take(16) ^ 0xffff)) fail('damaged');
  for (let i = 0; i < length; i++) out.push(bits.take(8));
}

function fixedLiterals(): Code {
  return codeOf(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)));
}

function dynamicCodes(bits: Bits): [Code, Code] {
  const literals = bits.take(5) + 257;
  const distances = bits.take(5) + 1;
  const orders = bits.take(4) + 4;
  const meta: number[] = Array(19).fill(0);
  for (let i = 0; i < orders; i++) meta[codeOrder[i]!] = bits.take(3);
  const lengths = codeLengths(bits, codeOf(meta), literals + distances);
  return [codeOf(lengths.slice(0, literals)), codeOf(lengths.slice(literals))];
}

function codeLengths(bits: Bits, meta: Code, total: number): number[] {
  const lengths: number[] = [];
  while (lengths.length < total) {
    const next = symbol(bits, meta);
    if (next < 16) lengths.push(next);
    else {
      if (next === 16 && lengths.length === 0) fail('damaged');
      const value = next === 16 ? lengths[lengths.length - 1]! : 0;
      const times = next === 16 ? 3 + bits.take(2) : next === 17 ? 3 + bits.take(3) : 11 + bits.take(7);
      for (let i = 0; i < times; i++) lengths.push(value);
    }
  }
  if (lengths.length > total) fail('damaged');
  return lengths;
}

function compressed(bits: Bits, out: Output, literals: Code, distances: Code) {
  for (;;) {
    const next = symbol(bits, literals);
    if (next < 256) out.push(next);
    else if (next === 256) return;
    else copyBack(bits, out, next - 257, distances);
  }
}

function copyBack(bits: Bits, out: Output, which: number, distances: Code) {
  if (which > 28) fail('damaged');
  const length = lengthBase[which]! + bits.take(lengthExtra[which]!);
  const far = symbol(bits, distances);
  if (far > 29) fail('damaged');
  out.copy(distanceBase[far]! + bits.take(far < 2 ? 0 : (far >> 1) - 1), length);
}
