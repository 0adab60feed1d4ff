import { useApp } from '../app';
import type { Matched } from '../engine/door';
import { statementName } from '../scenario/ladder';
import { shortArn } from '../scenario/names';
import type { Slice } from '../questions/asking';
import { documentKey, shownRange } from '../store/problems';

/** What a statement is called, with its policy; a click opens it. */
export function StatementLink({ matched, slice }: { matched: Matched; slice: Slice }) {
  const { store } = useApp();
  const document = slice.decided.documents[matched.document];
  if (!document || !matched.statement || document.path?.[0] === 'requests') return <span>{statementWords(matched)}</span>;
  const open = () => {
    const key = documentKey(document);
    store.openDocument(key);
    store.jump.value = { key, ...shownRange(slice, matched.document, matched) };
  };
  return (
    <span class="statement-link">
      <button type="button" class="link" onClick={open}>
        {statementName({ sid: matched.statement.sid ?? '', index: matched.statement.index })}
      </button>{' '}
      <span class="muted">of {policyName(matched)}</span>
    </span>
  );
}

/** A statement and its policy in words; a level that allowed nothing has no statement. */
export function statementWords(matched: Matched): string {
  const { statement } = matched;
  return statement ? `${statementName({ sid: statement.sid ?? '', index: statement.index })} of ${policyName(matched)}` : policyName(matched);
}

function policyName({ policyType, policy }: Matched): string {
  if (policyType === 'trust') return `the trust policy of ${shortArn(policy)}`;
  return shortArn(policy);
}

/** The statements that say most about a decision first: those that all accounts have by default come last. */
export function tellingFirst(decidedBy: readonly Matched[]): Matched[] {
  const plain = (matched: Matched) => Number(/^(RCP)?FullAWSAccess$/.test(matched.policy));
  return [...decidedBy].sort((a, b) => plain(a) - plain(b));
}
