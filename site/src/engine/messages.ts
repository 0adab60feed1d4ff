/** What the page and the engine's worker say to each other. */

export type ToWorker =
  | { type: 'start'; url: string; bytes: number; module?: WebAssembly.Module }
  | { type: 'call'; id: number; text: string };

export type FromWorker =
  | { type: 'progress'; loaded: number; total: number }
  | { type: 'ready'; module: WebAssembly.Module }
  /** The engine could not be loaded; the cause is for people. */
  | { type: 'failed'; cause: string }
  | { type: 'reply'; id: number; text: string }
  /** The instance died in this call. */
  | { type: 'crash'; id: number; cause: string };
