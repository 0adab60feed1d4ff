import '../styles/intake.css';
import { useApp } from '../app';
import { chooseFiles } from '../intake/files';
import { IntakeForm } from './IntakeForm';
import { StartWords } from './StartWords';

const denialPlaceholder = 'An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:iam::111122223333:user/dana is not authorized to perform: s3:GetObject on resource: … because no identity-based policy allows the s3:GetObject action';
const anyPlaceholder = 'Paste or drop here. A policy, an access denied message, a CloudTrail event, a scenario, a link, a Terraform plan (terraform show -json), a CloudFormation template in JSON, or what aws iam and aws organizations print: Verdict tells what it is.';

/** A page with nothing on it yet: a box for anything, and three ways to begin. */
export default function Start() {
  const app = useApp();
  const { store } = app;
  const denial = store.wants.value === 'denial';
  return (
    <StartWords wants={store.wants.value}>
      <IntakeForm key={store.wants.value} label={denial ? 'Error to explain' : 'Anything to start from'} placeholder={denial ? denialPlaceholder : anyPlaceholder} eager />
      <Choices />
      <p class="start-rest">
        <button type="button" class="link" onClick={() => chooseFiles(app)}>
          Open a file
        </button>
        , or{' '}
        <button type="button" class="link" onClick={() => void oneUser(app)}>
          begin with one user and a small policy
        </button>
        .
      </p>
    </StartWords>
  );
}

const samples = {
  policy: '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Effect": "Allow",\n      "Action": "s3:GetObject",\n      "Resource": "arn:aws:s3:::team-docs/*"\n    }\n  ]\n}',
};

async function oneUser(app: ReturnType<typeof useApp>) {
  const { accept, recognize } = await import('../intake/taken');
  const made = await recognize(app, samples.policy, '');
  if ('result' in made) await accept(app, made);
}

function Choices() {
  const { store, opener } = useApp();
  const examples = opener.gallery.slice(0, 3);
  const focusBox = (wants: 'anything' | 'denial') => () => {
    store.wants.value = wants;
    document.querySelector<HTMLElement>('.start textarea')?.focus();
  };
  return (
    <ul class="start-choices">
      <li>
        <button type="button" class="start-choice" onClick={focusBox('anything')}>
          <strong>Paste a policy</strong>
          <span>See what it allows, who it is for, and why.</span>
        </button>
      </li>
      <li>
        <button type="button" class="start-choice" onClick={focusBox('denial')}>
          <strong>Paste an error</strong>
          <span>Access denied? See which policy type it was, and what to look at next.</span>
        </button>
      </li>
      <li>
        <div class="start-choice start-examples">
          <strong>Start from an example</strong>
          <ul>
            {examples.map(({ slug, title }) => (
              <li key={slug}>
                <button type="button" class="link" onClick={() => void opener.openGallery(slug).then((problem) => (store.notice.value = problem))}>
                  {title}
                </button>
              </li>
            ))}
            <li>
              <a class="link" href="/s/">
                All {opener.gallery.length} scenarios
              </a>
            </li>
          </ul>
        </div>
      </li>
    </ul>
  );
}
