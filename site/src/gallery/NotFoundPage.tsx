import { Frame } from './Frame';

/** What a host shows for an address that leads nowhere. */
export function NotFoundPage() {
  return (
    <Frame>
      <header class="lesson-head">
        <h1>Nothing stands here</h1>
        <p class="lead">The address leads to no page of Verdict. A share link carries its scenario behind the #; if it was cut off there, ask for it again.</p>
        <p class="actions">
          <a class="button button-main" href="/">
            Open the playground
          </a>
          <a class="button" href="/s/">
            All scenarios
          </a>
        </p>
      </header>
    </Frame>
  );
}
