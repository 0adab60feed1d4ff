import { useApp } from '../app';
import { Icon } from './Icon';

/** What an edit took along or left behind, with the way back; it goes when the scenario changes again. */
export function Told() {
  const { store } = useApp();
  const told = store.told.value;
  const shown = told && told.scenario === store.scenario.value ? told : null;
  return (
    <div role="status" aria-label="What went with it">
      {shown && (
        <div class="told">
          <p>{shown.text}</p>
          {shown.offer && <Offer />}
          {shown.undo && (
            <button type="button" class="button" onClick={() => store.undo()}>
              Undo
            </button>
          )}
          <button type="button" class="button icon-button" aria-label="Close this note" onClick={() => (store.told.value = null)}>
            <Icon name="cross" />
          </button>
        </div>
      )}
    </div>
  );
}

function Offer() {
  const { store } = useApp();
  const change = async () => {
    const { changeInTexts } = await import('../store/world');
    changeInTexts(store, store.told.value!.offer!);
  };
  return (
    <button type="button" class="button" onClick={() => void change()}>
      Rename there too
    </button>
  );
}
