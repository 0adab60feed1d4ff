import { useApp } from '../app';
import { friendlyPrincipal, friendlyResource } from '../scenario/names';
import { asked, expectationWords, titleOf } from '../scenario/requests';
import { stringAt } from '../json/path';
import { addRequest } from '../store/edits';
import { decisionWords } from '../store/verdict';
import { DecisionBadge, Met } from './DecisionStrip';
import { Icon } from './Icon';

/** All requests with what was expected and what came; a click selects. */
export function RequestTable() {
  const { store } = useApp();
  return (
    <div class="table-frame">
      <table class="requests">
        <thead>
          <tr>
            <th scope="col">Request</th>
            <th scope="col">Principal</th>
            <th scope="col">Action</th>
            <th scope="col">Resource</th>
            <th scope="col">Expected</th>
            <th scope="col">Got</th>
          </tr>
        </thead>
        <tbody>
          {store.requests.value.map((_, i) => (
            <RequestRow key={i} index={i} />
          ))}
        </tbody>
      </table>
      <button type="button" class="button" onClick={() => addRequest(store)}>
        <Icon name="plus" />
        Add a request
      </button>
    </div>
  );
}

function RequestRow({ index }: { index: number }) {
  const { store } = useApp();
  const request = store.requests.value[index];
  const outcome = store.answered.value?.decided.requests[index];
  const { principal, action, resource } = asked(request);
  const expect = stringAt(request, ['expect']);
  const friendly = friendlyPrincipal(principal);
  const selected = store.selected.value === index;
  return (
    <tr class={`${selected ? 'selected' : ''} ${outcome?.met === false ? 'failing' : ''}`} onClick={() => store.select(index)}>
      <th scope="row">
        <button type="button" class="link" aria-current={selected}>
          {titleOf(request)}
        </button>
      </th>
      <td title={principal}>{friendly.dim + friendly.strong}</td>
      <td class="mono">{action}</td>
      <td class="mono" title={resource}>
        {friendlyResource(resource).strong}
      </td>
      <td>{expect ? expectationWords[expect] ?? expect : <span class="muted">–</span>}</td>
      <td title={outcome ? decisionWords[outcome.decision] : ''}>
        {outcome && <DecisionBadge decision={outcome.decision} />}
        {outcome && <Met met={outcome.met} />}
      </td>
    </tr>
  );
}
