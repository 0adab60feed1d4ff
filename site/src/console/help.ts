import { kebab, type Model, type ServiceName } from './model';
import { globalOptions, optionsOf, type Option } from './options';

/** What the console itself can do. */
export const consoleHelp = `aws iam …, aws sts …   call the APIs on this scenario; what they change can be undone
aws iam help           list the operations; aws iam create-user help lists the options of one
clear                  clear what stands here
exit                   go back from a session to whom you called as before

sts assume-role goes over to the new session. --profile NAME makes one call as that user.
file://NAME.json reads a policy of this scenario (file://alice/base.json, file://Deploy/trust.json),
or what cat > NAME.json <<EOF wrote here. --query takes JMESPath, --output json, text or table.
--generate-cli-skeleton prints the parameters of an operation, for --cli-input-json.
aws iam wait user-exists (role, policy, instance-profile) says at once whether it is there.
`;

/** The operations of a service, or the options of one of them. */
export function helpText(model: Model, service: ServiceName | undefined, operation: string | undefined): string {
  if (!service) return consoleHelp;
  if (!operation) return columns(Object.keys(model[service]).map(kebab));
  const options = optionsOf(model, model[service][operation]!).filter((option) => !globalOptions.includes(option));
  return [`aws ${service} ${kebab(operation)}`, ...options.map((option) => `    ${synopsis(model, option)}`), ''].join('\n');
}

/** An option with what follows it, in brackets where it may be left out. */
function synopsis(model: Model, { name, takes, required, goesTo }: Option): string {
  const shape = goesTo.kind === 'parameter' ? goesTo.shape : 'string';
  const text = takes === 'nothing' || takes === 'perhaps a word' ? name : `${name} ${valueOf(model, shape)}`;
  return required ? text : `[${text}]`;
}

function valueOf(model: Model, shape: string): string {
  const { list, members, enum: values } = model.shapes[shape] ?? {};
  if (list !== undefined) return `${valueOf(model, list)} …`;
  if (members) return Object.entries(members).map(([name, of]) => `${name}=${valueOf(model, of)}`).join(',');
  return values ? values.join('|') : shape === 'document' ? 'JSON or file://NAME' : shape.replace('timestamp', 'time');
}

function columns(names: string[]): string {
  const width = Math.max(...names.map((name) => name.length)) + 2;
  const half = Math.ceil(names.length / 2);
  return names.slice(0, half).map((name, i) => `${name.padEnd(width)}${names[i + half] ?? ''}`.trimEnd() + '\n').join('');
}
