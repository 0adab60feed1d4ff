/** What became of a list of actions as typed. */
export interface Expanded {
  actions: string[];
  /** What is wrong with a part of it, in words. */
  problems: string[];
}

/** Reads actions parted by spaces, commas or lines; a pattern stands for the known actions that it matches. */
export function expandActions(typed: string, known: readonly string[]): Expanded {
  const actions: string[] = [];
  const problems: string[] = [];
  for (const word of typed.split(/[\s,]+/).filter(Boolean)) {
    if (/^[a-z0-9-]+:[a-z0-9]+$/i.test(word)) actions.push(word);
    else if (!/^([a-z0-9-]+:[a-z0-9*?]+|\*)$/i.test(word)) problems.push(`“${word}” is not an action. An action is written as s3:GetObject.`);
    else {
      const matching = known.filter((action) => matches(word.toLowerCase(), action.toLowerCase()));
      actions.push(...matching);
      if (matching.length === 0) problems.push(`No action that this scenario names matches ${word}. Write the actions out.`);
    }
  }
  return { actions: [...new Set(actions)], problems };
}

/** Whether a pattern with `*` and `?` matches a text, in linear time for each star. */
function matches(pattern: string, text: string): boolean {
  let p = 0;
  let star = -1;
  let resume = 0;
  for (let t = 0; t < text.length; ) {
    if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t]) && pattern[p] !== '*') {
      p++;
      t++;
    } else if (pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(p));
}
