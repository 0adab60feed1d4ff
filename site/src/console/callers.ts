import type { JsonObject } from '../json/json';
import { objectAt, stringAt } from '../json/path';
import type { Credentials } from './api';

/** As whom one calls. */
export interface Caller {
  kind: 'root' | 'user' | 'session';
  arn: string;
  account: string;
  /** What people call it: `alice`, `root user`, `Deploy/s1`. */
  name: string;
  credentials: Credentials;
}

/** The root user of each account and its users, in the order of the scenario. */
export function callersOf(scenario: JsonObject): Caller[] {
  return [...objectAt(scenario, ['accounts']).keys()].flatMap((account) => [rootOf(scenario, account), ...usersOf(scenario, account)]);
}

function rootOf(scenario: JsonObject, account: string): Caller {
  return { kind: 'root', account, name: 'root user', arn: `arn:${partitionOf(scenario, account)}:iam::${account}:root`, credentials: { accessKeyId: `AKIAROOT${account}` } };
}

function usersOf(scenario: JsonObject, account: string): Caller[] {
  const users = objectAt(scenario, ['accounts', account, 'users']);
  return [...users].map(([name, user]) => {
    const arn = `arn:${partitionOf(scenario, account)}:iam::${account}:user${stringAt(user, ['path']) || '/'}${name}`;
    return { kind: 'user', account, name, arn, credentials: { user: arn } };
  });
}

const partitionOf = (scenario: JsonObject, account: string) => stringAt(scenario, ['accounts', account, 'partition']) || 'aws';

/** The session of a role, by the ARN and the credentials that STS has given. */
export function sessionOf(arn: string, accessKeyId: string, sessionToken: string): Caller {
  const [, account = '', name = ''] = /:(\d*):assumed-role\/(.*)$/.exec(arn) ?? [];
  return { kind: 'session', arn, account, name, credentials: { accessKeyId, sessionToken } };
}
