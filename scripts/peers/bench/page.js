// The page of the comparison: starts the worker and hands its result to whoever waits.
window.compare = (questions) =>
  new Promise((done) => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => done(data);
    worker.onerror = ({ message }) => done({ error: message });
    worker.postMessage(questions);
  });
