import type { Decided, Matched, Outcome } from '../engine/door';
import type { Json } from '../json/json';
import { objectAt, stringAt } from '../json/path';
import { keyOf, managedKey, type DocumentKey } from '../scenario/documents';
import { friendlyPrincipal, friendlyResource, shortArn } from '../scenario/names';
import { attachedTo, controls, nodesOf } from '../scenario/organization';
import { accountsOf, arnOf, type Entity } from '../scenario/world';

/** Who reaches what through which policies, as things and the lines between them. */
export interface Graph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

export interface GraphNode {
  id: string;
  kind: 'principal' | 'group' | 'policy' | 'control' | 'place' | 'resource';
  name: string;
  /** What it is, in a word or two. */
  note: string;
  /** What it opens; nothing where the scenario holds it in requests alone. */
  opens: DocumentKey | null;
  /** The id of a node of the organization. */
  level?: string;
  /** The first request that is about it. */
  request: number | null;
}

export interface GraphEdge {
  from: string;
  to: string;
  kind: 'belongs' | 'boundary' | 'allows' | 'denies' | 'nothing';
  /** How the line reads: "FROM words TO". */
  words: string;
  /** The requests that show it, of those that the engine decided. */
  requests: number[];
}

/** The policy types that grant; an Allow of the others only does not stand in the way. */
const granting = new Set(['identity', 'resource', 'trust']);

export function graphOf(scenario: Json, decided: Decided | null): Graph {
  const drawn = new Drawing();
  for (const { sections } of accountsOf(scenario)) {
    const drawable = sections.filter(({ title }) => title !== 'Policies');
    // Groups first: a user's line goes to a group that there is.
    for (const { title, entities } of drawable.sort((a) => (a.title === 'Groups' ? -1 : 0))) for (const entity of entities) drawEntity(drawn, title, entity);
  }
  drawOrganization(drawn, scenario);
  decided?.requests.forEach((outcome, i) => drawRequest(drawn, decided, outcome, i));
  return drawn.graph();
}

/** Nodes and edges by name, so that what is drawn twice stands once. */
class Drawing {
  private readonly nodes = new Map<string, GraphNode>();
  private readonly edges = new Map<string, GraphEdge>();

  node(id: string, make: () => Omit<GraphNode, 'id' | 'request'>, request: number | null = null): string {
    const node = this.nodes.get(id) ?? { id, ...make(), request };
    node.request ??= request;
    this.nodes.set(id, node);
    return id;
  }

  has(id: string): boolean {
    return this.nodes.has(id);
  }

  edge(from: string, to: string, kind: GraphEdge['kind'], words: string, request?: number) {
    const key = JSON.stringify([from, to, kind]);
    const edge = this.edges.get(key) ?? { from, to, kind, words: '', requests: [] };
    const said = edge.words === '' ? [] : edge.words.split(', ');
    edge.words = said.includes(words) ? edge.words : [...said, words].join(', ');
    if (request !== undefined) edge.requests.push(request);
    this.edges.set(key, edge);
  }

  /** The node of the organization, or of an account in it, that has an id. */
  place(level: string | undefined): string | undefined {
    return [...this.nodes.values()].find((node) => node.kind === 'place' && node.level === level)?.id;
  }

  /** The policies that had to allow: those of a level of the organization, or the principal's boundary. */
  lacking(missing: string, principal: string): string[] {
    const [type, level] = missing.split(':');
    const edges = [...this.edges.values()];
    if (type === 'boundary') return edges.filter(({ kind, from }) => kind === 'boundary' && from === principal).map(({ to }) => to);
    const place = this.place(level);
    return edges.filter(({ from, to }) => from === place && this.nodes.get(to)!.note.toLowerCase() === type).map(({ to }) => to);
  }

  graph(): Graph {
    const edges = [...this.edges.values()];
    const linked = new Set(edges.flatMap(({ from, to }) => [from, to]));
    return { nodes: [...this.nodes.values()].filter((node) => node.kind !== 'resource' || linked.has(node.id)), edges };
  }
}

