import { search, type JSONValue } from '@jmespath-community/jmespath';
import type { ApiAnswer, ApiChange } from './api';
import { jmespath, type Command, type Output } from './command';
import { pagedLists, type Model } from './model';
import { printed } from './output/result';
import { asTable } from './output/table';
import { asText } from './output/text';
import { fetchPages, joined, separate, type Pages } from './pages';
import type { Value } from './values';

export type CallCommand = Extract<Command, { kind: 'call' }>;

/** What came of a call: what to print, and what it changed. */
export type Outcome = { kind: 'done'; output: string; result: Value; changes: ApiChange[] } | { kind: 'failed'; message: string; denied: boolean };

/** Asks the API for the operation of a command, with parameters beside its own. */
export type Ask = (command: CallCommand, more: { [name: string]: Value }) => Promise<ApiAnswer>;

/** Carries a command out and prints the answer as the AWS CLI does. Throws a Refusal. */
export async function carryOut(model: Model, command: CallCommand, ask: Ask): Promise<Outcome> {
  if (!command.paging) return single(model, command, await ask(command, {}));
  const lists = pagedLists(model, command.shapes.out);
  const pages = await fetchPages((more) => ask(command, more), lists, command.paging);
  if ('kind' in pages) return failed(command, pages);
  return { kind: 'done', output: writePages(model, command, pages, lists), result: null, changes: [] };
}

function single(model: Model, command: CallCommand, answer: ApiAnswer): Outcome {
  if (answer.kind !== 'result') return failed(command, answer);
  const { result, changes } = answer;
  const output = result === null || command.wait ? '' : write(command, printed(model, command.shapes.out, result));
  return { kind: 'done', output, result, changes };
}

function failed({ operation, wait }: CallCommand, answer: Exclude<ApiAnswer, { kind: 'result' }>): Outcome {
  if (answer.kind === 'broken') return { kind: 'failed', message: answer.message, denied: false };
  if (wait) return { kind: 'failed', message: `Waiter ${operation.replace('Get', '')}Exists failed: ${waitFailure(operation, answer.code, answer.message)}`, denied: answer.code === 'AccessDenied' };
  return { kind: 'failed', message: `An error occurred (${answer.code}) when calling the ${operation} operation: ${answer.message}`, denied: answer.code === 'AccessDenied' };
}

/** Why a waiter ends, in the words of the AWS CLI; what is not there will not come by waiting. */
function waitFailure(operation: string, code: string, message: string): string {
  if (code !== 'NoSuchEntity') return `An error occurred (${code}): ${message}`;
  return `Max attempts exceeded. Previously accepted state: Matched expected ${operation === 'GetInstanceProfile' ? 'HTTP status code: 404' : `service error code: ${code}`}`;
}

/** Lists in text are printed, and queried, page by page. */
function writePages(model: Model, command: CallCommand, pages: Pages, lists: string[]): string {
  const whole = { ...pages, pages: pages.pages.map((page) => printed(model, command.shapes.out, page) as { [name: string]: Value }) };
  return command.output === 'text' ? separate(whole, lists).map((page) => write(command, page)).join('') : write(command, joined(whole, lists));
}

function write({ operation, output, query }: CallCommand, value: Value): string {
  const chosen = query === undefined ? value : (search(value as JSONValue, query, jmespath) as Value);
  return writers[output](operation, chosen);
}

const writers: Record<Output, (operation: string, value: Value) => string> = {
  json: (_, value) => `${JSON.stringify(value, null, 4)}\n`,
  text: (_, value) => asText(value),
  table: asTable,
};
