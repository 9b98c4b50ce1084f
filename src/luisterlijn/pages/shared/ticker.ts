/**
 * Calls back every so often, also while the tab is hidden: browsers slow the timers of hidden pages down to one a minute,
 * which would look like silence to the line, but not those of a worker.
 */
export interface Ticker {
  every(ms: number): void;
}

export function ticker(tick: () => void): Ticker {
  let plain: number | undefined;
  const slow = (ms: number): void => {
    window.clearInterval(plain);
    plain = ms > 0 ? window.setInterval(tick, ms) : undefined;
  };
  try {
    const worker = new Worker(new URL("./ticker.worker.ts", import.meta.url), { type: "module" });
    let lost = false;
    let asked = 0;
    worker.onmessage = tick;
    worker.onerror = () => {
      lost = true;
      slow(asked);
    };
    return {
      every: (ms) => {
        asked = ms;
        if (lost) slow(ms);
        else worker.postMessage(ms);
      },
    };
  } catch {
    return { every: slow };
  }
}
