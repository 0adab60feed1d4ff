import type { Check } from '../engine/door';
import { nearMissesOf, shortRungNames, sidesOf, stepsOf, verdictOf, type Side } from '../scenario/ladder';
import { friendlyResource } from '../scenario/names';
import { Icon } from './Icon';
import { LadderEnd, RungIcon } from './LadderParts';
import { StepView } from './RungView';
import { Near } from './StatementView';

/** The way of a request through every gate to the decision, drawn as a line that ends where it is stopped. */
export function Ladder({ check }: { check: Check }) {
  const near = check.decision === 'allowed' ? [] : nearMissesOf(check);
  const steps = stepsOf(check);
  return (
    <>
      <Sides check={check} />
      <ol class="ladder">
        {steps.map((step, i) => (
          <StepView key={step.gate.kind === 'policies' ? step.gate.rung.policyType : `${step.gate.kind} ${i}`} step={step} />
        ))}
        <LadderEnd decision={check.decision} />
      </ol>
      {near.length > 0 && <Near near={near} />}
    </>
  );
}

/** Where two accounts have a say: both sides, side by side. */
function Sides({ check }: { check: Check }) {
  const sides = sidesOf(check);
  if (!sides) return null;
  return (
    <div class="sides">
      <SideView title="Caller’s account" side={sides.caller} />
      <Icon name="right" />
      <SideView title="Resource’s account" side={sides.owner} />
      <p class="sides-note">
        {friendlyResource(check.resource).strong} belongs to another account than the caller, so both sides must allow.
      </p>
    </div>
  );
}

function SideView({ title, side: { account, steps } }: { title: string; side: Side }) {
  return (
    <section class="side" aria-label={`${title} ${account}`}>
      <h3>{title}</h3>
      <p class="mono">{account}</p>
      <ul>
        {steps.map(({ gate, bearing }) => (
          <li key={gate.rung.policyType} class={`side-step rung-${bearing}`}>
            <RungIcon bearing={bearing} />
            <span>{shortRungNames[gate.rung.policyType]}</span>
            <span class="side-verdict">{verdictOf(gate)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
