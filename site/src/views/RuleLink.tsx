import { rulesPage } from '../scenario/rules';

interface Props {
  rule: string;
  /** What the link says; the rule's id where nothing is given. */
  words?: string;
  class?: string;
}

/** Leads to the rule that something rests on, beside the work at hand. */
export function RuleLink({ rule, words = `Rule ${rule}`, class: look = '' }: Props) {
  return (
    <a class={`rule-link ${look}`} href={`${rulesPage}#${rule}`} target="_blank" rel="noopener" title={`Rule ${rule}, and where AWS documents it`}>
      {words}
    </a>
  );
}
