/** Fetches the engine's file for the worker that runs it. */

/** Waits before another try, in milliseconds: a connection that breaks off is often back at once. */
const pauses = [300, 1200];

/** The engine's file: its address, its size once unpacked, and the fetch that the document's head began, if it did. */
export interface EngineFile {
  url: string;
  bytes: number;
  begun?: Promise<Response> | undefined;
}

/** In how many steps the download is told: the page is drawn at each, while it has itself to get ready. */
const steps = 50;

/** How far the download is; the network's own size is not known, so bytes count unpacked. */
export type Progress = (loaded: number, total: number) => void;

/** Gives the file's bytes; tries again where it does not come, or not whole. Throws when the last try fails, or once the signal says stop. */
export async function download(file: EngineFile, onProgress: Progress, signal: AbortSignal): Promise<ArrayBuffer> {
  const rest = { url: file.url, bytes: file.bytes };
  let { begun } = file;
  for (const pause of pauses) {
    try {
      const bytes = await fetchFile({ ...rest, begun }, onProgress, signal);
      if (bytes.byteLength === file.bytes) return bytes;
    } catch (error) {
      if (signal.aborted) throw error;
    }
    begun = undefined;
    await new Promise((done) => setTimeout(done, pause));
  }
  return fetchFile(rest, onProgress, signal);
}

async function fetchFile({ url, bytes, begun }: EngineFile, onProgress: Progress, signal: AbortSignal): Promise<ArrayBuffer> {
  const response = await (begun ?? fetch(url, { signal }));
  if (!response.ok) throw new Error(`The engine’s file could not be had (HTTP ${response.status}).`);
  const reader = response.body!.getReader();
  const stop = () => void reader.cancel();
  signal.addEventListener('abort', stop);
  let file = new Uint8Array(bytes);
  let loaded = 0;
  let told = 0;
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const from = loaded;
    loaded += chunk.value.length;
    if (loaded > file.length) file = joined(file.subarray(0, from), loaded);
    file.set(chunk.value, from);
    if (loaded < told + bytes / steps) continue;
    told = loaded;
    onProgress(loaded, Math.max(bytes, loaded));
  }
  if (told < loaded) onProgress(loaded, Math.max(bytes, loaded));
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  return loaded === file.length ? file.buffer : file.buffer.slice(0, loaded);
}

/** A copy with more room, for a file that is larger than it should be. */
function joined(part: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(length);
  more.set(part);
  return more;
}

/** Words for a fetch that failed. */
export function downloadCause(error: unknown): string {
  if (error instanceof TypeError) return `The engine’s file could not be had: ${error.message}.`;
  return error instanceof Error ? error.message : String(error);
}
