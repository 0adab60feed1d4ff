import { describe, expect, test } from 'vitest';
import { json, JsonError, JsonNumber, parseJson, writeJson, type Json } from '../src/json/json';
import { getAt, setAll, setAt } from '../src/json/path';
import { formatJson } from '../src/json/format';
import { relayout } from '../src/json/relayout';

const round = (text: string) => writeJson(parseJson(text));

describe('reading loses nothing', () => {
  test.each([
    ['a number that JavaScript cannot hold', '9007199254740993'],
    ['a number with an exponent', '[1e400,-0,1.10]'],
    ['members in their order, digits too', '{"b":1,"2":2,"1":3}'],
    ['a member named __proto__', '{"__proto__":{"admin":true},"constructor":1,"toString":2}'],
    ['an empty name', '{"":""}'],
    ['escapes', '"\\u0000\\"\\\\ü😀"'],
    ['a backslash before the quote that ends a string', '["\\\\","a\\\\\\\\","\\"","\\\\\\"b"]'],
    ['words', '[true,false,null]'],
    ['nothing', '[{},[]]'],
  ])('%s', (_, text) => {
    expect(round(text)).toBe(text);
  });

  test('nothing reaches the prototype of objects', () => {
    parseJson('{"__proto__":{"polluted":1}}');
    expect(({} as Record<string, unknown>)['polluted']).toBe(undefined);
  });

  test('white space of JSON is skipped', () => {
    expect(round(' \t\r\n{ "a" : [ 1 , 2 ] } ')).toBe('{"a":[1,2]}');
  });
});

describe('what is not JSON is refused with its place', () => {
  test.each([
    ['nothing', '', 1, 0],
    ['a member twice', '{"a":1,\n "a":2}', 2, 1],
    ['a comma at the end', '{"a":1,}', 1, 7],
    ['a comma at the end of a list', '[1,]', 1, 3],
    ['text after the document', '{} x', 1, 3],
    ['a missing colon', '{"a" 1}', 1, 5],
    ['an open string', '"abc', 1, 4],
    ['a line break in a string', '"a\nb"', 1, 2],
    ['a leading zero', '[01]', 1, 2],
    ['a bare word', '{a:1}', 1, 1],
    ['a wrong escape', '"\\x"', 1, 1],
    ['a wrong escape behind others', '["\\n\\"\\x"]', 1, 6],
    ['an open string behind an escaped quote', '["\\n\\"', 1, 6],
    ['a line break behind an escape', '["\\n\n"]', 1, 4],
    ['half a character', '"\\ud800"', 1, 0],
    ['NaN', 'NaN', 1, 0],
    ['a byte order mark', '\ufeff{}', 1, 0],
  ])('%s', (_, text, line, column) => {
    let error: unknown;
    try {
      parseJson(text);
    } catch (e) {
      error = e;
    }
    expect(error).toBeInstanceOf(JsonError);
    expect(error).toMatchObject({ line, column });
  });

  test('100 levels are read, 101 are not, 100,000 do not break the reader', () => {
    const nested = (n: number) => '['.repeat(n) + ']'.repeat(n);
    expect(round(nested(100))).toBe(nested(100));
    for (const n of [101, 100_000]) expect(() => parseJson(nested(n))).toThrow(/deeper than 100/);
  });

  test('every prefix of a document is an error and nothing else', () => {
    const text = '{"a":[1,"\\u00e9",{"b":null}],"c":true}';
    for (let end = 0; end < text.length; end++) expect(() => parseJson(text.slice(0, end)), text.slice(0, end)).toThrow(JsonError);
  });
});

