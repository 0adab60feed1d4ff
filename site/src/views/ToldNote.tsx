import { useApp } from '../app';
import type { Told } from '../store/store';
import { changeInTexts } from '../store/world';
import '../styles/told.css';
import { Icon } from './Icon';
import { keepFocus } from './keepFocus';

/** What an edit took along or left behind, with the way back. */
export default function ToldNote({ told: { text, undo, offer } }: { told: Told }) {
  const { store } = useApp();
  return (
    <div class="told">
      <p>{text}</p>
      {offer && (
        <button type="button" class="button" onClick={() => changeInTexts(store, offer)}>
          Rename there too
        </button>
      )}
      {undo && (
        <button type="button" class="button" onClick={() => (store.undo(), keepFocus())}>
          Undo
        </button>
      )}
      <button type="button" class="button icon-button" aria-label="Close this note" onClick={() => ((store.told.value = null), keepFocus())}>
        <Icon name="cross" />
      </button>
    </div>
  );
}
