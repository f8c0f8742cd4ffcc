/** The body of an upload: a file and form fields, sent as multipart/form-data. */
export class Upload {
  constructor(
    /** The bytes, or in a mini-program the path of a local file. */
    readonly file: Blob | string,
    readonly fields: Readonly<Record<string, string>>,
  ) {}
}

/** A complete request, which a transport only has to send. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | ArrayBuffer | Uint8Array | Blob | Upload;
  /** Whether a successful response is read as bytes instead of text. */
  readonly binary: boolean;
  /** Milliseconds after which the transport must reject if there is no response. */
  readonly timeout: number;
  readonly signal?: AbortSignal | null;
}

/** A response with any status. The `Response` of fetch implements this interface. */
export interface Received {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
  json(): Promise<unknown>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** Reads the whole body; rejects if the connection breaks before the end of the body. */
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

/** Sends one request. Resolves with a response of any status; rejects if there is no response. */
export type Transport = (request: Sent) => Promise<Received>;

/** Creates a transport that uses the platform's fetch, or another function with the same signature. */
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
  if (typeof file === 'string') throw new TypeError('Only a mini-program can upload a file by its path; pass a Blob');
  data.append('file', file, 'file');
  return data;
}
