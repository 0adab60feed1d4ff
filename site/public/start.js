// Before the first paint: sets the chosen colour scheme, and hides the page as it was built where another scenario will
// be shown, so that nothing else is seen in its place. Begins to fetch the engine, the largest of the files.
{
  const root = document.documentElement;
  const stored = (name, storage) => {
    try {
      return storage().getItem(name);
    } catch {
      return null; // Without storage the system's scheme holds, and there is no draft.
    }
  };
  const theme = stored('verdict.theme', () => localStorage);
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  if (/^#s\d*[.%]/.test(location.hash) || stored('verdict.draft', () => sessionStorage)) root.dataset.opening = '';
  const { engine } = document.currentScript.dataset;
  if (engine) {
    globalThis.engineFile = fetch(engine);
    globalThis.engineFile.catch(() => {}); // the page says so
  }
}
