import { scriptUrl, workerUrl } from '../trusted';
import type { WorkerLike } from './client';

/** Starts a worker for a program, which is told by the name of the function that it sets: the engine's, or that of the IAM API. */
export function spawnWorker(program: 'verdict' | 'verdictIAM'): WorkerLike {
  return new Worker(scriptUrl(workerUrl), { type: 'module', name: program }) as unknown as WorkerLike;
}
