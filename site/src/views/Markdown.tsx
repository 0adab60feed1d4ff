import { marked, type MarkedToken, type Token, type Tokens } from 'marked';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';

/** Markdown as elements: HTML in it stays text, and only web addresses become links. */
export function Markdown({ text }: { text: string }) {
  return useMemo(() => <>{tokens(marked.lexer(text))}</>, [text]); // the scenario changes with each letter, its notes seldom
}

function tokens(all: Token[] | undefined): ComponentChildren[] {
  return (all ?? []).map((token, i) => <Piece key={i} token={token as MarkedToken} />);
}

function Piece({ token }: { token: MarkedToken }) {
  switch (token.type) {
    case 'paragraph':
      return <p>{tokens(token.tokens)}</p>;
    case 'heading':
      return <h4>{tokens(token.tokens)}</h4>;
    case 'text':
      return <>{'tokens' in token && token.tokens ? tokens(token.tokens) : token.text}</>;
    case 'strong':
      return <strong>{tokens(token.tokens)}</strong>;
    case 'em':
      return <em>{tokens(token.tokens)}</em>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'code':
      return <pre><code>{token.text}</code></pre>;
    case 'blockquote':
      return <blockquote>{tokens(token.tokens)}</blockquote>;
    case 'list':
      return <List token={token} />;
    case 'link':
      return <Link token={token as Tokens.Link} />;
    case 'escape':
      return <>{token.text}</>;
    case 'br':
      return <br />;
    case 'hr':
      return <hr />;
    case 'space':
    case 'def':
      return null;
    default:
      return <>{token.raw}</>;
  }
}

function List({ token }: { token: Tokens.List }) {
  const items = token.items.map((item, i) => <li key={i}>{tokens(item.tokens)}</li>);
  return token.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
}

function Link({ token }: { token: Tokens.Link }) {
  if (!/^https?:\/\//i.test(token.href)) return <>{token.raw}</>;
  return <a href={token.href} target="_blank" rel="noreferrer">{tokens(token.tokens)}</a>;
}
