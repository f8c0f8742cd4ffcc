import { NoAnswer, seconds } from './problem.js';
import type { Received } from './transport.js';

/** How often and how long a client repeats a request by itself. */
export interface Patience {
  /** Repeats after the first attempt; by default 3. */
  readonly retries?: number;
  /** The longest `Retry-After` in seconds that the client waits for; by default 60. */
  readonly longestWait?: number;
}

const SHORTEST = 500;
const LONGEST = 8_000;
/** How late an abort ends a wait, in milliseconds. */
const STEP = 100;

/**
 * Sends a request until it is answered. Repeats 429 (nothing was done), and, if the request is safe
 * to repeat, also a missing answer, 502, 503, 504, and every other refusal with Retry-After, such as
 * a proof that does not exist yet. Waits as long as Retry-After says, otherwise twice as long each
 * time; both with jitter, so that clients that failed together do not come back together. Sends no
 * repeat after `until`.
 *
 * @throws NoAnswer if the last attempt had none
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
    // In short steps: a signal may be aborted already, and those of mini-programs have no events.
    for (let left = wait; left > 0 && !signal?.aborted; left -= STEP) {
      await new Promise(resolve => setTimeout(resolve, Math.min(left, STEP)));
    }
    if (signal?.aborted) throw signal.reason ?? new Error('aborted');
  }
}

function unreachable(status: number): boolean {
  return status === 502 || status === 503 || status === 504;
}
