/**
 * A strict JSON reader that loses nothing: members keep their order (Map), numbers keep their
 * digits, duplicate names are refused, and nesting is bounded. JSON.parse does none of these.
 */

/** A number exactly as it was written; 9007199254740993 stays what it is. */
export class JsonNumber {
  constructor(readonly text: string) {}
}

export type JsonObject = ReadonlyMap<string, Json>;
export type Json = null | boolean | string | JsonNumber | readonly Json[] | JsonObject;

/** Why and where a text is not JSON. Line counts from 1, column from 0. */
export class JsonError extends Error {
  readonly line: number;
  readonly column: number;
  constructor(message: string, text: string, readonly offset: number) {
    super(message);
    const before = text.slice(0, offset);
    this.line = before.split('\n').length;
    this.column = offset - (before.lastIndexOf('\n') + 1);
  }
}

/** The deepest nesting that is read, as in the engine. */
export const maxDepth = 100;

/** Reads one JSON text; throws JsonError. */
export function parseJson(text: string): Json {
  return new Reader(text).document();
}

/** Writes the shortest JSON text of the value. */
export function writeJson(value: Json): string {
  if (typeof value === 'string') return JSON.stringify(value); // most of a scenario, so it comes first
  if (value instanceof JsonNumber) return value.text;
  if (isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  let members = '';
  for (const [name, member] of value) members += `${members && ','}${JSON.stringify(name)}:${writeJson(member)}`;
  return `{${members}}`;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return value instanceof Map;
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Turns a plain literal into a Json value; for values that the page itself makes. */
export function json(value: unknown): Json {
  if (typeof value === 'number') return new JsonNumber(String(value));
  if (Array.isArray(value)) return value.map(json);
  if (value instanceof Map || value instanceof JsonNumber) return value as Json;
  if (value && typeof value === 'object') return new Map(Object.entries(value).map(([k, v]) => [k, json(v)]));
  return value as Json;
}

const space = /[ \t\n\r]*/y;
const plain = /[^"\\\u0000-\u001f]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const escapes: Record<string, string> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

class Reader {
  private at = 0;
  private depth = 0;
  /** Whether some string may hold half of a character: to look into each of thousands takes longer than to read them. */
  private readonly mayBeCut: boolean;
  constructor(private readonly text: string) {
    this.mayBeCut = loneSurrogate.test(text) || /\\u[dD][89a-fA-F]/.test(text);
  }

  document(): Json {
    const value = this.value();
    this.skip();
    if (this.at < this.text.length) this.fail('Nothing may follow the document.');
    return value;
  }

  private value(): Json {
    this.skip();
    const c = this.text[this.at];
    if (c === '{') return this.nested(() => this.object());
    if (c === '[') return this.nested(() => this.array());
    if (c === '"') return this.string();
    for (const [word, value] of [['true', true], ['false', false], ['null', null]] as const) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    const digits = this.match(number);
    if (digits === '') this.fail(c === undefined ? 'The text ends where a value should stand.' : 'A value should stand here.');
    return new JsonNumber(digits);
  }

  private nested<T>(read: () => T): T {
    if (++this.depth > maxDepth) this.fail(`Nesting deeper than ${maxDepth} levels is not read.`);
    this.at++;
    const value = read();
    this.depth--;
    return value;
  }

  private object(): JsonObject {
    const members = new Map<string, Json>();
    if (this.take('}')) return members;
    do {
      this.skip();
      const start = this.at;
      if (this.text[start] !== '"') this.fail('A member name in double quotes should stand here.');
      const name = this.string();
      if (members.has(name)) this.fail(`The member ${JSON.stringify(name)} stands here twice; keep one of them.`, start);
      if (!this.take(':')) this.fail('A colon should stand here.');
      members.set(name, this.value());
    } while (this.take(','));
    if (!this.take('}')) this.fail('A comma or a closing brace should stand here.');
    return members;
  }

  private array(): Json[] {
    const items: Json[] = [];
    if (this.take(']')) return items;
    do items.push(this.value());
    while (this.take(','));
    if (!this.take(']')) this.fail('A comma or a closing bracket should stand here.');
    return items;
  }

  private string(): string {
    const start = this.at++;
    let out = this.match(plain);
    if (this.text[this.at] === '\\') out = this.escaped(start) ?? this.piecewise(out);
    else if (this.text[this.at] !== '"') this.unended();
    this.at++;
    if (this.mayBeCut && loneSurrogate.test(out)) this.fail('This string holds half of a character (a lone surrogate).', start);
    return out;
  }

  /** Reads a string with escapes as a whole, up to its closing quote, which is many times as fast; nothing where it is not sound. */
  private escaped(start: number): string | undefined {
    const { text } = this;
    let end = text.indexOf('"', this.at);
    for (; end > 0; end = text.indexOf('"', end + 1)) {
      let before = end;
      while (text[before - 1] === '\\') before--;
      if ((end - before) % 2 === 0) break;
    }
    if (end < 0) return undefined;
    try {
      const out = JSON.parse(text.slice(start, end + 1)) as string;
      this.at = end;
      return out;
    } catch {
      return undefined;
    }
  }

  /** Reads on behind what was read of a string, for the place of what is wrong with it. */
  private piecewise(out: string): string {
    for (;;) {
      const c = this.text[this.at];
      if (c === '"') return out;
      if (c !== '\\') this.unended();
      out += this.escape() + this.match(plain);
    }
  }

  private unended(): never {
    this.fail(this.at >= this.text.length ? 'The text ends inside a string.' : 'A control character stands in a string; escape it.');
  }

  private escape(): string {
    const c = this.text[this.at + 1] ?? '';
    if (c === 'u') {
      const hex = this.text.slice(this.at + 2, this.at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) this.fail('Four hexadecimal digits should follow \\u.');
      this.at += 6;
      return String.fromCharCode(parseInt(hex, 16));
    }
    if (!Object.hasOwn(escapes, c)) this.fail('This escape is not known in JSON.');
    this.at += 2;
    return escapes[c]!;
  }

  private take(c: string): boolean {
    this.skip();
    if (this.text[this.at] !== c) return false;
    this.at++;
    return true;
  }

  private skip() {
    this.match(space);
  }

  private match(pattern: RegExp): string {
    const from = (pattern.lastIndex = this.at);
    if (pattern.test(this.text)) this.at = pattern.lastIndex;
    return this.text.slice(from, this.at);
  }

  private fail(message: string, at = this.at): never {
    throw new JsonError(message, this.text, at);
  }
}

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
