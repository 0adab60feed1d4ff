import type { Model } from '../model';
import type { Value } from '../values';

/** A result as the AWS CLI prints it: members in the model's order, policies as objects, times with their zone. */
export function printed(model: Model, shape: string | undefined, value: Value): Value {
  if (value === null || shape === undefined) return value;
  const { members, list } = model.shapes[shape] ?? {};
  if (list !== undefined && Array.isArray(value)) return value.map((item) => printed(model, list, item));
  if (members && typeof value === 'object' && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(members).flatMap(([name, of]) => (name in value ? [[name, printed(model, of, value[name]!)]] : [])));
  }
  if (typeof value !== 'string') return value;
  return shape === 'document' ? parsed(value) : shape === 'timestamp' ? value.replace(/Z$/, '+00:00') : value;
}

function parsed(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return text;
  }
}
