// Asks the public API. Everything that pages send goes through `ask`.
import { t } from './i18n.js';

/** A refusal of the service, with its sentence for people, or an unreachable service. */
export class Problem extends Error {
  constructor(message, code, status, errors = [], detail = message) {
    super(message);
    // The sentence without those of the fields.
    this.detail = detail;
    this.code = code;
    this.status = status;
    // Faults of the fields, each with a JSON pointer or the name of a parameter.
    this.errors = errors;
  }
}

const JSON_TYPE = 'application/json';

/**
 * Sends a request below /api/v1 and returns the response; throws a Problem. A plain object as
 * `body` is sent as JSON, a Blob or FormData as it is.
 */
export async function ask(path, { method = 'GET', body, headers = {}, keepalive = false } = {}) {
  const plain = body !== undefined && !(body instanceof Blob) && !(body instanceof FormData);
  let answer;
  try {
    answer = await fetch(`/api/v1${path}`, {
      method,
      keepalive,
      body: plain ? JSON.stringify(body) : body,
      // Asks whether a kept answer is still true: what is shown as new must be new.
      cache: 'no-cache',
      headers: {
        'Accept-Language': document.documentElement.lang,
        ...(plain ? { 'Content-Type': JSON_TYPE } : {}),
        ...headers,
      },
    });
  } catch {
    throw new Problem(t('jsNetwork'), 'NETWORK', 0);
  }
  if (answer.ok) {
    return answer;
  }
  let problem = {};
  try {
    problem = await answer.json();
  } catch {
    // A gateway answered, not the service.
  }
  const fields = (problem.errors ?? []).map((error) =>
    error.name ? `${error.name}: ${error.detail}` : error.detail).join(' ');
  throw new Problem(
    [problem.detail ?? t('jsNetwork'), fields].filter(Boolean).join(' '),
    problem.code, answer.status, problem.errors, problem.detail);
}

/** Reads a body; throws a Problem if the connection breaks meanwhile. */
async function whole(body) {
  try {
    return await body;
  } catch (error) {
    throw error instanceof SyntaxError ? error : new Problem(t('jsNetwork'), 'NETWORK', 0);
  }
}

/** Reads JSON of the public API; throws a Problem, or a SyntaxError if it is no JSON. */
export const json = async (path) => whole((await ask(path)).json());

/** Reads a text of the public API; throws a Problem. */
export const text = async (path) => whole((await ask(path)).text());

/** Reads all entries of a wish, in the order of their versions. */
export async function entriesOf(id) {
  const entries = [];
  let after = '';
  do {
    const page = await json(
      `/ledger/aggregates/WISH/${encodeURIComponent(id)}/entries?limit=100${after}`);
    entries.push(...page.items);
    after = page.nextCursor ? `&after=${page.nextCursor}` : null;
  } while (after);
  return entries;
}
