import type { components } from './contract.js';

/** The body of an error answer (RFC 9457). */
export type ProblemBody = components['schemas']['Problem'];

/** The stable codes of errors; `UNEXPECTED_ANSWER` is an answer that is no problem of the service. */
export type ProblemCode = ProblemBody['code'] | 'UNEXPECTED_ANSWER';

/** What the service said no to, and why. Decide by `code`, show `message`. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    /** HTTP status. */
    readonly status: number,
    /** Never changes its meaning. */
    readonly code: ProblemCode,
    /** All members that the service sent; empty if it sent none. */
    readonly body: Partial<ProblemBody>,
    /** The key of the command; a repeat of the same intent sends it again. */
    readonly idempotencyKey?: string,
    /** Seconds after which a repeat may succeed. */
    readonly retryAfter?: number,
  ) {
    super(body.detail ?? body.title ?? `Unexpected answer ${status}`);
  }

  /** The faults of single fields, parameters and headers. */
  get errors(): NonNullable<ProblemBody['errors']> {
    return this.body.errors ?? [];
  }

  /** Identifies the request in the logs of the service. */
  get requestId(): string | undefined {
    return this.body.requestId;
  }
}

/**
 * No answer came: no connection, a time-out, or the mini-program went to the background. The command
 * may have been carried out; send it again with the same `idempotencyKey`.
 */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor(readonly cause: unknown, readonly idempotencyKey?: string) {
    super(`No answer: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** Returns true if the error is a problem with one of these codes; of any code if none is given. */
export function isProblem<C extends ProblemCode>(
  error: unknown,
  ...codes: C[]
): error is Problem & { readonly code: C } {
  return error instanceof Problem && (!codes.length || codes.includes(error.code as C));
}

/** Makes a problem from an answer that is not a success, and from its body. */
export function problemOf(
  answer: { status: number; headers: { get(name: string): string | null } },
  body: unknown,
  idempotencyKey?: string,
): Problem {
  const members: Partial<ProblemBody> = body !== null && typeof body === 'object' ? body : {};
  return new Problem(
    answer.status,
    members.code ?? 'UNEXPECTED_ANSWER',
    members,
    idempotencyKey,
    seconds(answer.headers.get('Retry-After')),
  );
}

/** Reads the header Retry-After: seconds, or a time (RFC 9110 section 10.2.3). */
export function seconds(retryAfter: string | null): number | undefined {
  if (!retryAfter) return undefined;
  const number = Number(retryAfter);
  const wait = Number.isNaN(number) ? (Date.parse(retryAfter) - Date.now()) / 1000 : number;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
