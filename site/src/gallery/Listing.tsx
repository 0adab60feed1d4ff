import type { Document } from '../engine/door';

/** A statement in the text of a policy, by offsets widened to whole lines. */
interface Clause {
  index: number;
  from: number;
  to: number;
}

/** The text of a policy with its statements set apart, each with an anchor and the requests that it decided. */
export function Listing({ text, document, id, decides }: { text: string; document: Document; id: string; decides: (index: number) => number[] }) {
  const clauses = clausesOf(text, document);
  let at = 0;
  const pieces = clauses.flatMap(({ index, from, to }) => {
    const before = text.slice(at, from);
    at = to;
    const numbers = decides(index);
    return [
      <Colored key={`b${index}`} text={before} />,
      <span key={index} id={`${id}-${index}`} class={`clause clause-${document.statements[index]!.effect} ${numbers.length > 0 ? 'clause-decides' : ''}`}>
        {numbers.length > 0 && <span class="clause-note">decides {numbers.join(', ')}</span>}
        <Colored text={text.slice(from, to)} />
      </span>,
    ];
  });
  return (
    <pre class="listing">
      <code>
        {pieces}
        <Colored text={text.slice(at)} />
      </code>
    </pre>
  );
}

/** Statements on lines of their own; those that share a line with another are not set apart. */
function clausesOf(text: string, document: Document): Clause[] {
  const clauses = document.statements.map(({ from, to }, index) => {
    const end = text.indexOf('\n', to);
    return { index, from: text.lastIndexOf('\n', from - 1) + 1, to: end < 0 ? text.length : end + 1 };
  });
  return clauses.every((clause, i) => i === 0 || clauses[i - 1]!.to <= clause.from) ? clauses : [];
}

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null|-?\d[\d.eE+-]*)\b/g;

/** JSON with names, strings and literals in their colors. */
function Colored({ text }: { text: string }) {
  const pieces = [];
  let at = 0;
  for (const match of text.matchAll(token)) {
    const [whole, string, colon, literal] = match;
    pieces.push(text.slice(at, match.index), <span class={colon ? 'code-name' : literal ? 'code-literal' : 'code-string'}>{string ?? literal}</span>, colon ?? '');
    at = match.index + whole.length;
  }
  return <>{[...pieces, text.slice(at)]}</>;
}
