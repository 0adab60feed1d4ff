import { quote, split } from 'shlex';
import { asked, waiters } from './command';
import { isService, kebab, operationNamed, type Model } from './model';
import { globalOptions, optionsOf, type Option } from './options';
import { wordsOf } from './steps';
import type { Names } from './names';

/** What can stand at a place of a line. */
export interface Suggestions {
  /** Where the word begins that an item takes the place of; it ends at the caret. */
  from: number;
  /** The words, unquoted. */
  items: string[];
}

const mostItems = 50;

/** What completes the word before the caret; Where nothing begins so, it is what has the letters within. */
export function completionsAt(text: string, caret: number, model: Model, names: Names): Suggestions {
  const start = lineStart(text.slice(0, caret));
  const line = text.slice(start, caret);
  const from = wordStart(line);
  const begun = wordBegun(line.slice(from));
  const { choices, within } = choicesAfter(wordsOf(line.slice(0, from)) ?? [], begun, model, names);
  const lower = begun.toLowerCase();
  const first = choices.filter((choice) => choice.startsWith(begun));
  const found = first.length > 0 || !within ? first : choices.filter((choice) => choice.toLowerCase().includes(lower));
  return { from: start + from, items: [...new Set(found)].slice(0, mostItems) };
}

/** The text with an item in place of the word before the caret, and where the caret stands then. */
export function withItem(text: string, caret: number, from: number, item: string, whole: boolean): { text: string; caret: number } {
  const word = quote(item) + (whole ? ' ' : '');
  const put = whole ? word : item;
  return { text: text.slice(0, from) + put + text.slice(caret).replace(whole ? /^ / : /^/, ''), caret: from + put.length };
}

/** What all items begin with. */
export function commonStart(items: readonly string[]): string {
  let start = items[0] ?? '';
  for (const item of items) while (!item.startsWith(start)) start = start.slice(0, -1);
  return start;
}

/** Where the command begins that the text ends in. */
function lineStart(text: string): number {
  for (let at = text.length; (at = text.lastIndexOf('\n', at - 1)) >= 0 && at > 0; ) if (wordsOf(text.slice(0, at))) return at + 1;
  return 0;
}

/** Where the last word begins: after white space outside of quotes. */
function wordStart(line: string): number {
  for (let at = line.length; at > 0; at--) if (/\s/.test(line[at - 1]!) && wordsOf(line.slice(0, at))) return at;
  return 0;
}

/** The last word as far as it is there, its quotes open or closed. */
function wordBegun(raw: string): string {
  for (const close of ['', "'", '"']) {
    try {
      return split(raw + close)[0] ?? '';
    } catch {
      // Another quote closes it.
    }
  }
  return raw;
}

interface Choices {
  choices: string[];
  /** Whether a part of a name finds it, too. */
  within: boolean;
}

function choicesAfter(words: string[], begun: string, model: Model, names: Names): Choices {
  const fixed = (choices: string[]): Choices => ({ choices, within: false });
  const [aws, service, operation, ...rest] = words;
  if (aws === undefined) return fixed(['aws', 'help', 'clear', 'exit']);
  if (aws !== 'aws') return fixed([]);
  if (service === undefined) return fixed(['iam', 'sts', 'help']);
  if (!isService(service)) return fixed([]);
  if (operation === undefined) return { choices: [...Object.keys(model[service]).map(kebab), ...(service === 'iam' ? ['wait'] : []), 'help'], within: true };
  if (service === 'iam' && operation === 'wait') return rest[0] === undefined ? fixed([...waiters]) : choicesAfter([aws, service, asked(rest[0]), ...rest.slice(1)], begun, model, names);
  const found = operationNamed(model, service, operation);
  return found ? choicesOf(optionsOf(model, found.operation), found.api, rest, begun, model, names) : fixed([]);
}

/** An option's values where one waits for them, else the options that are not there yet, the required first. */
function choicesOf(options: Option[], api: string, rest: string[], begun: string, model: Model, names: Names): Choices {
  const last = rest.findLastIndex((word) => word.startsWith('--'));
  const option = options.find(({ name }) => name === rest[last]);
  const given = rest.length - 1 - last;
  const waits = option && (option.takes === 'words' || (option.takes === 'a word' && given === 0));
  const values = waits && !begun.startsWith('-') ? valuesOf(option, api, model, names) : [];
  if (waits && (given === 0 || (begun !== '' && !begun.startsWith('-')))) return { choices: values, within: true };
  const left = options.filter(({ name }) => !rest.includes(name));
  const own = left.filter((one) => !globalOptions.includes(one)).sort((a, b) => Number(b.required) - Number(a.required));
  return { choices: [...own.map(({ name }) => name), ...left.filter((one) => isUseful(one)).map(({ name }) => name)], within: false };
}

const isUseful = (option: Option) => globalOptions.includes(option) && option.goesTo.kind === 'setting';

function valuesOf({ goesTo }: Option, api: string, model: Model, names: Names): string[] {
  if (goesTo.kind === 'setting') return goesTo.setting === 'output' ? ['json', 'text', 'table'] : goesTo.setting === 'profile' ? names.users : goesTo.setting === 'inputJson' ? names.files : [];
  if (goesTo.kind === 'nowhere') return [];
  const { enum: values, list } = model.shapes[goesTo.shape] ?? {};
  const inner = list === undefined ? undefined : model.shapes[list]?.enum;
  return values ?? inner ?? names.valuesOf(goesTo.member, api);
}
