import type { Model } from './model';
import { Refusal } from './refusal';
import { python, type Value } from './values';

/** Refuses parameters that do not have their shapes, as the AWS CLI does before it calls. */
export function validate(model: Model, shape: string | undefined, parameters: Value) {
  const reports = shape === undefined ? [] : faults(model, shape, parameters, '');
  if (reports.length > 0) throw new Refusal(['Parameter validation failed:', ...reports].join('\n'));
}

function faults(model: Model, shape: string, value: Value, name: string): string[] {
  const { members, required, list } = model.shapes[shape] ?? {};
  const wanted = members ? 'dict' : list ? 'list' : (pythonOf[shape] ?? 'str');
  if (pythonType(value) !== wanted) return [`Invalid type for parameter ${name}, value: ${python(value)}, type: <class '${pythonType(value)}'>, valid types: ${validTypes[wanted]}`];
  if (list !== undefined) return (value as Value[]).flatMap((item, i) => faults(model, list, item, `${name}[${i}]`));
  return members ? structureFaults(model, members, required ?? [], value as { [name: string]: Value }, name) : [];
}

function structureFaults(model: Model, members: Record<string, string>, required: string[], value: { [name: string]: Value }, name: string): string[] {
  const here = name || 'input';
  const given = Object.keys(value);
  return [
    ...required.filter((member) => !given.includes(member)).map((member) => `Missing required parameter in ${here}: "${member}"`),
    ...given.filter((member) => !(member in members)).map((member) => `Unknown parameter in ${here}: "${member}", must be one of: ${Object.keys(members).join(', ')}`),
    ...given.filter((member) => member in members).flatMap((member) => faults(model, members[member]!, value[member]!, name ? `${name}.${member}` : member)),
  ];
}

const pythonOf: Record<string, string> = { integer: 'int', boolean: 'bool' };

const validTypes: Record<string, string> = {
  str: "<class 'str'>",
  int: "<class 'int'>",
  bool: "<class 'bool'>",
  dict: "<class 'dict'>",
  list: "<class 'list'>, <class 'tuple'>",
};

function pythonType(value: Value): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return { string: 'str', boolean: 'bool', object: 'dict' }[typeof value as string]!;
}
