/** The name and sign of Verdict, which lead home. */
export function Brand() {
  return (
    <a class="brand" href="/" aria-label="Verdict">
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d="M10 1.5L18.5 10 10 18.5 1.5 10z" />
        <path class="brand-tick" d="M6.6 10.2l2.4 2.4 4.4-5" />
      </svg>
      <span>Verdict</span>
    </a>
  );
}
