/** Splits a long name into what may be dimmed and what tells it apart. */
export interface Friendly {
  dim: string;
  strong: string;
}

export function friendlyPrincipal(principal: string): Friendly {
  const arn = /^arn:[^:]*:(?:iam|sts)::(\d{12}):([^/]+)\/?(.*)$/.exec(principal);
  if (!arn) return { dim: '', strong: principal };
  const [, account, type, rest] = arn;
  if (type === 'root') return { dim: '', strong: `root user of ${account}` };
  return { dim: type === 'user' ? '' : `${type!.replace('assumed-role', 'session').replace('federated-user', 'federated user')} `, strong: rest || principal };
}

export function friendlyResource(resource: string): Friendly {
  const arn = /^arn:[^:]*:([^:]*):([^:]*):([^:]*):(.+)$/.exec(resource);
  if (!arn || resource.includes(', ')) return { dim: '', strong: resource };
  const [, service, region, , rest] = arn;
  return { dim: `${service}${region ? ` ${region}` : ''} `, strong: rest! };
}

export function friendlyAction(action: string): Friendly {
  const colon = action.indexOf(':');
  return colon < 0 ? { dim: '', strong: action } : { dim: action.slice(0, colon + 1), strong: action.slice(colon + 1) };
}

/** The last part of an ARN, for lists. */
export function shortArn(arn: string): string {
  return /^arn:[^:]*:iam::[^:]*:(?:policy|user|group|role)\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1] ?? arn.replace(/^arn:[^:]*:[^:]*:[^:]*:[^:]*:/, '');
}