const notes: Record<string, string> = { Users: 'user', Groups: 'group', Roles: 'role', Resources: 'resource', 'VPC endpoints': 'VPC endpoint' };

function drawEntity(drawn: Drawing, title: string, entity: Entity) {
  const kind = title === 'Groups' ? 'group' : title === 'Users' || title === 'Roles' ? 'principal' : 'resource';
  drawn.node(entity.arn, () => ({ kind, name: entity.name, note: notes[title]!, opens: keyOf(entity.path) }));
  for (const document of entity.documents) {
    const note = { inline: 'inline policy', trust: 'trust policy', resource: 'resource-based policy', AWS: 'AWS managed', attached: 'customer managed', boundary: 'managed policy' }[document.kind as string] ?? 'policy';
    drawn.node(document.key, () => ({ kind: 'policy', name: document.kind === 'trust' ? `${entity.name} trust policy` : document.name, note, opens: document.key }));
    if (document.kind === 'boundary') drawn.edge(entity.arn, document.key, 'boundary', 'has the boundary');
    else drawn.edge(entity.arn, document.key, 'belongs', { inline: 'has the inline policy', trust: 'is guarded by', resource: 'is guarded by' }[document.kind as string] ?? 'has attached');
  }
  for (const group of entity.groups) if (drawn.has(group)) drawn.edge(entity.arn, group, 'belongs', 'is in');
}

function drawOrganization(drawn: Drawing, scenario: Json) {
  for (const node of nodesOf(scenario)) {
    const id = keyOf(node.path);
    const account = node.kind === 'account' && objectAt(scenario, ['accounts']).has(node.id);
    drawn.node(id, () => ({ kind: 'place', name: (account && stringAt(scenario, ['accounts', node.id, 'name'])) || node.name, note: node.kind === 'unit' ? 'organizational unit' : node.kind, level: node.id, opens: account ? keyOf(['accounts', node.id]) : id }));
    if (node.kind !== 'root') drawn.edge(keyOf(node.path.slice(0, -2)), id, 'belongs', 'holds');
    if (account) for (const identity of identityPaths(scenario, node.id)) drawn.edge(id, arnOf(scenario, identity), 'belongs', 'holds');
    for (const type of ['scp', 'rcp'] as const) {
      for (const name of attachedTo(scenario, node.path, type)) {
        const { full, library, word } = controls[type];
        if (name === full) continue;
        const key = keyOf(['organization', library, name]);
        drawn.node(key, () => ({ kind: 'control', name, note: word, opens: key }));
        drawn.edge(id, key, 'belongs', 'has attached');
      }
    }
  }
}

/** Users and roles of an account. */
function identityPaths(scenario: Json, account: string): string[][] {
  return ['users', 'roles'].flatMap((kind) => [...objectAt(scenario, ['accounts', account, kind]).keys()].map((name) => ['accounts', account, kind, name]));
}

function drawRequest(drawn: Drawing, decided: Decided, outcome: Outcome, index: number) {
  if (outcome.decision === 'error') return;
  const principal = drawPrincipal(drawn, outcome.principal, index);
  const resources = outcome.resources.map((arn) => drawResource(drawn, arn, index));
  const telling = outcome.decidedBy.filter((matched) => matched.statement && (matched.effect === 'Deny' || granting.has(matched.policyType)));
  for (const matched of telling) {
    const policy = drawDeciding(drawn, decided, matched);
    for (const resource of resources) drawn.edge(policy, resource, matched.effect === 'Deny' ? 'denies' : 'allows', outcome.action, index);
  }
  if (telling.length > 0) return;
  // Nothing granted: the line comes from what had to allow and did not, where that can be drawn, else from who asked.
  const lacking = outcome.missing.flatMap((missing) => drawn.lacking(missing, principal));
  for (const from of lacking.length > 0 ? lacking : [principal]) {
    for (const resource of resources) drawn.edge(from, resource, outcome.decision === 'allowed' ? 'allows' : 'nothing', outcome.action, index);
  }
}

