import '../styles/mask.css';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { useApp, type App } from '../app';
import { decideCall, readDecided } from '../engine/client';
import type { JsonObject } from '../json/json';
import { engineInput } from '../scenario/engineText';
import { maskOf, masked, type Mask } from '../scenario/mask';
import { clock } from '../store/decide';
import { Dialog } from './Dialog';

/** What the engine says of the masked scenario: null while it is asked. */
type Checked = { same: true } | { same: false; words: string } | null;

/** Replaces what tells whose a scenario is, after a look at every replacement. */
export default function MaskDialog() {
  const app = useApp();
  const { store } = app;
  const scenario = store.scenario.value;
  const mask = useMemo(() => maskOf(scenario), [scenario]);
  const result = useMemo(() => masked(scenario, mask.replacements), [mask]);
  const [checked, setChecked] = useState<Checked>(null);
  useEffect(() => {
    let current = true;
    void compare(app, scenario, result).then((found) => current && setChecked(found));
    return () => void (current = false);
  }, [result]);
  const replace = () => {
    store.change(() => result);
    store.dialog.value = '';
    store.notice.value = `${mask.replacements.length} texts were replaced. Undo brings them back.`;
  };
  return (
    <Dialog name="Mask account ids and names" class="mask-dialog">
      <h2>Mask account ids and names</h2>
      <p class="muted">Before you show a scenario to others: each of these is replaced wherever it stands, in the texts of policies too. Names of accounts and units, IP addresses, tag values and prose stay as they are: read them before you share.</p>
      {mask.replacements.length === 0 ? <p class="empty">There is nothing to replace.</p> : <List mask={mask} />}
      {mask.kept.length > 0 && (
        <p class="mask-kept">
          These stay, as a wildcard in a policy is about a part of them: <span class="mono">{mask.kept.join(', ')}</span>
        </p>
      )}
      <p role="status" class="mask-check">
        {checked === null ? 'Deciding the masked scenario…' : checked.same ? 'Every decision stays the same.' : checked.words}
      </p>
      <p class="actions">
        <button type="button" class="button button-main" disabled={mask.replacements.length === 0 || checked === null} onClick={replace}>
          Replace {mask.replacements.length === 1 ? '1 text' : `${mask.replacements.length} texts`}
        </button>
      </p>
    </Dialog>
  );
}

function List({ mask }: { mask: Mask }) {
  return (
    <div class="mask-list" tabIndex={0} role="region" aria-label="Replacements">
      <table>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Now</th>
            <th scope="col">Then</th>
          </tr>
        </thead>
        <tbody>
          {mask.replacements.map(({ kind, from, to }) => (
            <tr key={from}>
              <td>{kind}</td>
              <td class="mono">{from.length > 80 ? `${from.slice(0, 80)}…` : from}</td>
              <td class="mono">{to}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Whether both scenarios are decided alike, request by request. */
async function compare({ client }: App, before: JsonObject, after: JsonObject): Promise<Checked> {
  const now = clock();
  const [one, two] = await Promise.all([before, after].map(async (scenario) => {
    const answer = await client.ask(decideCall(engineInput(scenario).text, -1, now));
    const reply = answer.kind === 'reply' ? readDecided(answer.text) : null;
    return reply?.ok ? reply.value.requests : null;
  }));
  if (!one || !two) return { same: false, words: 'The engine could not decide both, so it is not known whether the decisions stay the same.' };
  const changed = one.flatMap(({ decision }, i) => (decision === two[i]?.decision ? [] : [i + 1]));
  if (changed.length === 0) return { same: true };
  return { same: false, words: `The decision on ${changed.length === 1 ? 'request' : 'requests'} ${changed.join(', ')} would change. Look at the names in the policies’ conditions and wildcards.` };
}
