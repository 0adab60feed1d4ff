/** Storage that never throws: private windows, full disks and hostile frames only lose the memory. */
export class SafeStorage {
  constructor(private readonly real: () => Storage) {}

  get(key: string): string | null {
    try {
      return this.real().getItem(key);
    } catch {
      return null;
    }
  }

  /** Whether the value was kept. */
  set(key: string, value: string): boolean {
    try {
      this.real().setItem(key, value);
      return true;
    } catch {
      return false;
    }
  }

  remove(key: string) {
    try {
      this.real().removeItem(key);
    } catch {
      // There is nothing to remove where there is no storage.
    }
  }
}

export const tabStorage = new SafeStorage(() => sessionStorage);
export const siteStorage = new SafeStorage(() => localStorage);
