/** Gives each thing a name of its own, the same one whenever it is asked for. */
export class UniqueNames {
  private readonly known = new Map<string, string>();
  private readonly taken = new Set<string>();

  /** The name of a thing that would like to be called `wish`; in different `within` two may have the same. */
  of(within: string, name: string, wish: string, numbered: (n: number) => string): string {
    const key = `${within} ${name}`;
    let found = this.known.get(key);
    if (found !== undefined) return found;
    found = wish;
    for (let n = 2; this.taken.has(`${within} ${found}`); n++) found = numbered(n);
    this.known.set(key, found);
    this.taken.add(`${within} ${found}`);
    return found;
  }
}
