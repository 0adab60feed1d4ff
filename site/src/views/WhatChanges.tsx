import { useApp } from '../app';
import type { Change } from '../engine/door';
import { decisionWords } from '../store/verdict';
import { Icon } from './Icon';
import { decisionIcons } from './DecisionStrip';

/** The smallest single edits that flip the decision, each to look at and to make. */
export function WhatChanges() {
  const { changes } = useApp();
  const list = changes.list.value;
  return (
    <details class="note changes" open={changes.wanted.value} onToggle={(e) => (changes.wanted.value = e.currentTarget.open)}>
      <summary>
        <h3>What would change it</h3>
        <Icon name="down" />
      </summary>
      {changes.wanted.value && <Body list={list} />}
    </details>
  );
}

function Body({ list }: { list: Change[] | null }) {
  if (!list) return <p class="muted">Trying edits…</p>;
  if (list.length === 0) return <p>No single edit flips this decision: more than one thing stands in the way, or policies cannot change it.</p>;
  return (
    <>
      <p class="muted">Any one of these flips the decision. Each was tried.</p>
      <ul class="change-list">
        {list.map((change) => (
          <ChangeRow key={`${change.title} ${change.from}`} change={change} />
        ))}
      </ul>
    </>
  );
}

function ChangeRow({ change }: { change: Change }) {
  const { changes } = useApp();
  const { before, after } = changes.preview(change);
  return (
    <li>
      <details class="change">
        <summary>
          <Icon name="right" />
          <span class="change-title">{change.title}</span>
          <span class={`change-after after-${change.decision}`}>
            <Icon name={decisionIcons[change.decision]} />
            {decisionWords[change.decision]}
          </span>
        </summary>
        <div class="change-diff mono">
          {before && <del>{before}</del>}
          {after && <ins>{after}</ins>}
        </div>
        <button type="button" class="button" onClick={() => changes.apply(change)}>
          <Icon name="pencil" />
          Make this edit
        </button>
      </details>
    </li>
  );
}
