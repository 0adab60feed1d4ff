/** What AWS takes for a name or an id; each check gives what is wrong in words, or nothing. */

/** Entries that have a name of their own within an account or an organization. */
export type NamedKind = 'user' | 'group' | 'role' | 'policy' | 'inline policy' | 'SCP' | 'RCP' | 'organizational unit';

const longest: Record<NamedKind, number> = { user: 64, group: 128, role: 64, policy: 128, 'inline policy': 128, SCP: 128, RCP: 128, 'organizational unit': 128 };

/** Organizations takes any characters in these names; IAM does not. */
const free = new Set<NamedKind>(['SCP', 'RCP', 'organizational unit']);

/** What is wrong with a name that stands among others of its kind; names are compared without regard to case. */
export function nameProblem(kind: NamedKind, name: string, others: Iterable<string>): string {
  if (name === '') return `${article(kind)} needs a name.`;
  if (name.length > longest[kind]) return `The name has ${name.length} characters; AWS takes at most ${longest[kind]}.`;
  const strange = free.has(kind) ? undefined : /[^\w+=,.@-]/.exec(name)?.[0];
  if (strange !== undefined) return `${strange.trim() === '' ? 'A space' : `“${strange}”`} cannot stand in this name. Use letters, digits and _ + = , . @ -`;
  const same = [...others].find((other) => other.toLowerCase() === name.toLowerCase());
  if (same === undefined) return '';
  return same === name ? `There is ${article(kind).toLowerCase()} “${name}” already.` : `There is ${article(kind).toLowerCase()} “${same}” already; AWS does not tell names apart by case.`;
}

function article(kind: NamedKind): string {
  return `${/^(organ|inline)/.test(kind) ? 'An' : /^[SR]CP/.test(kind) ? 'An' : 'A'} ${kind}`;
}

export function accountIdProblem(id: string, others: Iterable<string>): string {
  if (!/^\d{12}$/.test(id)) return `An account ID has 12 digits; this has ${/^\d*$/.test(id) ? id.length : 'other characters'}.`;
  return [...others].includes(id) ? `There is an account ${id} already.` : '';
}

const idShapes = {
  organization: { shape: /^o-[a-z0-9]{10,32}$/, like: 'o-a1b2c3d4e5: “o-” and 10 to 32 small letters or digits' },
  root: { shape: /^r-[0-9a-z]{4,32}$/, like: 'r-ab12: “r-” and 4 to 32 small letters or digits' },
  unit: { shape: /^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/, like: 'ou-ab12-11111111: the ID of the root without “r”, then 8 to 32 small letters or digits' },
};

/** Ids of the organization and its nodes. */
export function nodeIdProblem(kind: keyof typeof idShapes, id: string, others: Iterable<string> = []): string {
  if (!idShapes[kind].shape.test(id)) return `Write an ID like ${idShapes[kind].like}.`;
  return [...others].includes(id) ? `The ID ${id} is taken.` : '';
}

/** Resources are listed by ARN; an endpoint's is that of an EC2 resource with the endpoint's id. */
export function resourceProblem(arn: string, account: string, others: Iterable<string>): string {
  const parts = arn.split(':');
  if (parts[0] !== 'arn' || parts.length < 6) return 'An ARN has six parts: arn:partition:service:region:account:resource.';
  if (!/^aws[\w-]*$/.test(parts[1]!)) return `“${parts[1]}” is no partition; most ARNs begin with arn:aws.`;
  if (!/^[a-z0-9-]+$/.test(parts[2]!)) return 'The third part is the service in small letters, such as s3.';
  const owner = parts[4]!;
  if (owner !== '' && !/^\d{12}$/.test(owner)) return 'The fifth part is an account ID of 12 digits, or empty.';
  if (owner !== '' && owner !== account) return `This ARN belongs to account ${owner}; the resource stands in ${account}.`;
  const rest = parts.slice(5).join(':');
  if (rest === '') return 'The last part, the resource, is missing.';
  if (/[*?]/.test(rest)) return 'A resource is one thing; wildcards stand in policies only.';
  if (/^vpc-endpoint\//.test(rest) && !/^vpc-endpoint\/vpce-[0-9a-f]+$/.test(rest)) return 'The ID of an endpoint is “vpce-” and hexadecimal digits.';
  if (parts[2] === 's3' && parts[3] === '' && owner === '' && !/^[a-z0-9A-Z][\w.-]{1,254}$/.test(rest.split('/')[0]!)) return 'The name of a bucket has letters, digits, dots and hyphens.';
  return [...others].includes(arn) ? 'This resource is listed already.' : '';
}

/** A name that is free: the wish itself, or with a number after it. */
export function freeName(wish: string, taken: Iterable<string>): string {
  const used = new Set([...taken].map((name) => name.toLowerCase()));
  let name = wish;
  for (let n = 2; used.has(name.toLowerCase()); n++) name = `${wish}${n}`;
  return name;
}
