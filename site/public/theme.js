// Sets the chosen colour scheme before the first paint.
try {
  const theme = localStorage.getItem('verdict.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system's scheme holds.
}
