// The kinds of differences, told by their cause in the input. What each of them is, and the AWS page that settles it, stands
// under the same name in differences.md. A test that is true too easily would hide a new difference: keep them narrow.

const list = (value) => (value === undefined ? [] : [value].flat().map(String));
const lower = (texts) => texts.map((text) => text.toLowerCase());
const variables = (texts) => texts.flatMap((text) => [...text.matchAll(/\$\{([^},]+)(?:,[^}]*)?\}/g)].map((match) => match[1].trim().toLowerCase()));

/** Where iam-simulate gives no decision, by its reason. */
export const refusals = [
  ['refuses-star-colon-star', /^policy: Service can only contain letters, numbers, and hyphens$/],
  ['refuses-endpoint-principal', /^policy: (Principal must be "\*" in an endpoint policy|NotPrincipal is not allowed in an endpoint policy|Principal is required in an endpoint policy)$/],
  ['refuses-rcp-version', /^policy: Version must be "2012-10-17" in a resource control policy$/],
  ['refuses-broken-policy', /^policy: Effect must be "Deny" in a resource control policy$/],
  ['refuses-resource-type', /^(no\.resource\.types|must\.use\.wildcard)$/],
  ['refuses-unknown-action', /^invalid\.(service|action)$/],
  ['refuses-assumed-root', /^session\.policy\.invalid\.principal$/],
  ['wildcards-without-end', /^no answer in five seconds$/],
];

const written = (d, element) => list(d.statement[element] ?? d.statement[`Not${element}`]);
const conditionTexts = (d) => list(d.statement.Condition?.[d.condition.operator]?.[d.condition.key]);
const both = (d) => [...conditionTexts(d), ...list(d.condition.request ?? [])];
const dateForm = (text) => (/^\d{5,}$/.test(text) ? 'epoch' : text.length);
const version2012 = (d) => d.document.Version === '2012-10-17';
const operator = (d, pattern) => pattern.test(d.condition.operator);
const dropped = (theirs, names) => names.some((key) => lower(theirs.ignored).includes(key.toLowerCase()));

/** Whether one of the variables has no single value in the request: then its text matches nothing, and the others go on. */
function unresolved(texts, question) {
  const single = Object.entries(question.context).filter(([, value]) => !Array.isArray(value));
  const known = lower(single.map(([key]) => key));
  return variables(texts).some((name) => !['*', '?', '$'].includes(name) && !known.includes(name));
}

const underived = (d, question) => d.ours.conditions?.some(({ key, present }) => present && !lower(Object.keys(question.context)).includes(key.toLowerCase()));
const closeDefault = (texts) => texts.some((text) => /\$\{[^},]+,'/.test(text));

/** A wildcard, or a colon behind one, within the part of an ARN that iam-simulate takes for a literal. */
const wildcardInFirstSegment = (text) => /^arn:([^:]*:){4}[^:/]*[*?]/.test(text);
const shortArn = (text) => text.startsWith('arn:') && text.split(':').length < 6;
const plainNumber = (text) => /^-?\d+(\.\d+)?$/.test(text);

/** The reasons that an element of a statement is seen differently. The first that holds is told. */
export const causes = {
  Action: [['action-star-colon-star', (d) => written(d, 'Action').includes('*:*')]],
  Resource: [
    ['broken-statement', (d) => !d.ours.sound],
    ['resource-variable-in-2008', (d) => !version2012(d) && written(d, 'Resource').some((text) => text.includes('${'))],
    ['resource-left-out', (d) => d.policy.type === 'resource' && written(d, 'Resource').length === 0],
    ['request-for-all-resources', (d, q) => q.resource === '*'],
    ['wildcard-in-request', (d, q) => q.resource.includes('*')],
    ['variable-default-without-space', (d) => closeDefault(written(d, 'Resource'))],
    ['resource-unresolved-variable', (d, q) => version2012(d) && unresolved(written(d, 'Resource'), q)],
    ['resource-short-arn', (d) => written(d, 'Resource').some(shortArn)],
    ['resource-wildcard-before-slash', (d) => written(d, 'Resource').some(wildcardInFirstSegment)],
  ],
  Principal: [
    ['broken-statement', (d) => !d.ours.sound],
    ['endpoint-principal-ignored', (d) => d.policy.type === 'vpce'],
    ['not-principal-chain', (d) => d.statement.NotPrincipal !== undefined],
    ['federated-user-by-name', (d, q) => q.kind === 'federated user' && list(d.statement.Principal?.AWS).some((arn) => arn.includes(':user/'))],
    ['canonical-user', (d) => list(d.statement.Principal?.CanonicalUser).length > 0],
    ['provider-of-another-call', (d, q) => q.kind === 'provider' && !d.ours.principal],
  ],
  Condition: [
    ['broken-statement', (d) => !d.ours.sound],
    ['keys-not-derived', (d, q) => underived(d, q)],
    ['context-key-dropped', (d, q, theirs) => dropped(theirs, [d.condition.key, ...variables(conditionTexts(d))])],
    ['arn-with-variable', (d) => operator(d, /^Arn/) && conditionTexts(d).some((text) => /\$\{[^}]*:[^}]*\}/.test(text))],
    ['arn-that-is-none', (d) => d.condition.error],
    ['variable-default-without-space', (d) => closeDefault(conditionTexts(d))],
    ['condition-unresolved-variable', (d, q) => version2012(d) && unresolved(conditionTexts(d), q)],
    ['condition-variable-in-2008', (d) => !version2012(d) && conditionTexts(d).some((text) => text.includes('${'))],
    ['number-other-spelling', (d) => operator(d, /Numeric/) && both(d).some((text) => !plainNumber(text))],
    ['date-other-spelling', (d) => operator(d, /Date/) && new Set(both(d).map(dateForm)).size > 1],
    ['bool-other-text', (d) => operator(d, /Bool/) && both(d).some((text) => !/^(true|false)$/.test(text))],
    ['several-values-without-set-operator', (d) => !operator(d, /^For(Any|All)Values?:/) && list(d.condition.request).length > 1],
    ['set-operator-if-exists', (d) => operator(d, /^ForAnyValue:.*IfExists$/) && !d.condition.present],
    ['address-zero-prefix', (d) => operator(d, /IpAddress/) && conditionTexts(d).some((text) => text.endsWith('/0'))],
    ['address-other-spelling', (d) => operator(d, /IpAddress/) && both(d).some((text) => text.includes(':'))],
  ],
  Statement: [['broken-statement', (d) => !d.ours.sound]],
};

