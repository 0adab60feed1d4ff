import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Graph } from '../graph/graph';
import { curve, draw, labelOf, nodeHeight, type PlacedEdge, type PlacedNode } from '../graph/layout';
import type { Open } from './GraphDialog';
import { Icon } from './Icon';

/** The graph as a drawing that scrolls, with a zoom. A thing opens what it stands for, a decision its request. */
export function GraphDrawing({ graph, open }: { graph: Graph; open: Open }) {
  const picture = useMemo(() => draw(graph), [graph]);
  const frame = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(1);
  const [pointed, setPointed] = useState('');
  const fit = (least: number) => {
    const { clientWidth, clientHeight } = frame.current!;
    setZoom(Math.max(least, Math.min(1.2, clientWidth / picture.width, clientHeight / picture.height)));
  };
  // What is small enough is seen whole; a larger drawing keeps its size, and one scrolls. The frame has its size once the dialog stands.
  useEffect(() => {
    const timer = requestAnimationFrame(() => fit(1));
    return () => cancelAnimationFrame(timer);
  }, [picture]);
  const size = { width: `${picture.width * zoom}px`, height: `${picture.height * zoom}px` };
  const near = (edge: PlacedEdge) => pointed === '' || edge.from === pointed || edge.to === pointed;
  return (
    <div class="graph-drawing">
      <div class="graph-frame" ref={frame} tabIndex={0} role="group" aria-label="Drawing. The same stands as sentences under List.">
        <div class="graph-sheet" style={size}>
          <svg style={size} viewBox={`0 0 ${picture.width} ${picture.height}`} aria-hidden="true">
            <defs>
              {(['allows', 'denies', 'nothing', 'belongs', 'boundary'] as const).map((kind) => (
                <marker key={kind} id={`arrow-${kind}`} class={`edge-${kind}`} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
                  <path d="M0,0.5L7,4L0,7.5z" />
                </marker>
              ))}
            </defs>
            {picture.edges.map((edge, i) => (
              <path key={i} class={`edge edge-${edge.kind} ${near(edge) ? '' : 'far'}`} d={curve(edge.points)} marker-end={`url(#arrow-${edge.kind})`} />
            ))}
          </svg>
          <div class="graph-things" style={{ transform: `scale(${zoom})` }}>
            {picture.edges.map((edge, i) => edge.label && <Label key={i} edge={edge} far={!near(edge)} onOpen={() => open.edge(edge)} />)}
            {picture.nodes.map((node) => (
              <Thing key={node.id} node={node} onOpen={() => open.node(node)} onPoint={(on) => setPointed(on ? node.id : '')} />
            ))}
          </div>
        </div>
      </div>
      <div class="graph-zoom" role="group" aria-label="Zoom">
        <button type="button" class="button icon-button" aria-label="Smaller" title="Smaller" onClick={() => setZoom(Math.max(0.3, zoom / 1.25))}>
          <Icon name="minus" />
        </button>
        <button type="button" class="button" onClick={() => fit(0.3)}>
          Fit
        </button>
        <button type="button" class="button icon-button" aria-label="Larger" title="Larger" onClick={() => setZoom(Math.min(2, zoom * 1.25))}>
          <Icon name="plus" />
        </button>
      </div>
    </div>
  );
}

function Thing({ node, onOpen, onPoint }: { node: PlacedNode; onOpen: () => void; onPoint: (on: boolean) => void }) {
  const box = { left: `${node.x}px`, top: `${node.y}px`, width: `${node.width}px`, height: `${nodeHeight}px` };
  return (
    <button type="button" class={`thing thing-${node.kind}`} style={box} title={node.name} onClick={onOpen} onPointerEnter={() => onPoint(true)} onPointerLeave={() => onPoint(false)} onFocus={() => onPoint(true)} onBlur={() => onPoint(false)}>
      <span>{node.name}</span>
      <small>{node.note}</small>
    </button>
  );
}

function Label({ edge, far, onOpen }: { edge: PlacedEdge; far: boolean; onOpen: () => void }) {
  const { x, y, width } = edge.label!;
  const box = { left: `${x - width / 2}px`, top: `${y - 12}px`, width: `${width}px` };
  const look = `edge-label edge-${edge.kind} ${far ? 'far' : ''}`;
  if (edge.requests.length === 0) return <span class={look} style={box}>{labelOf(edge)}</span>;
  return (
    <button type="button" class={look} style={box} title={`Show request ${edge.requests[0]! + 1}`} onClick={onOpen}>
      {labelOf(edge)}
    </button>
  );
}
