import type { components } from './contract.js';

/** The body of an error response (RFC 9457). */
export type ProblemBody = components['schemas']['Problem'];

/**
 * The stable codes of errors. `UNEXPECTED_ANSWER`: the error response is not a problem of the
 * service, such as the HTML page of a proxy.
 */
export type ProblemCode = ProblemBody['code'] | 'UNEXPECTED_ANSWER';

/** An error response of the service. Programs decide by `code`; people read `message`. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    /** HTTP status. */
    readonly status: number,
    /** The stable code; its meaning never changes. */
    readonly code: ProblemCode,
    /** The parsed response body; empty if it was not JSON. */
    readonly body: Partial<ProblemBody>,
    /** The idempotency key of the command; pass it to the call again to repeat the same command. */
    readonly idempotencyKey?: string,
    /** Seconds to wait before a repeat, from `Retry-After`. */
    readonly retryAfter?: number,
  ) {
    super(body.detail ?? body.title ?? `Unexpected answer ${status}`);
  }

  /** The errors of single fields, parameters and headers. */
  get errors(): NonNullable<ProblemBody['errors']> {
    return this.body.errors ?? [];
  }

  /** The id of the request in the service's logs. */
  get requestId(): string | undefined {
    return this.body.requestId;
  }
}

/**
 * The error of a request without a complete response: no connection, a time-out, or the mini-program
 * went to the background. The service may have executed the command; call it again with the same
 * `idempotencyKey`.
 */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor(readonly cause: unknown, readonly idempotencyKey?: string) {
    super(`No answer: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** Returns whether the error is a Problem with one of these codes, or with any code if none is given. */
export function isProblem<C extends ProblemCode>(
  error: unknown,
  ...codes: C[]
): error is Problem & { readonly code: C } {
  return error instanceof Problem && (!codes.length || codes.includes(error.code as C));
}

/** Creates a Problem from an error response and its parsed body. */
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

/**
 * Parses the header Retry-After, a number of seconds or a date (RFC 9110 section 10.2.3). Returns
 * seconds from now; undefined if the header is missing or invalid.
 */
export function seconds(retryAfter: string | null): number | undefined {
  if (!retryAfter) return undefined;
  const number = Number(retryAfter);
  const wait = Number.isNaN(number) ? (Date.parse(retryAfter) - Date.now()) / 1000 : number;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