describe('laying out', () => {
  const formatted = (value: unknown) => formatJson(json(value));

  test('short lists and objects with one short member stay on a line', () => {
    expect(formatted({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: ['s3:GetObject', 's3:PutObject'], Condition: { Bool: { 'aws:SecureTransport': true } } }] })).toBe(
      `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": "*" },
      "Action": ["s3:GetObject", "s3:PutObject"],
      "Condition": {
        "Bool": { "aws:SecureTransport": true }
      }
    }
  ]
}`,
    );
  });

  test('long lists take a line an item', () => {
    const long = ['a'.repeat(50), 'b'.repeat(50)];
    expect(formatted({ Action: long })).toBe(`{\n  "Action": [\n    "${long[0]}",\n    "${long[1]}"\n  ]\n}`);
  });

  test('what is laid out reads back as the same', () => {
    const text = '{"a":[],"b":{},"c":[[1],{"d":[true,null]}],"n":9007199254740993}';
    expect(round(formatJson(parseJson(text)))).toBe(text);
  });
});

describe('paths', () => {
  const root = parseJson('{"a":{"b":[1,{"c":"x"}]}}');

  test('a value is found, or nothing', () => {
    expect(getAt(root, ['a', 'b', '1', 'c'])).toBe('x');
    expect(getAt(root, ['a', 'z', 'c'])).toBe(undefined);
    expect(getAt(root, ['a', 'b', '9'])).toBe(undefined);
  });

  test.each([
    ['replaces', ['a', 'b', '1', 'c'], 'y', '{"a":{"b":[1,{"c":"y"}]}}'],
    ['adds', ['a', 'n'], 'y', '{"a":{"b":[1,{"c":"x"}],"n":"y"}}'],
    ['makes what is missing', ['p', 'q'], 'y', '{"a":{"b":[1,{"c":"x"}]},"p":{"q":"y"}}'],
    ['removes a member', ['a', 'b'], undefined, '{"a":{}}'],
    ['removes an item', ['a', 'b', '0'], undefined, '{"a":{"b":[{"c":"x"}]}}'],
  ] as [string, string[], Json | undefined, string][])('setting %s', (_, path, value, want) => {
    expect(writeJson(setAt(root, path, value))).toBe(want);
    expect(writeJson(root)).toBe('{"a":{"b":[1,{"c":"x"}]}}');
  });

  test('numbers of the page become JSON numbers', () => {
    expect(json(1)).toEqual(new JsonNumber('1'));
  });
});

describe('laying out anew', () => {
  const minified = '{"Version":"2012-10-17","Statement":[{"Sid":"a \\\\\\" b","Effect":"Allow","Action":["s3:Get*","s3:List*"],"Resource":"*"}]}';

  test('takes every token to where it stands then', () => {
    const relaid = relayout(minified)!;
    const piece = (of: string) => {
      const { from, to } = relaid.range({ from: minified.indexOf(of), to: minified.indexOf(of) + of.length });
      return relaid.text.slice(from, to);
    };
    for (const token of ['"Sid"', '"a \\\\\\" b"', '"s3:List*"', '"Resource":"*"']) {
      expect(piece(token).replace(/:\s/, ':')).toBe(token);
    }
    const statement = minified.slice(minified.indexOf('[{') + 1, minified.indexOf('}]') + 1);
    expect(JSON.parse(piece(statement))).toEqual(JSON.parse(statement));
  });

  test('is left alone where it would change the text, or the text is broken', () => {
    expect(relayout('{"a":"\\u0041"}')).toBe(null);
    expect(relayout('{"a":')).toBe(null);
  });
});

test('several values are set in one copy, which shares with the old one what lies beside them', () => {
  const before = parseJson('{"a":{"b":[1,2],"c":3},"d":{"e":4},"f":{"g":5}}');
  const after = setAll(before, [[['a', 'b', '1'], 'x'], [['a', 'c'], 'y'], [['d', 'e'], 'z']]);
  expect(writeJson(after)).toBe('{"a":{"b":[1,"x"],"c":"y"},"d":{"e":"z"},"f":{"g":5}}');
  expect(writeJson(before)).toBe('{"a":{"b":[1,2],"c":3},"d":{"e":4},"f":{"g":5}}');
  expect(getAt(after, ['f'])).toBe(getAt(before, ['f']));
});
