import type { Friendly } from './names';

/** How many are listed: of more, one types on. */
const most = 60;

/** The options that hold what was typed; those that begin with it, in full or in the part that tells them apart, come first. */
export function offered(options: string[], typed: string, friendly: (option: string) => Friendly): string[] {
  const wanted = typed.toLowerCase();
  const begins = (option: string) => [option, friendly(option).strong].some((name) => name.toLowerCase().startsWith(wanted));
  const holding = options.filter((option) => option.toLowerCase().includes(wanted));
  return [...holding.filter(begins), ...holding.filter((option) => !begins(option))].slice(0, most);
}
