import { isArray, isObject, type Json } from '../json/json';

/** A credential that stands in a text. */
export interface Secret {
  kind: 'access key id' | 'secret access key' | 'session token';
  text: string;
}

const keyId = /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])/g;
const token = /(?<![A-Za-z0-9+/])(?:IQoJb3JpZ2lu|FwoGZXIv)[A-Za-z0-9+/=_-]{40,}/g;
/** Forty characters of base64 behind a word that names a secret, or in a text with other credentials. */
const named = /(?:secret[ _-]?(?:access[ _-]?)?(?:key)?|credentials?|password)["'\s:=,>]{1,12}([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])/gi;
const bare = /(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=_-])/g;

/** The credentials in a text, each once. The examples of AWS's documentation, which end in EXAMPLE or EXAMPLEKEY, are none, nor are hashes in hexadecimal. */
export function findSecrets(text: string): Secret[] {
  const found = new Map<string, Secret>();
  const add = (kind: Secret['kind'], secret: string) => {
    if (!/EXAMPLE(KEY)?$/.test(secret) && !found.has(secret)) found.set(secret, { kind, text: secret });
  };
  for (const [id] of text.matchAll(keyId)) add('access key id', id);
  for (const [session] of text.matchAll(token)) add('session token', session);
  for (const [, secret] of text.matchAll(named)) if (isRandom(secret!)) add('secret access key', secret!);
  if (found.size > 0) for (const [secret] of text.matchAll(bare)) if (isRandom(secret)) add('secret access key', secret);
  return [...found.values()];
}

/** Letters of both cases and digits: neither a hash in hexadecimal nor a path or a word. */
function isRandom(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && !/^[0-9a-fA-F]+$/.test(text);
}

const examples: Record<Secret['kind'], (secret: string) => string> = {
  'access key id': (secret) => `${secret.slice(0, 4)}IOSFODNN7EXAMPLE`,
  'secret access key': () => 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'session token': () => 'SESSION-TOKEN-EXAMPLE',
};

/** The text with the credentials replaced by those of AWS's documentation. */
export function withoutSecrets(text: string, secrets: readonly Secret[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret.text, () => examples[secret.kind](secret.text)), text);
}

/** A copy of a JSON value with every string in it changed, names of members too. */
export function mapStrings(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (isArray(value)) return value.map((item) => mapStrings(item, change));
  if (isObject(value)) return new Map([...value].map(([name, member]) => [change(name), mapStrings(member, change)]));
  return value;
}
