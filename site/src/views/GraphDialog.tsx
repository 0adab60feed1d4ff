import { useMemo, useState } from 'preact/hooks';
import { useApp } from '../app';
import { graphOf, partOf, sentenceOf, type Graph, type GraphEdge, type GraphNode } from '../graph/graph';
import '../styles/graph.css';
import '../styles/graph-list.css';
import { Dialog } from './Dialog';
import { GraphDrawing } from './GraphDrawing';

/** A drawing of more can neither be laid out in a moment nor read. */
const most = 100;

/** Who reaches what through which policies: drawn, or as a list of sentences. */
export default function GraphDialog() {
  const { store } = useApp();
  const [around, setAround] = useState('');
  const [listed, setListed] = useState(false);
  const answered = store.answered.value;
  const whole = useMemo(() => graphOf(store.scenario.value, answered?.decided ?? null), [store.scenario.value, answered]);
  const part = useMemo(() => partOf(whole, around, most), [whole, around]);
  const open = useOpen();
  return (
    <Dialog name="Who reaches what" class="graph">
      <div class="graph-head">
        <h2>Who reaches what</h2>
        <label>
          <span class="muted">around</span>
          <select class="select" value={around} onChange={(event) => setAround(event.currentTarget.value)}>
            <option value="">everything</option>
            {whole.nodes.filter(({ kind }) => kind !== 'policy' && kind !== 'control').slice(0, 500).map((node) => (
              <option key={node.id} value={node.id}>
                {node.name}, {node.note}
              </option>
            ))}
          </select>
        </label>
        <div class="graph-ways" role="group" aria-label="How it is shown">
          {[false, true].map((way) => (
            <button key={String(way)} type="button" class="button" aria-pressed={listed === way} onClick={() => setListed(way)}>
              {way ? 'List' : 'Drawing'}
            </button>
          ))}
        </div>
      </div>
      {part.nodes.length < whole.nodes.length && around === '' && (
        <p class="graph-note">
          {part.nodes.length} of {whole.nodes.length.toLocaleString('en-US')} are shown, those first that requests touch. Choose what to look around.
        </p>
      )}
      {part.nodes.length === 0 ? (
        <p class="empty">Nobody is here yet. Add a user to the world, and a request.</p>
      ) : listed ? (
        <Sentences graph={part} open={open} />
      ) : (
        <GraphDrawing graph={part} open={open} />
      )}
      <Legend />
    </Dialog>
  );
}

/** What opens from the graph, which closes then. */
export interface Open {
  node: (node: GraphNode) => void;
  edge: (edge: GraphEdge) => void;
}

function useOpen(): Open {
  const { store } = useApp();
  const close = () => (store.dialog.value = '');
  return {
    node: ({ opens, request }) => {
      if (opens === null && request === null) return;
      close();
      if (opens === null) store.select(request!);
      else store.openDocument(opens);
    },
    edge: ({ requests }) => {
      if (requests[0] === undefined) return;
      close();
      store.select(requests[0]);
    },
  };
}

/** The same for those who do not see the drawing, or would rather read. */
function Sentences({ graph: { nodes, edges }, open }: { graph: Graph; open: Open }) {
  const order: GraphEdge['kind'][] = ['denies', 'nothing', 'allows', 'boundary', 'belongs'];
  const sorted = [...edges].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  return (
    <ul class="graph-list" aria-label="Who reaches what, as sentences">
      {sorted.map((edge) => (
        <li key={`${edge.from} ${edge.kind} ${edge.to}`} class={`edge-${edge.kind}`}>
          <span class="edge-mark" aria-hidden="true">
            {{ denies: '✕', nothing: '✕', allows: '✓', boundary: '▢', belongs: '–' }[edge.kind]}
          </span>
          <span>
            {sentenceOf(edge, nodes)}
            {edge.requests.length > 0 && ', '}
            {edge.requests.length > 0 && (
              <button type="button" class="link" onClick={() => open.edge(edge)}>
                request {edge.requests.map((i) => i + 1).join(', ')}
              </button>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Legend() {
  return (
    <ul class="graph-legend" aria-label="Lines">
      <li class="edge-allows">
        <span class="edge-sample" aria-hidden="true" /> ✓ a policy allows
      </li>
      <li class="edge-denies">
        <span class="edge-sample" aria-hidden="true" /> ✕ denied
      </li>
      <li class="edge-belongs">
        <span class="edge-sample" aria-hidden="true" /> is in, has attached
      </li>
      <li class="edge-boundary">
        <span class="edge-sample" aria-hidden="true" /> boundary
      </li>
    </ul>
  );
}
