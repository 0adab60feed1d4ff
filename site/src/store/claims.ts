/** Says that a draft is this tab's, so that two tabs never write into the same one. */
export interface Claims {
  /** Takes a draft for this tab, in place of the one before; false where another tab has it. */
  claim(id: string): Promise<boolean>;
  /** Whether any tab has the draft. */
  taken(id: string): Promise<boolean>;
}

const nameOf = (id: string) => `verdict.draft.${id}`;

/** The browser's locks; missing in old ones, and where the page is drawn while the site is built. */
const locks = () => globalThis.navigator?.locks as LockManager | undefined;

/** Claims by the browser's locks, which end with the tab. Without them every claim is granted. */
export class LockClaims implements Claims {
  private mine = '';
  private letGo = () => {};

  async claim(id: string): Promise<boolean> {
    if (!locks() || id === this.mine) return true;
    this.mine = id;
    const held = await new Promise<(() => void) | null>((decided) => {
      void locks()!
        .request(nameOf(id), { ifAvailable: true }, (lock) => (lock ? new Promise<void>((free) => decided(free)) : decided(null)))
        .catch(() => decided(() => {}));
    });
    if (!held) return false;
    this.letGo();
    this.letGo = held;
    return true;
  }

  async taken(id: string): Promise<boolean> {
    const { held = [] } = (await locks()?.query()) ?? {};
    return held.some(({ name }) => name === nameOf(id));
  }
}
