import { useApp } from '../app';
import { timeWords } from './GalleryMenu';

/** Says where an edit went that something else was opened over, and leads back to it. */
export function AsideNote() {
  const { drafts, opener } = useApp();
  const draft = drafts.aside.value;
  return (
    <div role="status" aria-label="Kept work">
      {draft && (
        <div class="banner banner-quiet">
          <p>
            Your edit of “{draft.title}”, {timeWords(draft.time)}, is kept under Scenarios, in your recent work.
          </p>
          <button type="button" class="button" onClick={() => opener.openRecent(draft.id)}>
            Back to your edit
          </button>
          <button type="button" class="button" onClick={() => drafts.dismissAside()}>
            Understood
          </button>
        </div>
      )}
    </div>
  );
}
