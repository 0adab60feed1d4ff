/** A rule that the engine decides by. */
export interface Rule {
  id: string;
  /** The rule in a few words. */
  short: string;
  /** Titles of the pages of AWS's documentation that state it; none for what is Verdict's own choice. */
  pages: string[];
  confidence: string;
}

export interface RuleSection {
  title: string;
  rules: Rule[];
}

/** Reads the rules out of docs/semantics.md: its sections, and the rows of their tables. */
export function readRules(markdown: string): RuleSection[] {
  const sections = markdown.split(/^## /m).slice(1);
  return sections
    .map((text) => ({ title: text.slice(0, text.indexOf('\n')).replace(/^[A-Z]\. /, ''), rules: text.split('\n').flatMap(readRow) }))
    .filter(({ rules }) => rules.length > 0);
}

function readRow(line: string): Rule[] {
  const [, id = '', short = '', pages = '', confidence = ''] = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
  if (!/^[A-Z]+-\d+[a-z]?$/.test(id)) return [];
  return [{ id, short, pages: confidence === 'product' ? [] : pages.split('; '), confidence }];
}