const missing = (q, ...what) => q.missing?.some((m) => what.includes(m.split(':')[0]));
const kms = (q) => /^kms:/i.test(q.action) && q.resource.includes(':key/');

const service = (q) => q.action.split(':')[0].toLowerCase();

/** Those of the scenarios' services that RCPs cover. */
const rcpServices = ['s3', 'sqs', 'kms', 'sts', 'dynamodb', 'secretsmanager'];

/** The reasons that a decision differs although the statements are seen alike. */
export const procedures = [
  ['root-user', (q) => q.kind === 'root' && q.decision === 'allowed'],
  ['credential-restriction', (q) => missing(q, 'credentialRestriction')],
  ['other-partition', (q) => missing(q, 'partition')],
  ['service-linked-role', (q, theirs) => q.serviceLinked && theirs.decision !== 'allowed' && (q.scps || q.rcps)],
  ['service-and-endpoint', (q) => q.kind === 'service' && q.endpoint],
  ['provider-of-another-call', (q) => q.kind === 'provider' && missing(q, 'trust')],
  ['built-in-provider', (q, theirs) => q.kind === 'provider' && !q.principal.startsWith('arn:') && q.decision === 'allowed' && theirs.decision === 'implicitDeny'],
  ['trust-policy-of-another-action', (q, theirs) => q.resource.includes(':role/') && /^iam:/i.test(q.action) && theirs.decision !== 'implicitDeny' && q.resourcePolicy],
  ['policy-on-instance', (q, theirs) => /^arn:[^:]*:ec2:/.test(q.resource) && theirs.decision === 'allowed' && q.resourcePolicy],
  ['rcp-of-another-service', (q, theirs) => !rcpServices.includes(service(q)) && theirs.decision === 'explicitDeny' && q.rcps],
  ['rcp-and-retire-grant', (q, theirs) => /^kms:retiregrant$/i.test(q.action) && theirs.decision === 'explicitDeny' && q.rcps],
  ['block-public-access', (q) => missing(q, 'blockPublicAccess')],
  ['session-named-by-resource', (q, theirs) => q.decision === 'allowed' && theirs.decision === 'implicitDeny' && (q.kind === 'federated user' || (q.kind === 'role' && q.session))],
  ['federated-without-session-policy', (q, theirs) => q.kind === 'federated user' && missing(q, 'session') && theirs.decision === 'allowed'],
  ['no-permission-needed', (q) => /^sts:getsessiontoken$/i.test(q.action) && q.decision === 'allowed'],
  ['organization-member-call', (q) => /^organizations:describeorganization$/i.test(q.action) && q.decision === 'allowed'],
  ['assume-root', (q) => /^sts:assumeroot$/i.test(q.action) && q.decision === 'allowed'],
  ['kms-grant', (q) => q.granted],
  ['key-without-policy', (q) => kms(q) && !q.resourcePolicy],
  ['request-for-all-resources', (q) => q.resource === '*'],
];
