import { scriptUrl, workerUrl } from '../trusted';
import type { WorkerLike } from './client';

/** Starts a worker for the engine. */
export function spawnWorker(): WorkerLike {
  return new Worker(scriptUrl(workerUrl), { type: 'module', name: 'engine' }) as unknown as WorkerLike;
}
