import '../styles/rebuild.css';
import { useState } from 'preact/hooks';
import { useApp } from '../app';
import { saveText } from '../intake/files';
import type { JsonObject } from '../json/json';
import { getAt, objectAt } from '../json/path';
import { cliLines, controlLines } from '../rebuild/cli';
import { templateOf, templateOfControls } from '../rebuild/cloudformation';
import { controlsOf, inventoryOf } from '../rebuild/inventory';
import { terraformControls, terraformOf } from '../rebuild/terraform';
import { copy } from '../store/clipboard';
import { Dialog } from './Dialog';
import { Icon } from './Icon';

/** What a text is written for: how it is called, what it is saved as, and what to do with it. */
const forms = {
  cli: { words: 'AWS CLI', file: 'rebuild.sh', how: 'Lines for a POSIX shell, with credentials of that account.' },
  terraform: { words: 'Terraform', file: 'main.tf', how: 'For Terraform or OpenTofu with the AWS provider; terraform plan shows what it would do.' },
  cloudformation: { words: 'CloudFormation', file: 'template.json', how: 'Deploy it with aws cloudformation deploy --capabilities CAPABILITY_NAMED_IAM.' },
} as const;

type Form = keyof typeof forms;

/** The organization among the choices of what to rebuild. */
const organization = 'organization';

/** Shows what rebuilds an account of the scenario, or its organization's policies, in AWS. */
export default function RebuildDialog() {
  const { store } = useApp();
  const scenario = store.scenario.value;
  const choices = [...objectAt(scenario, ['accounts']).keys(), ...(getAt(scenario, ['organization']) === undefined ? [] : [organization])];
  const [form, setForm] = useState<Form>('cli');
  const [what, setWhat] = useState(choices[0] ?? '');
  const { text, leftOut } = rebuilt(scenario, what, form);
  return (
    <Dialog name="Rebuild in AWS" class="rebuild-dialog">
      <h2>Rebuild in AWS</h2>
      <p class="muted">What makes the users, groups, roles and policies of this scenario anew. Buckets, keys and other resources must be there; only their policies are set.</p>
      {choices.length === 0 && <p class="empty">There is no account in this scenario yet. Add one in the world, or paste the output of aws iam get-account-authorization-details.</p>}
      {choices.length > 0 && (
        <>
          <Choices form={form} onForm={setForm} what={what} onWhat={setWhat} choices={choices} />
          <p class="muted">{forms[form].how}</p>
          {text === '' && <p class="empty">There is nothing to build here.</p>}
          {text !== '' && (
            <pre class="rebuild-text" tabIndex={0} role="region" aria-label={forms[form].words}>
              {form === 'cli' ? text.split('\n').map((line, i) => <div key={i}>{line}</div>) : text}
            </pre>
          )}
          {leftOut.length > 0 && <LeftOut sentences={leftOut} />}
          {text !== '' && <Actions text={`${text}\n`} file={forms[form].file} />}
        </>
      )}
    </Dialog>
  );
}

function rebuilt(scenario: JsonObject, what: string, form: Form): { text: string; leftOut: string[] } {
  if (what === organization) {
    const controls = controlsOf(scenario);
    const write = { cli: controlLines, terraform: terraformControls, cloudformation: templateOfControls }[form];
    return { text: controls.length > 0 ? write(controls) : '', leftOut: ['Accounts and organizational units are not made: their ids are those of the scenario.'] };
  }
  const inventory = inventoryOf(scenario, what);
  const { policies, groups, users, roles, resources, leftOut } = inventory;
  if (policies.length + groups.length + users.length + roles.length + resources.length === 0) return { text: '', leftOut };
  return { cli: cliLines, terraform: terraformOf, cloudformation: templateOf }[form](inventory);
}

interface ChoicesProps {
  form: Form;
  onForm: (form: Form) => void;
  what: string;
  onWhat: (what: string) => void;
  choices: string[];
}

function Choices({ form, onForm, what, onWhat, choices }: ChoicesProps) {
  return (
    <div class="rebuild-choices">
      <fieldset>
        <legend class="visually-hidden">Written as</legend>
        {(Object.keys(forms) as Form[]).map((one) => (
          <label key={one}>
            <input type="radio" name="rebuild-form" checked={form === one} onChange={() => onForm(one)} />
            {forms[one].words}
          </label>
        ))}
      </fieldset>
      {choices.length > 1 && (
        <label>
          Of
          <select class="field" value={what} onChange={(event) => onWhat(event.currentTarget.value)}>
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {choice === organization ? 'the organization: its policies' : `account ${choice}`}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

function LeftOut({ sentences }: { sentences: string[] }) {
  return (
    <ul class="rebuild-left" aria-label="Left out">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

function Actions({ text, file }: { text: string; file: string }) {
  const [copied, setCopied] = useState('');
  const state = copied === text ? 'Copied' : 'Copy';
  return (
    <p class="actions">
      <button type="button" class="button button-main" onClick={async () => setCopied((await copy(text)) ? text : '')}>
        <Icon name={copied === text ? 'check' : 'copy'} />
        {state}
      </button>
      <button type="button" class="button" onClick={() => saveText(text, file, 'text/plain')}>
        <Icon name="save" />
        Save as {file}
      </button>
    </p>
  );
}
