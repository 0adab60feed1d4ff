/** What the page and the engine's worker say to each other. */

export type ToWorker =
  /** The engine as the bytes of its file, which are handed over. */
  | { type: 'start'; program: ArrayBuffer }
  | { type: 'call'; id: number; text: string };

export type FromWorker =
  /**
   * The engine runs; its file is given back for a worker that may have to take this one's place. A compiled module is not sent: the
   * page's policy allows no WebAssembly, and Firefox then drops the whole message.
   */
  | { type: 'ready'; program: ArrayBuffer }
  /** The engine could not be started; the cause is for people. */
  | { type: 'failed'; cause: string }
  | { type: 'reply'; id: number; text: string }
  /** The instance died in this call. */
  | { type: 'crash'; id: number; cause: string };
