import { useApp } from '../app';
import { Icon } from './Icon';
import { later } from './later';

/** The smallest single edits that flip the decision, each to look at and to make. */
export function WhatChanges() {
  const { changes } = useApp();
  return (
    <details class="note changes" open={changes.wanted.value} onToggle={(e) => (changes.wanted.value = e.currentTarget.open)}>
      <summary>
        <h3>What would change it</h3>
        <Icon name="down" />
      </summary>
      {changes.wanted.value && <ChangeList />}
    </details>
  );
}

const ChangeList = later(() => import('./ChangeList'));
