import { useState } from 'preact/hooks';
import { useApp } from '../app';
import { stringAt } from '../json/path';
import { sizeOf } from '../scenario/tree';
import { Icon } from './Icon';
import { later } from './later';
import { Markdown } from './Markdown';
import { Popover } from './Popover';
import { Tree } from './Tree';

/** With so many entries a field helps to find one. */
const large = 15;

/** Who and what there is, with the policies: a tree to choose from, and the ways to add to it. */
export function World() {
  const { store } = useApp();
  const [sought, setSought] = useState('');
  const tree = store.tree.value;
  const many = sizeOf(tree) > large;
  return (
    <nav class="world" aria-label="World">
      {many && (
        <div class="world-search">
          <input
            class="field"
            type="search"
            aria-label="Find in the world"
            placeholder="Find"
            spellcheck={false}
            value={sought}
            onInput={(event) => setSought(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && setSought('')}
          />
        </div>
      )}
      <div class="world-scroll">
        {tree.length > 0 ? <Tree tree={tree} sought={many ? sought : ''} /> : <Empty />}
        <About />
      </div>
      <div class="world-foot">
        <Popover class="button-quiet" label="Add" icon="plus" name="Add to the world">
          {(close) => <AddMenu close={close} />}
        </Popover>
        <button type="button" class="button button-quiet" aria-haspopup="dialog" onClick={() => (store.dialog.value = 'graph')}>
          <Icon name="graph" />
          Graph
        </button>
      </div>
    </nav>
  );
}

const AddMenu = later<{ close: () => void }>(() => import('./AddMenu'));

function About() {
  const { store } = useApp();
  const description = stringAt(store.scenario.value, ['description']);
  return description ? (
    <div class="about">
      <h2>About this scenario</h2>
      <Markdown text={description} />
    </div>
  ) : null;
}

/** What a world is made of, where there is none yet. */
function Empty() {
  return (
    <div class="world-empty">
      <p>
        <strong>Nobody is here yet.</strong>
      </p>
      <p>An account holds users, groups and roles with their policies, and the resources that they want to reach.</p>
      <p>Add a user below: an account comes with it. Then give the user a policy, and ask.</p>
    </div>
  );
}
