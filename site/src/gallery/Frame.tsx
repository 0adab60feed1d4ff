import type { ComponentChildren } from 'preact';
import { Brand } from '../views/Brand';

/** What stands around every page of the gallery. */
export function Frame({ children }: { children: ComponentChildren }) {
  return (
    <>
      <header class="header">
        <Brand />
        <nav aria-label="Site">
          <a class="button button-quiet" href="/s/">
            Scenarios
          </a>
          <a class="button button-quiet" href="/ref/">
            Rules
          </a>
          <a class="button button-quiet" href="/ref/checks/">
            Checks
          </a>
        </nav>
        <div class="header-end">
          <a class="button button-quiet" href="/">
            Playground
          </a>
        </div>
      </header>
      <main class="reading">{children}</main>
    </>
  );
}
