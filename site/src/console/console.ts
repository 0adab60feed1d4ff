import { computed, effect, signal } from '@preact/signals';
import type { App } from '../app';
import type { EngineClient, EngineState } from '../engine/client';
import { json, type JsonObject } from '../json/json';
import { setAt } from '../json/path';
import { unpack } from '../scenario/documents';
import { engineInput } from '../scenario/engineText';
import type { Store } from '../store/store';
import { tabStorage } from '../store/storage';
import { apiClient, callApi, tellManaged, type ApiAnswer, type ApiChange } from './api';
import { carryOut, type CallCommand } from './call';
import { callersOf, sessionOf, type Caller } from './callers';
import { commandOf } from './command';
import { requestOf, withEntry, type Entry } from './entries';
import { documentFiles, fileNamed } from './files';
import { consoleHelp, helpText } from './help';
import { fetchModel, type Model } from './model';
import { Refusal } from './refusal';
import { skeletonOf } from './skeleton';
import { refuseShell, stepsOf, type Step } from './steps';
import type { Value } from './values';

const historyKey = 'verdict-console';
const mostLines = 200;

/** The console of a page: what was typed and answered, as whom one calls, and the API that answers. */
export class Console {
  readonly engine = signal<EngineState>({ phase: 'loading', loaded: 0, total: __IAM_API__.bytes });
  readonly model = signal<Model | null>(null);
  readonly entries = signal<Entry[]>([]);
  readonly running = signal(false);
  /** What stands in the line. */
  readonly typed = signal('');
  /** Counts the lines that were put there for the reader. */
  readonly suggested = signal(0);
  /** What was typed before, the newest last. */
  readonly history = signal<string[]>(readHistory());
  /** Sessions and who was chosen before them; the last is who calls. */
  private readonly chosen = signal<Caller[]>([]);
  readonly caller = computed<Caller | undefined>(() => this.chosen.value.at(-1) ?? callersOf(this.store.scenario.value)[0]);
  private readonly written = new Map<string, string>();
  private readonly client: EngineClient;
  private known: Promise<Model> | undefined;
  /** What runs, and all before it. */
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly store: Store) {
    this.client = apiClient((state) => (this.engine.value = state));
    effect(() => {
      void store.start.value; // another scenario was opened: whoever called is not in it
      this.chosen.value = [];
    });
  }

  /** Fetches what the console needs; also the way to try again. */
  start() {
    this.client.start();
    void tellManaged(this.client);
    this.known = fetchModel();
    this.known.then(
      (model) => (this.model.value = model),
      (error: Error) => (this.engine.value = { phase: 'failed', cause: error.message }),
    );
  }

  stop() {
    this.client.stop();
  }

  /** Puts a line where lines are typed. */
  suggest(line: string) {
    this.typed.value = line;
    this.suggested.value++;
  }

  choose(caller: Caller) {
    this.chosen.value = [caller];
  }

  clear() {
    this.entries.value = [];
  }

  files(): Map<string, string> {
    return new Map([...documentFiles(this.store.scenario.value), ...this.written]);
  }

  /** Runs lines one after another, up to the first that fails; after those that run already. */
  async run(text: string) {
    this.remember(text);
    this.running.value = true;
    const mine = (this.last = this.last.then(() => this.runSteps(text)));
    await mine;
    if (this.last === mine) this.running.value = false;
  }

  private async runSteps(text: string) {
    const { steps, unfinished } = stepsOf(text);
    if (unfinished) return this.say({ kind: 'error', text: 'No closing quotation: the text ends within quotes or a file, or with \\. Nothing was run.', request: null });
    for (const [i, step] of steps.entries()) {
      if (await this.runStep(step)) continue;
      const left = steps.length - i - 1;
      if (left > 0) this.say({ kind: 'note', text: `Stopped at line ${step.line}. What comes after it was not run: ${left === 1 ? 'one command' : `${left} commands`}.` });
      return;
    }
  }

  /** Runs one step; false where it failed. */
  private async runStep(step: Step): Promise<boolean> {
    this.say({ kind: 'input', who: this.caller.value?.name ?? 'nobody', text: step.text.trim() });
    try {
      if (step.kind === 'file') return (this.written.set(step.name.replace(/^(\.\/)+/, ''), step.content), true);
      return await this.runWords(step.words);
    } catch (error) {
      return this.fail(error instanceof Error ? error.message : String(error));
    }
  }

  private async runWords(words: string[]): Promise<boolean> {
    const [name = ''] = words;
    if (name === 'help' || (name === 'aws' && words.length === 1)) return this.print(consoleHelp);
    if (name === 'clear') return (this.clear(), true);
    if (name === 'exit') return this.goBack();
    if (name === 'export' || name === 'unset') return this.note('Nothing has to be exported here: assume-role goes over to its session by itself, and exit goes back.');
    if (name !== 'aws') throw new Refusal(`${name}: command not found. The console runs aws iam and aws sts; help says what else.`);
    refuseShell(words);
    const model = await this.known!;
    const files = this.files();
    const command = commandOf(words, model, (file) => fileNamed(files, file));
    if (command.kind === 'help') return this.print(helpText(model, command.service, command.operation));
    return command.kind === 'skeleton' ? this.print(skeletonOf(model, command.shape)) : this.runCall(model, command);
  }

  private async runCall(model: Model, command: CallCommand): Promise<boolean> {
    const outcome = await carryOut(model, command, (call, more) => this.ask(call, more));
    if (outcome.kind === 'failed') return this.fail(outcome.message, outcome.denied ? requestOf(outcome.message) : null);
    this.print(outcome.output);
    if (outcome.changes.length > 0) this.store.change((scenario) => changed(scenario, outcome.changes));
    if (command.service === 'sts') this.goOver(outcome.result);
    return true;
  }

  private ask(call: CallCommand, more: { [name: string]: Value }): Promise<ApiAnswer> {
    const { text } = engineInput(this.store.scenario.value);
    const { service, operation, parameters } = call;
    return callApi(this.client, { scenario: text, service, operation, parameters: { ...parameters, ...more }, credentials: this.callerOf(call.profile).credentials });
  }

  /** Who makes a call: whom the line names, of the account that one is in before others, or who calls anyway. */
  private callerOf(profile: string | undefined): Caller {
    const current = this.caller.value;
    if (!current) throw new Refusal('There is no account to call in: add one to the world.');
    if (profile === undefined || profile === 'default') return current;
    const named = callersOf(this.store.scenario.value).filter(({ kind, name }) => kind === 'user' && name === profile);
    const found = named.find(({ account }) => account === current.account) ?? named[0];
    if (!found) throw new Refusal(`The config profile (${profile}) could not be found`);
    return found;
  }

  /** Goes over to the session of a role that was assumed. Other credentials of STS change nobody: IAM takes no calls with them. */
  private goOver(result: Value) {
    const { Credentials: keys, AssumedRoleUser: role } = (result ?? {}) as { [name: string]: { [name: string]: string } | undefined };
    const before = this.caller.value;
    if (!keys || !role || !before) return;
    const session = sessionOf(role['Arn']!, keys['AccessKeyId']!, keys['SessionToken']!);
    this.chosen.value = [...(this.chosen.value.length > 0 ? this.chosen.value : [before]), session];
    this.note(`You call as ${session.name} now; exit goes back to ${before.name}.`);
  }

  private goBack(): boolean {
    if (this.chosen.value.length < 2) return this.note('There is no session to leave; the menu beside the line chooses who calls.');
    this.chosen.value = this.chosen.value.slice(0, -1);
    return this.note(`You call as ${this.caller.value!.name} again.`);
  }

  private remember(text: string) {
    this.history.value = [...this.history.value.filter((line) => line !== text), text].slice(-mostLines);
    tabStorage.set(historyKey, JSON.stringify(this.history.value));
  }

  private say(entry: Entry) {
    this.entries.value = withEntry(this.entries.value, entry);
  }

  private print(text: string): true {
    if (text !== '') this.say({ kind: 'output', text: text.trimEnd() });
    return true;
  }

  private note(text: string): true {
    this.say({ kind: 'note', text });
    return true;
  }

  private fail(text: string, request: JsonObject | null = null): false {
    this.say({ kind: 'error', text, request });
    return false;
  }
}

/** A scenario with what a call changed; policies become the text that is edited. */
function changed(scenario: JsonObject, changes: ApiChange[]): JsonObject {
  return unpack(changes.reduce((now, { path, value }) => setAt(now, path, value === null ? undefined : json(value)) as JsonObject, scenario));
}

function readHistory(): string[] {
  try {
    const lines = JSON.parse(tabStorage.get(historyKey) ?? '[]') as unknown;
    return Array.isArray(lines) ? lines.filter((line) => typeof line === 'string') : [];
  } catch {
    return [];
  }
}

const consoles = new WeakMap<App, Console>();

/** The page's console, which goes on while its panel is closed. */
export function consoleOf(app: App): Console {
  let found = consoles.get(app);
  if (!found) {
    consoles.set(app, (found = new Console(app.store)));
    found.start();
  }
  return found;
}
