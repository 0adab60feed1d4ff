// Runs iam-simulate in a thread of its own, as some questions keep it busy for minutes: those end without an answer.
import { Worker } from 'node:worker_threads';

const patience = 5000; // milliseconds

/** The reason of an answer that did not come in time. */
export const noAnswer = 'no answer in five seconds';

export class Peer {
  #worker;

  /** Its answer to a simulation; `how` names the function of worker.mjs that prepares the input. */
  ask(input, how = 'asItIs') {
    this.#worker ??= new Worker(new URL('./worker.mjs', import.meta.url));
    return new Promise((done) => {
      const timer = setTimeout(() => {
        this.stop();
        done({ decision: 'error', reason: noAnswer });
      }, patience);
      this.#worker.once('message', (answer) => {
        clearTimeout(timer);
        done(answer);
      });
      this.#worker.postMessage({ input, how });
    });
  }

  stop() {
    void this.#worker?.terminate();
    this.#worker = undefined;
  }
}
