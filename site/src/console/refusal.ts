/** Why a line cannot be run, in the words of the AWS CLI where it has some. */
export class Refusal extends Error {}

/** A mistake in the words of a line. */
export function usage(message: string): Refusal {
  return new Refusal(`aws: error: ${message}`);
}

/** The choices that a word was meant to be, perhaps. */
export function near(word: string, choices: readonly string[]): string[] {
  const most = Math.max(1, Math.floor(word.length / 5));
  return choices.filter((choice) => distance(word, choice) <= most);
}

/** How many letters have to be changed, put in or taken out to make one word of another. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (letter === b[j] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
