import { kebab, membersOf, paginates, type Model, type Operation } from './model';

/** An option of a command: what follows it, and where its value goes. */
export interface Option {
  name: string;
  takes: 'nothing' | 'perhaps a word' | 'a word' | 'words';
  goesTo: { kind: 'parameter'; member: string; shape: string; value?: boolean } | { kind: 'setting'; setting: Setting } | { kind: 'nowhere' };
  required: boolean;
}

/** What is about the command and not the call. */
export type Setting = 'query' | 'output' | 'profile' | 'inputJson' | 'skeleton' | 'pageSize' | 'maxItems' | 'startingToken' | 'noPaginate';

const setting = (name: string, setting: Setting, takes: Option['takes'] = 'a word'): Option => ({ name, takes, goesTo: { kind: 'setting', setting }, required: false });
const nowhere = (takes: Option['takes']) => (name: string): Option => ({ name, takes, goesTo: { kind: 'nowhere' }, required: false });

/** Options of every command. Those about the network, and how things look in a terminal, are read and mean nothing here. */
export const globalOptions: Option[] = [
  setting('--output', 'output'),
  setting('--query', 'query'),
  setting('--profile', 'profile'),
  setting('--no-paginate', 'noPaginate', 'nothing'),
  ...['--region', '--endpoint-url', '--color', '--ca-bundle', '--cli-read-timeout', '--cli-connect-timeout', '--cli-binary-format'].map(nowhere('a word')),
  ...['--no-cli-pager', '--no-verify-ssl', '--no-cli-auto-prompt', '--debug'].map(nowhere('nothing')),
];

const pagingOptions = [setting('--starting-token', 'startingToken'), setting('--page-size', 'pageSize'), setting('--max-items', 'maxItems')];

/** The options of an operation, in the order in which the AWS CLI names those that are missing. */
export function optionsOf(model: Model, operation: Operation): Option[] {
  const paged = paginates(model, operation);
  const required = (operation.in && model.shapes[operation.in]?.required) || [];
  const own = membersOf(model, operation.in)
    .filter(([member]) => !(paged && member === 'MaxItems'))
    .flatMap(([member, shape]) => parameterOptions(model, member, shape, required.includes(member)));
  return [...own, setting('--cli-input-json', 'inputJson'), setting('--generate-cli-skeleton', 'skeleton', 'perhaps a word'), ...(paged ? pagingOptions : []), ...globalOptions];
}

function parameterOptions(model: Model, member: string, shape: string, required: boolean): Option[] {
  const name = kebab(member);
  const option = (name: string, takes: Option['takes'], value?: boolean): Option => ({ name, takes, goesTo: { kind: 'parameter', member, shape, ...(value === undefined ? {} : { value }) }, required });
  if (shape === 'boolean') return [option(`--${name}`, 'nothing', true), option(`--no-${name}`, 'nothing', false)];
  return [option(`--${name}`, model.shapes[shape]?.list === undefined ? 'a word' : 'words')];
}
