import { Graph as Layout, layout } from '@dagrejs/dagre';
import type { Graph, GraphEdge, GraphNode } from './graph';

/** A node where it is drawn, by its upper left corner. */
export interface PlacedNode extends GraphNode {
  x: number;
  y: number;
  width: number;
}

/** A line, through these points, and the middle of its words where it has any. */
export interface PlacedEdge extends GraphEdge {
  points: { x: number; y: number }[];
  label: { x: number; y: number; width: number } | null;
}

export interface Picture {
  width: number;
  height: number;
  nodes: PlacedNode[];
  edges: PlacedEdge[];
}

export const nodeHeight = 40;

/** Whether words stand on a line: what the engine decided, and what is not plain from the nodes. */
export function isTold({ kind }: GraphEdge): boolean {
  return kind !== 'belongs';
}

/** What stands on a line. */
export function labelOf({ kind, words }: GraphEdge): string {
  const actions = words.split(', ');
  const short = actions.length > 2 ? `${actions.slice(0, 2).join(', ')}, …` : words;
  return { allows: `✓ allows ${short}`, denies: `✕ denies ${short}`, nothing: `✕ no Allow for ${short}`, boundary: 'boundary', belongs: words }[kind];
}

/** Lays a graph out from left to right. */
export function draw(graph: Graph): Picture {
  const plan = new Layout({ multigraph: true });
  plan.setGraph({ rankdir: 'LR', nodesep: 14, edgesep: 10, ranksep: 44, marginx: 16, marginy: 16 });
  for (const node of graph.nodes) plan.setNode(node.id, { width: widthOf(node), height: nodeHeight });
  graph.edges.forEach((edge, i) => plan.setEdge(edge.from, edge.to, isTold(edge) ? { width: labelOf(edge).length * 6 + 8, height: 24, labelpos: 'c' } : { width: 0, height: 0 }, String(i)));
  layout(plan);
  const { width = 0, height = 0 } = plan.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    nodes: graph.nodes.map((node) => {
      const at = plan.node(node.id) as { x: number; y: number; width: number };
      return { ...node, x: at.x - at.width / 2, y: at.y - nodeHeight / 2, width: at.width };
    }),
    edges: graph.edges.map((edge, i) => {
      const at = plan.edge(edge.from, edge.to, String(i)) as { points: { x: number; y: number }[]; x?: number; y?: number; width: number };
      return { ...edge, points: at.points, label: isTold(edge) && at.x !== undefined && at.y !== undefined ? { x: at.x, y: at.y, width: at.width } : null };
    }),
  };
}

function widthOf({ name, note }: GraphNode): number {
  return Math.max(80, Math.min(240, Math.max(name.length * 8.4, note.length * 6.5) + 36));
}

/** A line through the points that leaves and comes level. */
export function curve(points: { x: number; y: number }[]): string {
  return points.map(({ x, y }, i) => {
    const before = points[i - 1];
    if (!before) return `M${x},${y}`;
    const middle = (before.x + x) / 2;
    return `C${middle},${before.y} ${middle},${y} ${x},${y}`;
  }).join('');
}
