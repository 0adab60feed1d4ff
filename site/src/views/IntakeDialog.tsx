import { useApp } from '../app';
import { Dialog } from './Dialog';
import { IntakeForm } from './IntakeForm';

const placeholder = 'A policy, a scenario or a link to one, an access denied message, a CloudTrail event, a Terraform plan (terraform show -json), a CloudFormation template in JSON, or what aws iam and aws organizations print';

/** Pasting anything. */
export default function IntakeDialog() {
  const { store } = useApp();
  const start = store.pasted.value;
  const close = () => {
    store.pasted.value = '';
    store.dialog.value = '';
  };
  return (
    <Dialog name="Paste anything" class="intake-dialog">
      <h2>Paste anything</h2>
      <IntakeForm key={start} label="Text to take in" placeholder={placeholder} start={start} eager={false} onDone={close} />
    </Dialog>
  );
}
