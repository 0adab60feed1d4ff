import { compile } from '@jmespath-community/jmespath';
import { isService, kebab, operationNamed, paginates, type Model, type Operation, type ServiceName } from './model';
import { globalOptions, optionsOf, type Option, type Setting } from './options';
import { near, Refusal, usage } from './refusal';
import { validate } from './validation';
import { loadedFrom, readJson, readValue, type Files, type Value } from './values';

export type Output = 'json' | 'text' | 'table';

/** How a list is fetched and cut; null where the operation does not answer in pages, or one page is wanted. */
export interface Paging {
  pageSize: number | undefined;
  maxItems: number | undefined;
  startingToken: string | undefined;
}

/** A line, understood. */
export type Command =
  | { kind: 'help'; service: ServiceName | undefined; operation: string | undefined }
  /** The parameters of an operation are asked for, by their shape. */
  | { kind: 'skeleton'; shape: string | undefined }
  | ({ kind: 'call' } & Call & { paging: Paging | null; query: string | undefined; output: Output; profile: string | undefined; wait: boolean });

/** A call of the API. */
export interface Call {
  service: ServiceName;
  operation: string;
  shapes: Operation;
  parameters: { [name: string]: Value };
}

/** What the options of a line say: the words after each. */
interface Given {
  options: [Option, string[]][];
  rest: string[];
}

/** The AWS CLI takes `word` in backticks for a text, as AWS's own examples write it. */
export const jmespath = { enable_legacy_literals: true };

/** What `aws iam wait` waits for. */
export const waiters = ['instance-profile-exists', 'policy-exists', 'role-exists', 'user-exists'] as const;

/** The operation that a waiter calls: get-user for user-exists. */
export const asked = (waiter: string) => `get-${waiter.replace('-exists', '')}`;

const outputs: readonly string[] = ['json', 'text', 'table'];

/** Reads the words of a line as the AWS CLI does. Throws a Refusal. */
export function commandOf(words: readonly string[], model: Model, files: Files): Command {
  const [service, before, afterService] = next(words.slice(1), 'command');
  if (service === 'help') return { kind: 'help', service: undefined, operation: undefined };
  if (!isService(service)) throw invalidChoice('command', service, ['iam', 'sts'], 'The console has the services iam and sts.');
  const [name, between, afterName] = next(afterService, 'operation');
  if (name === 'help') return { kind: 'help', service, operation: undefined };
  if (service === 'iam' && name === 'wait') return waitOf([...before, ...between], afterName, model, files);
  const found = operationNamed(model, service, name);
  const all = Object.keys(model[service]).map(kebab);
  if (!found) throw invalidChoice('operation', name, all, `\`aws ${service} help\` lists the ${all.length} that the console has.`);
  if (afterName[0] === 'help') return { kind: 'help', service, operation: found.api };
  const given = read([...before, ...between, ...afterName], optionsOf(model, found.operation));
  return callOf({ service, operation: found.api, shapes: found.operation, parameters: {} }, given, model, files);
}

/** `aws iam wait user-exists` asks for the user; nothing here takes time to appear. */
function waitOf(before: readonly string[], after: readonly string[], model: Model, files: Files): Command {
  const [name, between, rest] = next(after, 'subcommand');
  const waiter = waiters.find((waiter) => waiter === name);
  if (!waiter) throw invalidChoice('subcommand', name, [...waiters], `The waiters are ${waiters.join(', ')}.`);
  const command = commandOf(['aws', 'iam', asked(waiter), ...before, ...between, ...rest], model, files);
  return command.kind === 'call' ? { ...command, wait: true } : command;
}

/** The first word that belongs to no global option, what stands before it and what comes after. */
function next(words: readonly string[], what: string): [word: string, before: string[], after: string[]] {
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (!isOption(word)) return [word, words.slice(0, at), words.slice(at + 1)];
    if (!word.includes('=') && globalOptions.find(({ name }) => name === word)?.takes === 'a word') at++;
  }
  throw usage(`the following arguments are required: ${what}`);
}

function invalidChoice(what: string, word: string, choices: string[], hint: string): Refusal {
  const meant = near(word, choices);
  const perhaps = meant.length === 0 ? `Invalid choice: '${word}'` : `Invalid choice: '${word}', maybe you meant:\n\n${meant.map((choice) => `  * ${choice}`).join('\n')}\n`;
  return usage(`argument ${what}: ${perhaps}\n${hint}`);
}

function isOption(word: string): boolean {
  return /^-./.test(word) && !/^-[\d.]+$/.test(word) && !word.includes(' ');
}

/** Gives each option the words behind it. */
function read(words: readonly string[], options: Option[]): Given {
  const given: Given = { options: [], rest: [] };
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const equals = isOption(word) ? /^(--[^=]+)=(.*)$/s.exec(word) : null;
    const option = isOption(word) ? optionNamed(equals?.[1] ?? word, options) : undefined;
    if (!option) {
      given.rest.push(word);
      continue;
    }
    const values = equals ? [equals[2]!] : following(words, at + 1, option.takes);
    if (!equals) at += values.length;
    if (option.takes === 'a word' && values.length === 0) throw usage(`argument ${option.name}: expected one argument`);
    given.options.push([option, values]);
  }
  return given;
}

