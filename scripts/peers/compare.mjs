// Finds what two answers to one question differ in: not only the decision but which statements each found to match, and
// which element of them, so that a difference can be told by its cause.
import { name } from './ask.mjs';

/** The statements on which the two disagree, one entry for each element that they see differently. */
export function disagreements(sheet, question, theirs) {
  let before = 0; // statements of session policies that were merged into one
  return (question.policies ?? []).flatMap((policy) => {
    const first = policy.type === 'session' ? before : 0;
    if (policy.type === 'session') before += policy.statements?.length ?? 0;
    return (policy.statements ?? []).flatMap((ours, index) => {
      const explained = theirs.statements.get(key(policy, first + index));
      if (!explained || explained.matches === ours.matched) return [];
      const document = sheet.documents[policy.document];
      const at = { policy, document, statement: [document.Statement].flat()[index], ours, theirs: explained };
      return elements(ours, explained).map((element) => ({ ...at, ...element }));
    });
  });
}

/** A statement's place, as iam-simulate reports it. */
function key({ type, document, to }, index) {
  const as = type === 'trust' ? 'resource' : type;
  return `${as} ${as === 'session' || as === 'resource' ? '' : name(document, to)} ${index + 1}`;
}

function elements(ours, theirs) {
  const found = [];
  if (theirs.actionMatch !== ours.action) found.push({ element: 'Action' });
  if (theirs.resourceMatch !== ours.resource) found.push({ element: 'Resource' });
  if ((theirs.principalMatch !== 'NoMatch') !== ours.principal) found.push({ element: 'Principal' });
  for (const condition of ours.conditions ?? []) {
    const their = theirs.conditions?.find((c) => c.operator === condition.operator && c.conditionKeyValue === condition.key);
    if (condition.error || (their && their.matches !== condition.matched)) found.push({ element: 'Condition', condition, their });
  }
  return found.length > 0 ? found : [{ element: 'Statement' }];
}
