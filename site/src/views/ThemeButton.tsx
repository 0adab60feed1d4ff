import { signal } from '@preact/signals';
import { siteStorage } from '../store/storage';
import { useEffect } from 'preact/hooks';
import { Icon, type IconName } from './Icon';

type Theme = 'auto' | 'light' | 'dark';
const order: Theme[] = ['auto', 'light', 'dark'];
const icons: Record<Theme, IconName> = { auto: 'auto', light: 'sun', dark: 'moon' };
const words: Record<Theme, string> = { auto: 'as the system', light: 'light', dark: 'dark' };

const theme = signal<Theme>('auto');

/** The page is built without knowing the choice, so it is looked up when the page has come alive. */
function recall() {
  const stored = siteStorage.get('verdict.theme');
  theme.value = order.find((t) => t === stored) ?? 'auto';
}

function next() {
  theme.value = order[(order.indexOf(theme.value) + 1) % order.length]!;
  if (theme.value === 'auto') siteStorage.remove('verdict.theme');
  else siteStorage.set('verdict.theme', theme.value);
  if (theme.value === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme.value;
}

/** Goes round the colour schemes: the system's, light, dark. */
export function ThemeButton() {
  useEffect(recall, []);
  const name = `Colors: ${words[theme.value]}`;
  return (
    <button type="button" class="button icon-button" aria-label={name} title={name} onClick={next}>
      <Icon name={icons[theme.value]} />
    </button>
  );
}
