import { isArray, json, type Json, type JsonObject } from '../json/json';
import { getAt, objectAt, setAt, stringAt, type Path } from '../json/path';
import { keyOf } from '../scenario/documents';
import { partitionOf } from '../scenario/world';
import { counted, quietly, sentences, type Edited, type Outcome } from './edited';
import { freeName, resourceProblem } from './names';
import { changeAt, renameInRequests, renameKey, stillNamed, textsNaming } from './references';

/** Lists a bucket in an account; another ARN makes it another resource. */
export function addResource(scenario: JsonObject, account: string): Edited {
  return add(scenario, account, freeName(`arn:${partitionOf(scenario, account)}:s3:::new-bucket`, allArns(scenario)));
}

/** Lists a VPC endpoint in an account. */
export function addEndpoint(scenario: JsonObject, account: string): Edited {
  const arn = (n: number) => `arn:${partitionOf(scenario, account)}:ec2:us-east-1:${account}:vpc-endpoint/vpce-${n.toString(16)}`;
  let n = 0x1a2b3c4d;
  while (allArns(scenario).includes(arn(n))) n++;
  return add(scenario, account, arn(n));
}

function add(scenario: JsonObject, account: string, arn: string): Edited {
  const path = ['accounts', account, 'resources', arn];
  return quietly(setAt(scenario, path, json({})) as JsonObject, keyOf(path));
}

function allArns(scenario: Json): string[] {
  return [...objectAt(scenario, ['accounts']).keys()].flatMap((id) => [...objectAt(scenario, ['accounts', id, 'resources']).keys()]);
}

/** Gives a resource another ARN; requests about it, about what is in it, or through it follow, texts of policies do not. */
export function renameResource(scenario: JsonObject, path: Path, arn: string): Outcome {
  const [, account, , old] = path as [string, string, string, string];
  if (arn === old) return quietly(scenario);
  const problem = resourceProblem(arn, account, allArns(scenario).filter((other) => other !== old));
  if (problem) return { problem };
  const among = path.slice(0, -1);
  const renamed = setAt(scenario, among, renameKey(objectAt(scenario, among), old, arn)) as JsonObject;
  const [endpoint, newEndpoint] = [endpointOf(old), endpointOf(arn)];
  const out = renameInRequests(renamed, (text) => {
    if (endpoint && newEndpoint && text === endpoint) return newEndpoint;
    return text === old || text.startsWith(`${old}/`) ? arn + text.slice(old.length) : text;
  });
  const texts = textsNaming(out, old);
  return {
    scenario: out,
    moved: { from: keyOf(path), to: keyOf([...among, arn]) },
    notice: texts > 0 ? `${counted(texts, 'policy still names', 'policies still name')} ${old}.` : '',
    ...(texts > 0 && { texts: { from: old, to: arn } }),
  };
}

/** The id of a VPC endpoint, by its ARN; nothing for other resources. */
export function endpointOf(arn: string): string {
  return /:vpc-endpoint\/(vpce-[^/]+)$/.exec(arn)?.[1] ?? '';
}

/** Takes a resource away with its policy; requests through an endpoint then go without it, requests about the resource go on asking. */
export function deleteResource(scenario: JsonObject, path: Path): Edited {
  const arn = path[3]!;
  const endpoint = endpointOf(arn);
  const hasPolicy = objectAt(scenario, path).has('policy');
  let out = setAt(scenario, path, undefined) as JsonObject;
  const requests = getAt(scenario, ['requests']);
  let through = 0;
  (isArray(requests) ? requests : []).forEach((request, i) => {
    if (!endpoint || stringAt(request, ['vpcEndpoint']) !== endpoint) return;
    through++;
    out = changeAt(out, ['requests', String(i), 'vpcEndpoint'], () => undefined);
  });
  return {
    scenario: out,
    notice: sentences(
      `${arn.split(':').slice(5).join(':') || arn} is deleted.`,
      hasPolicy && 'Its policy went with it.',
      through > 0 && `${counted(through, 'request no longer passes', 'requests no longer pass')} through it.`,
      stillNamed(out, arn),
    ),
  };
}
