/** Full jitter: a wait between 0 and min(cap, base * 2^attempt) milliseconds, so that a thousand pages do not return at once. */
export function fullJitter(attempt: number, random = Math.random, base = 500, cap = 15_000): number {
  return random() * Math.min(cap, base * 2 ** attempt);
}
