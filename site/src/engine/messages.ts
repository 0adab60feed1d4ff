/** What the page and the engine's worker say to each other. */

export type ToWorker =
  /** The engine as the bytes of its file, or as another worker compiled it. */
  | { type: 'start'; program: ArrayBuffer | WebAssembly.Module }
  | { type: 'call'; id: number; text: string };

export type FromWorker =
  | { type: 'ready'; module: WebAssembly.Module }
  /** The engine could not be started; the cause is for people. */
  | { type: 'failed'; cause: string }
  | { type: 'reply'; id: number; text: string }
  /** The instance died in this call. */
  | { type: 'crash'; id: number; cause: string };
