import type { Decision } from '../engine/door';
import type { Bearing } from '../scenario/ladder';
import { decisionWords } from '../store/verdict';
import { decisionIcons } from './DecisionStrip';
import { Icon, type IconName } from './Icon';

const icons: Record<Bearing, IconName | null> = { denies: 'cross', blocks: 'minus', allows: 'check', quiet: null };

/** A disc where a gate has a say; a dot where it has none. */
export function RungIcon({ bearing }: { bearing: Bearing }) {
  const icon = icons[bearing];
  return <span class={`rung-icon rung-icon-${bearing}`}>{icon && <Icon name={icon} />}</span>;
}

/** Where the ladder ends: the decision. */
export function LadderEnd({ decision }: { decision: Decision }) {
  return (
    <li class={`rung-end rung-end-${decision}`}>
      <span class="rung-icon">
        <Icon name={decisionIcons[decision]} />
      </span>
      <strong>{decisionWords[decision]}</strong>
    </li>
  );
}
