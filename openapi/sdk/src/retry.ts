import { NoAnswer, seconds } from './problem.js';
import type { Received } from './transport.js';

/** How often the client repeats a request automatically, and how long it waits before. */
export interface Patience {
  /** Maximum number of repeats after the first attempt; by default 3. */
  readonly retries?: number;
  /** Maximum `Retry-After` in seconds; a response with a longer one is not repeated. By default 60. */
  readonly longestWait?: number;
}

/** Wait before the first repeat, in milliseconds, without jitter; doubles with each repeat. */
const SHORTEST = 500;
/** Maximum of this wait, in milliseconds. */
const LONGEST = 8_000;
/** Interval in milliseconds in which a wait checks whether the signal is aborted. */
const STEP = 100;

/**
 * Calls `attempt` until it succeeds, fails for good, or `retries` repeats were made. Always repeats
 * after 429, because the service has done nothing then. If `safe`, also repeats after no response,
 * after 502, 503 and 504, and after every other error with Retry-After, such as 404 for a proof that
 * does not exist yet. Waits for Retry-After, or without it twice as long each time; adds jitter in
 * both cases, so that clients that failed together do not repeat together. Makes no repeat that
 * would start after `until` (milliseconds since 1970).
 *
 * @param safe whether a second execution of the request does no harm
 * @returns the last response, also if it is an error
 * @throws NoAnswer if the last attempt got no response
 */
export async function persist<R extends Received>(
  attempt: () => Promise<R>,
  safe: boolean,
  { retries = 3, longestWait = 60, until = Infinity }: Patience & { readonly until?: number },
  signal?: AbortSignal | null,
): Promise<R> {
  for (let repeats = 0; ; repeats++) {
    let answer: R | undefined;
    let failure: unknown;
    try {
      answer = await attempt();
    } catch (error) {
      if (signal?.aborted || !(error instanceof NoAnswer)) throw error;
      failure = error;
    }
    const asked = answer && seconds(answer.headers.get('Retry-After'));
    const again = answer
      ? answer.status === 429 || (safe && !answer.ok && (asked !== undefined || unreachable(answer.status)))
      : safe;
    const pause = Math.min(SHORTEST * 2 ** repeats, LONGEST);
    const wait = asked === undefined ? pause * (0.5 + Math.random() / 2) : asked * 1000 + Math.random() * pause;
    if (!again || repeats >= retries || (asked ?? 0) > longestWait || Date.now() + wait > until) {
      if (answer) return answer;
      throw failure;
    }
    // Polls, because a mini-program's AbortSignal has no events, and the signal may already be aborted.
    for (let left = wait; left > 0 && !signal?.aborted; left -= STEP) {
      await new Promise(resolve => setTimeout(resolve, Math.min(left, STEP)));
    }
    if (signal?.aborted) throw signal.reason ?? new Error('aborted');
  }
}

function unreachable(status: number): boolean {
  return status === 502 || status === 503 || status === 504;
}
