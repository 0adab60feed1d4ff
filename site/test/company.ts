import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { parseJson, writeJson, type Json, type JsonObject } from '../src/json/json';
import { getAt, type Path } from '../src/json/path';
import { unpack } from '../src/scenario/documents';
import { refused, type Edited, type Outcome } from '../src/world/edited';

export const dev = '111122223333';
export const alice = ['accounts', dev, 'users', 'alice'];
export const aliceArn = `arn:aws:iam::${dev}:user/alice`;

/** A company of two accounts in an organization, as the page keeps it. */
export function company(): JsonObject {
  return unpack(parseJson(readFileSync(new URL('fixtures/company.json', import.meta.url), 'utf8')) as JsonObject);
}

/** What the edit made; it must not be refused. */
export function done(outcome: Outcome): Edited {
  expect(outcome).not.toHaveProperty('problem');
  return outcome as Edited;
}

export function problemOf(outcome: Outcome): string {
  return refused(outcome) ? outcome.problem : '';
}

/** A part of the scenario as plain data; undefined where there is none. */
export function plain(scenario: Json, path: Path | string): unknown {
  const found = getAt(scenario, typeof path === 'string' ? path.split(' ') : path);
  return found === undefined ? undefined : JSON.parse(writeJson(found));
}
