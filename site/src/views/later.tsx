import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

type Loaded<P> = { kind: 'waiting' } | { kind: 'here'; View: ComponentType<P> } | { kind: 'failed' };

/**
 * A view whose script is fetched when it is first shown, so that the first visit does not pay for it. Until it is here
 * `meanwhile` stands in its place; where it cannot be fetched, the page says so and offers to try again.
 */
export function later<P extends object>(load: () => Promise<{ default: ComponentType<P> }>, meanwhile: (props: P) => ComponentChildren = () => null): ComponentType<P> {
  let known: ComponentType<P> | undefined;
  return function Later(props: P) {
    const [loaded, setLoaded] = useState<Loaded<P>>(known ? { kind: 'here', View: known } : { kind: 'waiting' });
    const fetchIt = () =>
      void load().then(
        ({ default: View }) => {
          known = View;
          setLoaded({ kind: 'here', View });
        },
        () => setLoaded({ kind: 'failed' }),
      );
    useEffect(() => (known ? undefined : fetchIt()), []);
    if (loaded.kind === 'here') return <loaded.View {...props} />;
    return (
      <>
        {loaded.kind === 'failed' && (
          <p class="later-failed" role="alert">
            This part of the page could not be fetched.{' '}
            <button type="button" class="link" onClick={fetchIt}>
              Try again
            </button>{' '}
            or reload the page; your work is kept.
          </p>
        )}
        {meanwhile(props)}
      </>
    );
  };
}
