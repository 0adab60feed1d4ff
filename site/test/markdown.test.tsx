import { renderToString } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { Markdown } from '../src/views/Markdown';

const drawn = (text: string) => renderToString(<Markdown text={text} />);

test.each([
  ['paragraphs', 'one\n\ntwo', '<p>one</p><p>two</p>'],
  ['emphasis and code', '**a** *b* `c<d`', '<p><strong>a</strong> <em>b</em> <code>c&lt;d</code></p>'],
  ['a list', '- one\n- two', '<ul><li>one</li><li>two</li></ul>'],
  ['a web address', '[AWS](https://aws.amazon.com/)', '<p><a href="https://aws.amazon.com/" target="_blank" rel="noreferrer">AWS</a></p>'],
  ['a script as an address', '[x](javascript:alert(1))', '<p>[x](javascript:alert(1))</p>'],
  ['HTML stays text', '<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)>'],
  ['HTML in a line stays text', 'a <b>c</b>', '<p>a &lt;b>c&lt;/b></p>'],
  ['a picture is not fetched', '![x](https://example.com/x.png)', '<p>![x](https://example.com/x.png)</p>'],
])('%s', (_, text, html) => {
  expect(drawn(text)).toBe(html);
});