/** A session is drawn as its role, where the scenario has it. */
function drawPrincipal(drawn: Drawing, principal: string, request: number): string {
  const role = principal.replace(/^(arn:[^:]*):sts:(:\d+):assumed-role\/([^/]+)\/.*$/, '$1:iam:$2:role/$3');
  const id = drawn.has(role) ? role : principal;
  const place = drawn.has(id) ? undefined : drawn.place(principal.split(':')[4]);
  if (place !== undefined) drawn.edge(place, id, 'belongs', 'holds');
  return drawn.node(id, () => ({ kind: 'principal', name: friendlyPrincipal(principal).strong, note: friendlyPrincipal(principal).dim.trim() || 'principal', opens: null }), request);
}

function drawResource(drawn: Drawing, arn: string, request: number): string {
  return drawn.node(arn, () => ({ kind: 'resource', name: arn === '*' ? 'any resource' : friendlyResource(arn).strong, note: arn === '*' ? '*' : (arn.split(':')[2] ?? ''), opens: null }), request);
}

function drawDeciding(drawn: Drawing, { documents }: Decided, matched: Matched): string {
  const document = documents[matched.document];
  const key = document?.path ? keyOf(document.path) : managedKey(matched.policy);
  return drawn.node(key, () => ({ kind: 'policy', name: shortArn(matched.policy), note: 'policy', opens: key }));
}

/** A part of a graph that can be read: what is around one node, or so many nodes, those that requests touch first. */
export function partOf(graph: Graph, around: string, most: number): Graph {
  const near = around === '' ? ranked(graph) : reached(graph, around);
  const kept = new Set(near.slice(0, most));
  return { nodes: graph.nodes.filter(({ id }) => kept.has(id)), edges: graph.edges.filter(({ from, to }) => kept.has(from) && kept.has(to)) };
}

/** All nodes: what requests show first, then what is beside it, then the rest. */
function ranked({ nodes, edges }: Graph): string[] {
  const shown = new Set([...nodes.filter((node) => node.request !== null).map(({ id }) => id), ...edges.filter((edge) => edge.requests.length > 0).flatMap(({ from, to }) => [from, to])]);
  const beside = new Set(edges.flatMap(({ from, to }) => (shown.has(from) ? [to] : shown.has(to) ? [from] : [])));
  return [...new Set([...shown, ...beside, ...nodes.map(({ id }) => id)])];
}

/** What can be come to from a node along the lines, and what leads to it. */
function reached({ nodes, edges }: Graph, around: string): string[] {
  const found = new Set([around]);
  const walk = (from: 'from' | 'to', to: 'from' | 'to') => {
    const seen = new Set([around]);
    for (const id of seen) for (const edge of edges) if (edge[from] === id) seen.add(edge[to]);
    for (const id of seen) found.add(id);
  };
  walk('from', 'to');
  walk('to', 'from');
  const controlling = new Set(nodes.filter(({ kind }) => kind === 'control').map(({ id }) => id));
  for (const { from, to } of edges) if (controlling.has(to) && found.has(from)) found.add(to);
  return [...found];
}

/** A line as a sentence. */
export function sentenceOf(edge: GraphEdge, nodes: GraphNode[]): string {
  const start = nodes.find(({ id }) => id === edge.from)!;
  const [from, to] = [start.name, nodes.find(({ id }) => id === edge.to)!.name];
  if (edge.kind === 'allows') return start.kind === 'principal' ? `${from} may do ${edge.words} on ${to}` : `${from} allows ${edge.words} on ${to}`;
  if (edge.kind === 'denies') return `${from} denies ${edge.words} on ${to}`;
  return edge.kind === 'nothing' ? `${from} has no Allow for ${edge.words} on ${to}` : `${from} ${edge.words} ${to}`;
}
