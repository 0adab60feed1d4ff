import { Refusal } from './refusal';

/** A value in the AWS CLI's shorthand syntax, before it is given its type. */
export type Short = string | Short[] | { [key: string]: Short };

/** Reads `Key=a,Value=b`, with `List=a,b`, `List=[a,b]`, `Map={k=v}` and quotes. Throws a Refusal in the AWS CLI's words. */
export function readShorthand(option: string, text: string): { [key: string]: Short } {
  return new Reader(option, text).all();
}

class Reader {
  private at = 0;
  constructor(
    private readonly option: string,
    private readonly text: string,
  ) {}

  all(): { [key: string]: Short } {
    const value = this.pairs();
    if (this.at < this.text.length) this.fail(',');
    return value;
  }

  private pairs(): { [key: string]: Short } {
    const pairs: { [key: string]: Short } = {};
    do {
      const key = this.match(/[\w.#/:\- ]+/y).trim();
      this.expect('=');
      if (key in pairs) throw new Refusal(`Error parsing parameter '${this.option}': Second instance of key "${key}" encountered for input:\n${this.text}\nThis is often because there is a preceding "," instead of a space.`);
      pairs[key] = this.values();
    } while (this.take(','));
    return pairs;
  }

  /** A value, or a list where more words follow that are no keys. */
  private values(): Short {
    if (this.take('[')) return this.listed();
    if (this.take('{')) return this.map();
    const values = [this.word(/(?:[^,"'\]}\\]|\\.)*/y)];
    for (;;) {
      const before = this.at;
      if (!this.take(',')) break;
      const next = this.word(/(?:[^,="'\]}\\]|\\.)*/y);
      if (this.text[this.at] === '=') {
        this.at = before;
        break;
      }
      values.push(next);
    }
    return values.length === 1 ? values[0]! : values;
  }

  private listed(): Short[] {
    const values: Short[] = [];
    while (!this.take(']')) {
      values.push(this.take('{') ? this.map() : this.word(/(?:[^,"'\]}\\]|\\.)*/y));
      if (this.text[this.at] !== ']') this.expect(',');
    }
    return values;
  }

  private map(): Short {
    if (this.take('}')) return {};
    const map = this.pairs();
    this.expect('}');
    return map;
  }

  private word(plain: RegExp): string {
    this.match(/\s*/y);
    const quoted = this.match(/'(?:[^'\\]|\\[^])*'|"(?:[^"\\]|\\[^])*"/y);
    if (quoted) return quoted.slice(1, -1).replace(/\\(['"\\])/g, '$1');
    return this.match(plain).replace(/\\,/g, ',').trimEnd();
  }

  private take(c: string): boolean {
    if (this.text[this.at] !== c) return false;
    this.at++;
    return true;
  }

  private expect(c: string) {
    if (!this.take(c)) this.fail(c);
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  private fail(expected: string): never {
    const received = this.text[this.at] ?? 'EOF';
    throw new Refusal(`Error parsing parameter '${this.option}': Expected: '${expected}', received: '${received}' for input:\n${this.text}\n${' '.repeat(this.at)}^`);
  }
}
