import modelUrl from './model.json?url';

export type ServiceName = 'iam' | 'sts';

/** The shapes that an operation takes and gives; neither, where it has none. */
export interface Operation {
  in?: string;
  out?: string;
}

/** A structure, a list, a map or an enumeration. The simple types are no shapes but names: string, integer, boolean, timestamp, document. */
export interface Shape {
  members?: Record<string, string>;
  required?: string[];
  list?: string;
  key?: string;
  value?: string;
  enum?: string[];
}

/** The operations of IAM and STS, as `make model` takes them from AWS's service models. */
export type Model = Record<ServiceName, Record<string, Operation>> & { shapes: Record<string, Shape> };

/** Fetches the model; throws where it cannot be had. */
export async function fetchModel(): Promise<Model> {
  const response = await fetch(modelUrl);
  if (!response.ok) throw new Error(`The list of operations could not be had (HTTP ${response.status}).`);
  return (await response.json()) as Model;
}

export function isService(name: string): name is ServiceName {
  return name === 'iam' || name === 'sts';
}

/** A name of the API as the AWS CLI writes it: GetSAMLProvider is get-saml-provider. */
export function kebab(name: string): string {
  return name.replace(/(.)([A-Z][a-z]+)/g, '$1-$2').replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}

/** The members of a shape in the model's order, with their shapes. */
export function membersOf(model: Model, shape: string | undefined): [name: string, shape: string][] {
  return Object.entries((shape && model.shapes[shape]?.members) || {});
}

/** The operation that the AWS CLI calls so, with its name in the API. */
export function operationNamed(model: Model, service: ServiceName, name: string): { api: string; operation: Operation } | undefined {
  const api = Object.keys(model[service]).find((api) => kebab(api) === name);
  return api === undefined ? undefined : { api, operation: model[service][api]! };
}

/** Whether an operation answers in pages. */
export function paginates(model: Model, { in: input, out }: Operation): boolean {
  const has = (shape: string | undefined, name: string) => membersOf(model, shape).some(([member]) => member === name);
  return has(out, 'IsTruncated') && has(input, 'Marker');
}

/** The lists of an answer that pages cut. */
export function pagedLists(model: Model, out: string | undefined): string[] {
  return membersOf(model, out).flatMap(([name, shape]) => (model.shapes[shape]?.list === undefined ? [] : [name]));
}
