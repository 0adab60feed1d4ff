import type { ComponentChildren } from 'preact';

/** The little Markdown that scenarios use, bold and code and paragraphs, as elements; never as HTML. */
export function Markdown({ text }: { text: string }) {
  return (
    <>
      {text.split(/\n{2,}/).map((paragraph, i) => (
        <p key={i}>{inline(paragraph)}</p>
      ))}
    </>
  );
}

function inline(text: string): ComponentChildren[] {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((piece, i) => {
    if (piece.startsWith('**')) return <strong key={i}>{piece.slice(2, -2)}</strong>;
    if (piece.startsWith('`')) return <code key={i}>{piece.slice(1, -1)}</code>;
    return piece;
  });
}
