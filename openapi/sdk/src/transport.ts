/** A file with further fields, sent as multipart/form-data. */
export class Upload {
  constructor(
    /** The bytes, or in a mini-program the path of a local file. */
    readonly file: Blob | string,
    readonly fields: Readonly<Record<string, string>>,
  ) {}
}

/** A request as a transport sends it. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | ArrayBuffer | Uint8Array | Blob | Upload;
  /** True if the answer is read as bytes. */
  readonly binary: boolean;
  /** Milliseconds until the attempt is given up. */
  readonly timeout: number;
  readonly signal?: AbortSignal | null;
}

/** An answer of any status; a `Response` of fetch is one. */
export interface Received {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
  json(): Promise<unknown>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** Reads the whole answer: what breaks off in its body is no answer either. */
export async function whole(answer: Received, binary: boolean): Promise<Received> {
  const { ok, status, headers } = answer;
  const bytes = binary && ok ? await answer.arrayBuffer() : new ArrayBuffer(0);
  const text = binary && ok ? '' : await answer.text();
  return {
    ok, status, headers,
    text: async () => text,
    json: async () => JSON.parse(text),
    arrayBuffer: async () => bytes,
  };
}

/** Sends one request; rejects if no answer came. */
export type Transport = (request: Sent) => Promise<Received>;

/** Sends with the platform's fetch, or with another function of the same shape. */
export function fetchTransport(fetch: typeof globalThis.fetch = globalThis.fetch): Transport {
  return ({ method, url, headers, body, timeout, signal }) => {
    const late = AbortSignal.timeout(timeout);
    return fetch(url, {
      method,
      headers,
      body: body instanceof Upload ? form(body) : (body as BodyInit | undefined),
      signal: signal ? AbortSignal.any([signal, late]) : late,
    });
  };
}

function form({ file, fields }: Upload): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  if (typeof file === 'string') throw new TypeError('Only a mini-program sends a file by its path');
  data.append('file', file, 'file');
  return data;
}
