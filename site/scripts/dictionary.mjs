// How the dictionary of share links (engine/share/dictionary.txt) was chosen. It is frozen: links once given out need these
// very bytes, so this only measures, and shows what the same method would choose today.
//
//   node scripts/dictionary.mjs            measures the frozen one on every scenario
//   node scripts/dictionary.mjs --choose   prints what the method chooses now
//
// The method: of all pieces of the gallery's scenarios that begin and end at a boundary of JSON or of an ARN, take those
// that save most, counted by the scenarios that hold them; the most frequent stand last, where a reference to them is
// shortest; then leave out or move what makes the links of all scenarios, as they are and without prose, shorter. Words of
// IAM that the gallery need not hold stand before them all.
import { readdirSync, readFileSync } from 'node:fs';
import { deflateSync, deflateRawSync } from 'node:zlib';

const folder = new URL('../../scenarios/', import.meta.url);
const frozen = readFileSync(new URL('../../engine/share/dictionary.txt', import.meta.url));
const budget = 3072;

const scenarios = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, text: JSON.stringify(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))) }));

/** Words of IAM that the gallery need not hold, the rarer first. */
const words = `"study":{"organization":{"id":"o-","managementAccount":"","serviceControlPolicies":{"resourceControlPolicies":{"root":{"id":"r-","organizationalUnits":{"ou-","scps":["FullAWSAccess"],"rcps":["RCPFullAWSAccess"]"session":{"policies":["transitiveTagKeys":["sourceIdentity":"federatedBy":"vpcEndpoint":"vpce-"resourceAccount":"maxSessionDuration":"blockPublicAccess":true"NotPrincipal":{"NotAction":"NotResource":"Federated":"CanonicalUser":"sts:ExternalId":"arn:aws:sts::assumed-role/federated-user/saml-provider/oidc-provider/anonymous.amazonaws.com"lambda:InvokeFunction"kms:Decrypt"kms:GenerateDataKey"secretsmanager:GetSecretValue"sns:Publish"sqs:SendMessage"sqs:ReceiveMessage"iam:PassRole"iam:CreateUser"logs:PutLogEvents"cloudformation:"rds:"ecr:"ec2:RunInstances"ec2:TerminateInstances"ec2:DescribeInstances"dynamodb:"arn:aws:lambda:us-east-1:arn:aws:kms:us-east-1:arn:aws:sqs:arn:aws:sns:arn:aws:ec2:eu-west-1:instance/i-arn:aws:dynamodb:table/"ArnLike":{"aws:SourceArn":"ArnEquals":{"Null":{"Bool":{"aws:SecureTransport":"false"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"DateGreaterThan":{"aws:CurrentTime":"DateLessThan":{"NumericLessThan":{"aws:MultiFactorAuthAge":"ForAllValues:StringEquals":{"ForAnyValue:StringLike":{"aws:TagKeys":["StringNotEqualsIfExists":{"aws:RequestedRegion":["StringNotLike":{"StringNotEquals":{"aws:PrincipalOrgID":"aws:PrincipalArn":"aws:SourceVpce":"aws:SourceVpc":"aws:SourceAccount":"s3:prefix":"s3:x-amz-acl":"aws:RequestTag/aws:ResourceTag/aws:PrincipalTag/aws:username}"NotIpAddress":{"IpAddress":{"aws:SourceIp":"`;

const boundary = /[{}[\]":,/*]/;

function pieces(text) {
  const cuts = [...text].flatMap((c, i) => (boundary.test(c) ? [i, i + 1] : []));
  const all = new Set();
  for (let a = 0; a < cuts.length; a++) {
    for (let b = a + 1; b < cuts.length && cuts[b] - cuts[a] <= 160; b++) {
      if (cuts[b] - cuts[a] >= 5) all.add(text.slice(cuts[a], cuts[b]));
    }
  }
  return all;
}

/** What people will share is mostly bare: the same scenarios without the prose and what only a lesson has. */
function bare(text) {
  const scenario = JSON.parse(text);
  for (const member of ['description', 'tags', 'study']) delete scenario[member];
  for (const request of scenario.requests) for (const member of ['name', 'why', 'decidedBy']) delete request[member];
  return JSON.stringify(scenario);
}

function choose(full) {
  const texts = [...full, ...full.map(bare)];
  const held = new Map();
  for (const text of full) for (const piece of pieces(text)) held.set(piece, (held.get(piece) ?? 0) + 1);
  const ranked = [...held].filter(([, n]) => n >= 2).map(([piece, n]) => ({ piece, n, score: (n - 1) * (piece.length - 3) }));
  ranked.sort((a, b) => b.score - a.score || (a.piece < b.piece ? -1 : 1));
  const chosen = [];
  for (const candidate of ranked) {
    const size = Buffer.byteLength(words + chosen.map(({ piece }) => piece).join('') + candidate.piece);
    if (size <= budget && !chosen.some(({ piece }) => piece.includes(candidate.piece))) chosen.push(candidate);
  }
  chosen.sort((a, b) => a.n - b.n || a.piece.length - b.piece.length);
  return Buffer.from(prune(words, chosen.map(({ piece }) => piece), texts));
}

/** Leaves out what saves nothing next to the others, and moves each piece to where it saves most. */
function prune(words, pieces, texts) {
  const total = (list) => texts.reduce((sum, text) => sum + deflateSync(text, { level: 9, memLevel: 9, dictionary: Buffer.from(words + list.join('')) }).length, 0);
  let best = total(pieces);
  for (let i = 0; i < pieces.length; i++) {
    const rest = pieces.toSpliced(i, 1);
    const tries = [rest, [pieces[i], ...rest], [...rest, pieces[i]], rest.toSpliced(i + 3, 0, pieces[i]), rest.toSpliced(Math.max(0, i - 3), 0, pieces[i])];
    for (const list of tries) {
      const now = total(list);
      if (now < best) [best, pieces] = [now, list];
    }
  }
  return words + pieces.join('');
}

const link = (bytes) => 3 + Math.ceil((bytes.length * 4) / 3);
const withDictionary = (text, dictionary) => link(deflateSync(text, { level: 9, memLevel: 9, dictionary }));
const plain = (text) => link(deflateRawSync(text, { level: 9, memLevel: 9 }));

if (process.argv.includes('--choose')) {
  process.stdout.write(choose(scenarios.map((s) => s.text)));
} else {
  const rows = scenarios.map(({ name, text }) => ({
    name,
    json: text.length,
    plain: plain(text),
    frozen: withDictionary(text, frozen),
    bare: bare(text).length,
    barePlain: plain(bare(text)),
    bareFrozen: withDictionary(bare(text), frozen),
  }));
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  console.table([...rows, { name: 'all', json: sum('json'), plain: sum('plain'), frozen: sum('frozen'), bare: sum('bare'), barePlain: sum('barePlain'), bareFrozen: sum('bareFrozen') }]);
  console.log('plain: characters of the link with plain deflate; frozen: with the dictionary;');
  console.log('bare: the same without prose, names, tags and what had to decide, as people share.');
}
