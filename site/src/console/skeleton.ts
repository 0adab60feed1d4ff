import type { Model } from './model';
import type { Value } from './values';

/** The parameters of an operation with values to write over, as --generate-cli-skeleton prints them for --cli-input-json. */
export function skeletonOf(model: Model, shape: string | undefined): string {
  return `${JSON.stringify(shape === undefined ? {} : placeholder(model, shape), null, 4)}\n`;
}

function placeholder(model: Model, shape: string): Value {
  const { members, list, enum: values } = model.shapes[shape] ?? {};
  if (members) return Object.fromEntries(Object.entries(members).map(([name, of]) => [name, placeholder(model, of)]));
  if (list !== undefined) return [placeholder(model, list)];
  return shape === 'integer' ? 0 : shape === 'boolean' ? true : (values?.[0] ?? '');
}
