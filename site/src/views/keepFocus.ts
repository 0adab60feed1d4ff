/** After what had the focus is gone, the focus goes to the tree of the world instead of nowhere. */
export function keepFocus() {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) document.querySelector<HTMLElement>('.tree [tabindex="0"]')?.focus();
  });
}
