import { python, type Value } from '../values';

type Members = { [name: string]: Value };

/** A part of a table: its title, its columns, and how deep it stands. */
interface Section {
  title: string | undefined;
  depth: number;
  headers: string[];
  rows: string[][];
}

/** A table that would be wider turns its single rows upright; the AWS CLI takes this width where it writes to no terminal. */
const widest = 80;
/** Spaces before and after what stands in a cell, with the lines. */
const padding = 4;

/** Writes a value as `--output table` does, under the operation's name. */
export function asTable(title: string, value: Value): string {
  const sections: Section[] = [];
  build(sections, title, value, 0);
  if (sections.length === 0) return '';
  const wide = Math.max(...sections.map(widthOf));
  const drawn = wide > widest ? sections.map(upright) : sections;
  const width = wide > widest ? Math.max(...drawn.map(widthOf)) : wide;
  return ['-'.repeat(width), ...drawn.flatMap((section) => sectionLines(section, width))].map((line) => `${line}\n`).join('');
}

function build(sections: Section[], title: string | undefined, value: Value, depth: number) {
  if (isEmpty(value)) return;
  const section: Section = title === undefined ? sections.at(-1)! : { title, depth, headers: [], rows: [] };
  if (title !== undefined) sections.push(section);
  if (Array.isArray(value)) buildList(sections, section, value, depth);
  else if (isMembers(value)) buildMembers(sections, section, value, depth);
}

function buildList(sections: Section[], section: Section, items: Value[], depth: number) {
  if (isMembers(items[0]!)) return buildRows(sections, section, items.filter(isMembers), depth);
  for (const item of items) {
    if (!isNested(item)) section.rows.push([python(item)]);
    else if (Array.isArray(item) && !item.some(isNested)) section.rows.push(item.map(python));
    else build(sections, undefined, item, 0);
  }
}

/** Objects of one list: a row each, and where there is more in them, a section each. */
function buildRows(sections: Section[], first: Section, items: Members[], depth: number) {
  const headers = names(items, (value) => !isNested(value));
  const more = names(items, isNested);
  first.headers = headers;
  let section = first;
  items.forEach((item, i) => {
    if (i > 0 && more.length > 0) sections.push((section = { title: first.title, depth, headers, rows: [] }));
    section.rows.push(headers.map((name) => (name in item ? python(item[name]) : '')));
    for (const name of more) if (name in item) build(sections, name, item[name]!, depth + 1);
  });
}

function buildMembers(sections: Section[], section: Section, members: Members, depth: number) {
  const headers = names([members], (value) => !isNested(value));
  const row = headers.map((name) => python(members[name]));
  if (headers.length === 1) section.rows.push([headers[0]!, row[0]!]);
  else if (headers.length > 1) {
    section.headers = headers;
    section.rows.push(row);
  }
  for (const name of names([members], isNested)) build(sections, name, members[name]!, depth + 1);
}

function names(all: Members[], fits: (value: Value) => boolean): string[] {
  return [...new Set(all.flatMap((members) => Object.keys(members).filter((name) => fits(members[name]!))))].sort();
}

/** A single row as pairs, each in a row of its own. */
function upright(section: Section): Section {
  if (section.rows.length !== 1 || section.headers.length === 0) return section;
  return { ...section, headers: [], rows: section.headers.map((header, i) => [header, section.rows[0]![i]!]) };
}

/** The longest text of each column. */
function longest({ headers, rows }: Section): number[] {
  const all = headers.length > 0 ? [headers, ...rows] : rows;
  return (all[0] ?? []).map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
}

function widthOf(section: Section): number {
  const columns = longest(section).reduce((sum, length) => sum + length + padding, 0) + 2;
  return Math.max((section.title?.length ?? 0) + 2, columns) + 2 * section.depth;
}

/** The widths of columns, stretched to fill the table: rounded to even halves, and what is off by one mended from the side. */
function stretched(section: Section, width: number): number[] {
  const natural = longest(section).map((length) => length + padding);
  const factor = width / natural.reduce((sum, one) => sum + one, 0);
  const widths = natural.map((one) => roundHalfEven(one * factor));
  let off = widths.reduce((sum, one) => sum + one, 0) - width;
  for (let i = 0; off > 0; i = (i + 1) % widths.length, off--) widths[i]!--;
  for (let i = widths.length - 1; off < 0; i = (i - 1 + widths.length) % widths.length, off++) widths[i]!++;
  return widths;
}

function roundHalfEven(number: number): number {
  const down = Math.floor(number);
  return number - down === 0.5 ? down + (down % 2) : Math.round(number);
}

function sectionLines(section: Section, width: number): string[] {
  const inner = width - 2 * section.depth;
  const edge = '|'.repeat(section.depth);
  const title = section.title ? [centered(section.title, inner, '|')] : [];
  if (section.rows.length === 0) return [...title, `+${'-'.repeat(inner - 2)}+`].map((line) => edge + line + edge);
  const widths = stretched(section, inner);
  const line = `+${widths.map((one, i) => '-'.repeat(one - (i === 0 ? 2 : 1))).join('+')}+`;
  const headers = section.headers.length > 0 ? [section.headers.map((text, i) => centered(text, widths[i]!, i === 0 ? '|' : '')).join(''), line] : [];
  const rows = section.rows.map((row) => row.map((text, i) => aligned(text, widths[i]!, i === 0 ? '|' : '')).join(''));
  return [...title, line, ...headers, ...rows, line].map((one) => edge + one + edge);
}

function centered(text: string, width: number, left: string): string {
  const before = Math.max(0, Math.floor(width / 2) - Math.floor(text.length / 2) - 1);
  return `${(left + ' '.repeat(before) + text).padEnd(width - 1)}|`;
}

function aligned(text: string, width: number, left: string): string {
  const before = width >= text.length + 2 + left.length + 1 ? '  ' : '';
  return `${(left + before + text).padEnd(width - 1)}|`;
}

function isMembers(value: Value): value is Members {
  return isNested(value) && !Array.isArray(value);
}

function isNested(value: Value): boolean {
  return typeof value === 'object' && value !== null;
}

function isEmpty(value: Value): boolean {
  return value === null || value === '' || value === false || value === 0 || (isNested(value) && Object.keys(value as object).length === 0);
}
