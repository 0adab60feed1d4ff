import { useSignal } from '@preact/signals';
import { useApp } from '../app';
import { Matrix } from './Matrix';
import { WhoCan } from './WhoCan';
import '../styles/questions.css';

const sides = [
  { side: 'who', label: 'Who can do this' },
  { side: 'what', label: 'What can they do' },
] as const;

/** Questions over all principals of the scenario. */
export default function WhoPanel() {
  const { store } = useApp();
  const shown = useSignal<'who' | 'what'>('who');
  if (!store.request.value) return <p class="empty">Add a request first: who can do what is asked about its action, resource and context.</p>;
  return (
    <div class="question-panel">
      <div class="sides" role="group" aria-label="Question">
        {sides.map(({ side, label }) => (
          <button key={side} type="button" class="side" aria-pressed={shown.value === side} onClick={() => (shown.value = side)}>
            {label}
          </button>
        ))}
      </div>
      {shown.value === 'who' ? <WhoCan request={store.request.value} /> : <Matrix request={store.request.value} />}
    </div>
  );
}
