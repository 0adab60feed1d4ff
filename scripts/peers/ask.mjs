// Puts a question of the comparison to iam-simulate, through its documented API and in its own terms.
import { createValidatedPolicy } from '@cloud-copilot/iam-policy';
import { anonymousPrincipal, runSimulation } from '@cloud-copilot/iam-simulate';

const words = { Allowed: 'allowed', ExplicitlyDenied: 'explicitDeny', ImplicitlyDenied: 'implicitDeny' };

/** The question as iam-simulate takes it; undefined where it has no way to say it. */
export function simulation(sheet, question) {
  const policies = (list) => list?.map(({ document, to }) => ({ name: name(document, to), policy: sheet.documents[document] })) ?? [];
  const levels = (list) => list?.map(({ node, policies: at }) => ({ orgIdentifier: node, policies: policies(at) })) ?? [];
  const session = merged(policies(question.session).map(({ policy }) => policy));
  if (session === null) return undefined;
  return {
    request: {
      principal: question.kind === 'anonymous' ? anonymousPrincipal : question.principal,
      action: question.action,
      resource: { resource: question.resource, accountId: question.resourceAccount },
      contextVariables: question.context,
    },
    identityPolicies: policies(question.identity),
    permissionBoundaryPolicies: question.boundary ? policies(question.boundary) : undefined,
    sessionPolicy: session,
    serviceControlPolicies: levels(question.scps),
    resourceControlPolicies: levels(question.rcps),
    resourcePolicy: policies(question.resourcePolicy)[0]?.policy,
    vpcEndpointPolicies: question.endpoint ? policies(question.endpoint) : undefined,
    additionalSettings: { s3: { blockPublicAccess: question.blockPublicAccess, bucketAbacEnabled: true } },
  };
}

/** The same with every policy taken as sound, for where its validation refuses what AWS stores. */
export function trusting(input) {
  const sound = (policy) => policy && createValidatedPolicy(policy, () => []);
  const all = (list) => list?.map(({ name: of, policy }) => ({ name: of, policy: sound(policy) }));
  const levels = (list) => list.map(({ orgIdentifier, policies }) => ({ orgIdentifier, policies: all(policies) }));
  return {
    ...input,
    identityPolicies: all(input.identityPolicies),
    permissionBoundaryPolicies: all(input.permissionBoundaryPolicies),
    sessionPolicy: sound(input.sessionPolicy),
    serviceControlPolicies: levels(input.serviceControlPolicies),
    resourceControlPolicies: levels(input.resourceControlPolicies),
    resourcePolicy: sound(input.resourcePolicy),
    vpcEndpointPolicies: all(input.vpcEndpointPolicies),
  };
}

/** Names a policy by its document and whom it is attached to, so that its statements can be found again. */
export const name = (document, to) => `${document} ${to}`;

/** One session policy of several, as iam-simulate takes one: their statements together. Null where their versions differ. */
function merged(documents) {
  if (documents.length < 2) return documents[0];
  const [{ Version: version }] = documents;
  if (documents.some((d) => d.Version !== version)) return null;
  return { ...(version && { Version: version }), Statement: documents.flatMap((d) => d.Statement) };
}

/** Its answer: the decision, or `error` with its reason, and how it found each statement. */
export async function ask(input) {
  try {
    const began = performance.now();
    const result = await runSimulation(input, {});
    const milliseconds = performance.now() - began;
    if (result.resultType === 'error') return { decision: 'error', reason: reasonOf(result.errors) };
    const analysis = result.result?.analysis ?? result.results?.[0]?.analysis;
    return { milliseconds, decision: words[result.overallResult], blockedBy: analysis?.blockedBy ?? [], ignored: (result.result ?? result.results?.[0])?.ignoredContextKeys ?? [], statements: statements(analysis) };
  } catch (error) {
    return { decision: 'error', reason: `throws: ${error.message}` };
  }
}

function reasonOf(errors) {
  if (errors.message !== 'policy.errors') return errors.message;
  const { message, ...lists } = errors;
  const all = Object.values(lists).flatMap((list) => (Array.isArray(list) ? list : Object.values(list).flat()));
  return [...new Set(all.map((one) => one.message))].sort().map((text) => `policy: ${text}`).join('; ');
}

/** The statements of an analysis by type and name of the policy, and index. */
function statements(analysis) {
  const found = new Map();
  const add = (type, at) => {
    for (const s of [...(at?.denyStatements ?? []), ...(at?.allowStatements ?? []), ...(at?.unmatchedStatements ?? [])]) {
      found.set(`${type} ${type === 'session' || type === 'resource' ? '' : s.policyId} ${s.statement.index()}`, s.explain);
    }
  };
  if (!analysis) return found;
  add('session', analysis.sessionAnalysis);
  add('identity', analysis.identityAnalysis);
  add('resource', analysis.resourceAnalysis);
  add('boundary', analysis.permissionBoundaryAnalysis);
  add('vpce', analysis.endpointAnalysis);
  for (const type of ['scp', 'rcp']) for (const level of analysis[`${type}Analysis`]?.ouAnalysis ?? []) add(type, level);
  return found;
}
