import { useApp } from '../app';
import { update } from '../offline/register';
import { Icon } from './Icon';

/** What stands above everything when the engine cannot be had; the page goes on without it. */
export function Banner() {
  const { store, client } = useApp();
  const engine = store.engine.value;
  const notice = store.notice.value;
  if (engine.phase === 'failed') {
    return (
      <div class="banner" role="alert">
        <Icon name="alert" />
        <p>
          <strong>The engine could not be loaded.</strong> {engine.cause} You can go on editing; your text is kept.
        </p>
        <button type="button" class="button" onClick={() => client.start()}>
          Retry
        </button>
      </div>
    );
  }
  if (update.value && !notice) {
    return (
      <div class="banner banner-quiet" role="status">
        <p>A new version of this page is ready. Your work is kept.</p>
        <button type="button" class="button" onClick={() => update.value?.()}>
          Load it
        </button>
      </div>
    );
  }
  return notice ? (
    <div class="banner banner-quiet" role="alert">
      <p>{notice}</p>
      <button type="button" class="button" onClick={() => (store.notice.value = '')}>
        Understood
      </button>
    </div>
  ) : null;
}