function following(words: readonly string[], from: number, takes: Option['takes']): string[] {
  const most = { nothing: 0, 'perhaps a word': 1, 'a word': 1, words: Infinity }[takes];
  const values: string[] = [];
  while (values.length < most && from + values.length < words.length && !isOption(words[from + values.length]!)) values.push(words[from + values.length]!);
  return values;
}

/** The option of that name, or the one that begins so. */
function optionNamed(name: string, options: Option[]): Option | undefined {
  const exact = options.find((option) => option.name === name);
  if (exact || !name.startsWith('--')) return exact;
  const begun = options.filter((option) => option.name.startsWith(name));
  if (begun.length > 1) throw usage(`ambiguous option: ${name} could match ${begun.map((option) => option.name).join(', ')}`);
  return begun[0];
}

function callOf(call: Call, given: Given, model: Model, files: Files): Command {
  const settings = new Map<Setting, string>();
  for (const [{ goesTo }, words] of given.options) if (goesTo.kind === 'setting') settings.set(goesTo.setting, words[0] ?? '');
  const skeleton = settings.get('skeleton');
  refuseMissing(optionsOf(model, call.shapes), given, settings.has('inputJson') || skeleton !== undefined);
  if (given.rest.length > 0) throw new Refusal(`Unknown options: ${given.rest.join(', ')}`);
  const parameters = parametersOf(given, model, files);
  if (skeleton !== undefined) return skeletonFor(skeleton, call.shapes.in);
  const input = settings.get('inputJson');
  const whole = input === undefined ? parameters : { ...inputOf(loadedFrom('cli-input-json', input, files)), ...parameters };
  const [output, query] = [outputOf(settings.get('output') ?? 'json'), queryOf(settings.get('query'))];
  const paging = pagingOf(settings, paginates(model, call.shapes) && !('Marker' in whole));
  validate(model, call.shapes.in, whole);
  return { kind: 'call', ...call, parameters: whole, paging, query, output, profile: settings.get('profile'), wait: false };
}

/** The AWS CLI writes output, too, and YAML; the console what --cli-input-json takes. */
function skeletonFor(kind: string, shape: string | undefined): Command {
  if (kind !== '' && kind !== 'input') throw usage('argument --generate-cli-skeleton: Invalid choice, valid choices are:\n\ninput');
  return { kind: 'skeleton', shape };
}

function refuseMissing(options: Option[], given: Given, hasInput: boolean) {
  const missing = options.filter((option) => option.required && !given.options.some(([{ goesTo }]) => goesTo.kind === 'parameter' && option.goesTo.kind === 'parameter' && goesTo.member === option.goesTo.member));
  if (missing.length > 0 && !hasInput) throw usage(`the following arguments are required: ${missing.map(({ name }) => name).join(', ')}`);
}

function parametersOf(given: Given, model: Model, files: Files): { [name: string]: Value } {
  const parameters: { [name: string]: Value } = {};
  for (const [{ name, goesTo }, words] of given.options) {
    if (goesTo.kind === 'parameter') parameters[goesTo.member] = goesTo.value ?? readValue(model, name, goesTo.shape, words, files);
  }
  return parameters;
}

function inputOf(text: string): { [name: string]: Value } {
  const value = readJson('cli-input-json', text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refusal(`Error parsing parameter 'cli-input-json': Invalid JSON: an object is wanted\nJSON received: ${text}`);
  return value;
}

function outputOf(output: string): Output {
  if (!outputs.includes(output)) throw usage(`argument --output: Invalid choice, valid choices are:\n\n${outputs.join(' | ')}`);
  return output as Output;
}

function queryOf(query: string | undefined): string | undefined {
  try {
    if (query !== undefined) compile(query, jmespath);
    return query;
  } catch (error) {
    throw new Refusal(`Bad value for --query ${query}: ${(error as Error).message}`);
  }
}

function pagingOf(settings: ReadonlyMap<Setting, string>, paged: boolean): Paging | null {
  const number = (setting: Setting, name: string) => {
    const text = settings.get(setting);
    if (text !== undefined && !/^[+-]?\d+$/.test(text)) throw usage(`argument ${name}: invalid int value: '${text}'`);
    return text === undefined ? undefined : Number(text);
  };
  const paging = { pageSize: number('pageSize', '--page-size'), maxItems: number('maxItems', '--max-items'), startingToken: settings.get('startingToken') };
  if (!settings.has('noPaginate')) return paged ? paging : null;
  if (Object.values(paging).some((value) => value !== undefined)) throw new Refusal('Cannot specify --no-paginate along with pagination arguments: --max-items, --page-size, --starting-token');
  return null;
}
