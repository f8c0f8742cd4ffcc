import createFetchClient, { type ParamsOption, type ParseAs, type ParseAsResponse, type RequestBodyOption } from 'openapi-fetch';
import type {
  FilterKeys, HttpMethod, PathsWithMethod, RequiredKeysOf, ResponseObjectMap, SuccessResponse,
} from 'openapi-typescript-helpers';
import type { paths } from './contract.js';
import { pagedByAfter, withoutKey, withoutToken } from './operations.js';
import { NoAnswer, problemOf } from './problem.js';
import { persist, type Patience } from './retry.js';
import {
  clientTokens, sessionTokens, type ClientCredentials, type PersonTokens, type Role,
  type SessionAnswer, type SessionStore, type Tokens,
} from './tokens.js';
import { fetchTransport, Upload, whole, type Received, type Sent, type Transport } from './transport.js';

/**
 * How a client reaches and identifies itself to the service. Set at most one of `token`,
 * `clientCredentials` and `session`; without any, requests are anonymous.
 */
export interface ClientOptions extends Patience {
  /** Address of the service, such as `https://wish.example.org`. */
  readonly baseUrl: string;
  /** By default the platform's fetch; in a mini-program `wechatTransport(wx)`. */
  readonly transport?: Transport;
  /** Language of problem titles and details; by default `zh`. */
  readonly language?: 'zh' | 'en';
  /** Milliseconds after which an attempt without a response fails; by default 60,000. */
  readonly timeout?: number;
  /** An access token that the caller already has, or a function that returns one. */
  readonly token?: string | (() => string | Promise<string>);
  /** The credentials of a partner's program. */
  readonly clientCredentials?: ClientCredentials;
  /** The store of a person's login session. */
  readonly session?: SessionStore;
}

/** Options of a single call, in addition to the parameters and the body of the contract. */
export interface CallOptions {
  /**
   * The idempotency key of the command. Pass one if the same action may need several calls, such as a
   * user's tap that is tried again later. By default each call creates a key, and its automatic
   * repeats send the same key.
   */
  idempotencyKey?: string;
  headers?: Record<string, string>;
  /** How to read the response body; by default `json`. */
  parseAs?: Extract<ParseAs, 'json' | 'text' | 'arrayBuffer'>;
  timeout?: number;
  signal?: AbortSignal;
}

type Responses = Record<string | number, any>;
type Operation<Path extends keyof paths, Method extends HttpMethod> = FilterKeys<paths[Path], Method>;
type Init<Path extends keyof paths, Method extends HttpMethod> =
  ParamsOption<Operation<Path, Method>> & RequestBodyOption<Operation<Path, Method>> & CallOptions;
type Arguments<I> = RequiredKeysOf<I> extends never ? [init?: I] : [init: I];
type Content<T> = ResponseObjectMap<T> extends infer R extends Responses
  ? [SuccessResponse<R, 'application/json'>] extends [never] ? SuccessResponse<R> : SuccessResponse<R, 'application/json'>
  : never;
type Data<Path extends keyof paths, Method extends HttpMethod, I> =
  ParseAsResponse<Content<Operation<Path, Method>>, I>;

/** A response with its content, status and headers. */
export interface Answer<T> {
  readonly data: T;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** The version of the resource; send it as `If-Match` with the next change. */
  readonly etag: string | null;
}

/**
 * Calls a path of the contract and returns the content of the response.
 *
 * @throws Problem if the service responds with an error
 * @throws NoAnswer if there is no response
 */
export type Call<Method extends HttpMethod> = <
  Path extends PathsWithMethod<paths, Method>, I extends Init<Path, Method>,
>(path: Path, ...init: Arguments<I>) => Promise<Data<Path, Method, I>>;

type ItemOf<T> = T extends { items?: (infer Item)[] } ? Item : never;
type ListPath = {
  [Path in PathsWithMethod<paths, 'get'>]:
    Content<Operation<Path, 'get'>> extends { nextCursor?: unknown } ? Path : never;
}[PathsWithMethod<paths, 'get'>];
type UploadPath = {
  [Path in PathsWithMethod<paths, 'post'>]:
    paths[Path] extends { post: { requestBody: { content: { 'multipart/form-data': unknown } } } } ? Path : never;
}[PathsWithMethod<paths, 'post'>];
type UploadBody<Path extends UploadPath> =
  paths[Path] extends { post: { requestBody: { content: { 'multipart/form-data': infer Body } } } } ? Body : never;

/** Calls the service for one caller. */
export interface Client {
  readonly get: Call<'get'>;
  readonly post: Call<'post'>;
  readonly put: Call<'put'>;
  readonly delete: Call<'delete'>;
  /** Like `get`, `post`, `put` and `delete`, but also returns the status and headers of the response. */
  request<Method extends 'get' | 'post' | 'put' | 'delete', Path extends PathsWithMethod<paths, Method>, I extends Init<Path, Method>>(
    method: Method, path: Path, ...init: Arguments<I>
  ): Promise<Answer<Data<Path, Method, I>>>;
  /**
   * Iterates over all items of a list; requests a page only when the iteration reaches it. The feed
   * of changes never ends if the parameter `wait` is set.
   */
  pages<Path extends ListPath>(
    path: Path, ...init: Arguments<Init<Path, 'get'>>
  ): AsyncIterable<ItemOf<Content<Operation<Path, 'get'>>>>;
  /** Uploads a file, given as a Blob, or in a mini-program as the path of a local file. */
  upload<Path extends UploadPath>(
    path: Path,
    init: ParamsOption<Operation<Path, 'post'>> & Omit<UploadBody<Path>, 'file'> & CallOptions & { file: Blob | string },
  ): Promise<Content<Operation<Path, 'post'>>>;
  /** Starts a session with the response of a login operation, such as the login with a password. */
  signIn(answer: SessionAnswer): Promise<void>;
  /** Changes the session's role; the following requests use a token with this role. */
  actAs(role: Role): Promise<void>;
  /** Deletes the stored session and ends it at the service. */
  signOut(): Promise<void>;
}

/** Creates a random idempotency key that this caller has not used before. */
export function newIdempotencyKey(): string {
  if (typeof crypto === 'object' && crypto.randomUUID) return crypto.randomUUID();
  // A mini-program has no crypto. Math.random suffices: a key need not be secret, because it is valid
  // only for its own caller.
  const random = () => Math.random().toString(36).slice(2).padEnd(11, '0');
  return `${Date.now().toString(36)}-${random()}-${random()}`;
}

interface LooseInit extends CallOptions {
  params?: { query?: Record<string, unknown> };
  body?: unknown;
}

/**
 * Replaces the class Request in openapi-fetch. A real Request can send its body only once; this
 * class keeps the body, so that the request can be repeated.
 */
class Draft {
  readonly method: string = 'GET';
  readonly headers!: Headers;
  readonly body?: Sent['body'];
  readonly signal?: AbortSignal;

  constructor(readonly url: string, init: object) {
    Object.assign(this, init);
  }
}

/** Creates a client. Its only state is its tokens, so use one client for all calls of a caller. */
export function createClient(options: ClientOptions): Client {
  const transport = options.transport ?? fetchTransport();
  const http = createFetchClient<Record<string, never>>({
    baseUrl: options.baseUrl,
    Request: Draft as unknown as typeof Request,
    // Sends strings, uploads and bytes unchanged, everything else as JSON.
    bodySerializer: (body: unknown) =>
      typeof body === 'string' || body instanceof Upload || isBinary(body) ? body : JSON.stringify(body),
  });
  let person: PersonTokens | undefined;
  const tokens = tokensOf();

  function tokensOf(): Tokens | undefined {
    const { token, clientCredentials, session } = options;
    if (clientCredentials) return clientTokens(clientCredentials, ask);
    if (session) return (person = sessionTokens(session, ask));
    return token === undefined ? undefined : {
      get: async () => (typeof token === 'string' ? token : token()),
      refuse() {},
    };
  }

  async function send(draft: Draft, init: CallOptions, key: string | undefined, open: boolean): Promise<Received> {
    const headers: Record<string, string> = {};
    draft.headers.forEach((value, name) => {
      headers[name] = value;
    });
    let refused = false;
    let withoutRenewal: { error: unknown } | undefined;
    const binary = init.parseAs === 'arrayBuffer';
    const attempt = async (): Promise<Received> => {
      let token: string | undefined;
      try {
        token = open ? undefined : await tokens?.get();
      } catch (error) {
        // The renewal has already made its own repeats. A plain Error, unlike NoAnswer, is not
        // repeated by persist; the caller gets the original error below.
        withoutRenewal = { error };
        throw new Error('no token');
      }
      if (token) headers.authorization = `Bearer ${token}`;
      let answer: Received;
      try {
        answer = await whole(await transport({
          method: draft.method, url: draft.url, headers, body: draft.body,
          binary,
          timeout: init.timeout ?? options.timeout ?? 60_000,
          signal: init.signal,
        }), binary);
      } catch (error) {
        throw init.signal?.aborted ? error : new NoAnswer(error, key);
      }
      if (answer.status === 401 && token && !refused) {
        // The token was revoked, or has expired by the service's clock: repeats once with a new token.
        refused = true;
        tokens!.refuse(token);
        return attempt();
      }
      return answer;
    };
    return persist(attempt, draft.method === 'GET' || key !== undefined, options, init.signal).catch(error => {
      throw withoutRenewal ? withoutRenewal.error : error;
    });
  }

  async function request(method: string, path: string, init: LooseInit = {}): Promise<Answer<unknown>> {
    const name = `${method} ${path}`;
    const key = method === 'get' || withoutKey.includes(name)
      ? undefined
      : (init.idempotencyKey ?? newIdempotencyKey());
    const { data, error, response } = await (http.request as Function)(method, path, {
      ...init,
      headers: {
        'Accept-Language': options.language,
        ...(init.body instanceof Upload ? { 'Content-Type': null } : {}),
        ...init.headers,
        'Idempotency-Key': key,
      },
      fetch: (draft: Draft) => send(draft, init, key, withoutToken.includes(name)),
    });
    if (!response.ok) throw problemOf(response, error, key);
    return {
      data, status: response.status, headers: response.headers, etag: response.headers.get('ETag'),
    };
  }

  /** Sends the requests that get and refresh tokens. Each attempt has a new body: a code works once. */
  async function ask<T>(path: string, body: () => unknown, until?: number): Promise<T> {
    const form = path.endsWith('/oauth2/token');
    const answer = await persist(
      async () => {
        const content = (await body()) as Record<string, string>;
        try {
          return await whole(await transport({
            method: 'POST',
            url: options.baseUrl.replace(/\/$/, '') + path,
            headers: { 'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json' },
            body: form
              ? Object.entries(content).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
              : JSON.stringify(content),
            binary: false,
            timeout: 10_000,
          }), false);
        } catch (error) {
          throw new NoAnswer(error);
        }
      },
      true,
      { ...options, until },
    );
    const text = await answer.text();
    let parsed: unknown;
    try {
      parsed = text && JSON.parse(text);
    } catch {
      parsed = undefined;
    }
    if (!answer.ok) throw problemOf(answer, parsed);
    return parsed as T;
  }

  const call = (method: string) => async (path: string, init?: LooseInit) => (await request(method, path, init)).data;

  async function* pages(path: string, init: LooseInit = {}): AsyncGenerator<unknown> {
    const parameter = pagedByAfter.includes(path) ? 'after' : 'cursor';
    let query = init.params?.query;
    for (;;) {
      const { data } = await request('get', path, { ...init, params: { ...init.params, query } });
      const { items, nextCursor, more } = data as { items: unknown[]; nextCursor?: string | null; more?: boolean };
      yield* items;
      // The feed of changes always has a next cursor. Without `wait`, the client would poll it without
      // a pause, so it stops when there are no more changes.
      if (!nextCursor || (more === false && !query?.wait)) return;
      query = { ...query, [parameter]: nextCursor };
    }
  }

  async function upload(path: string, init: LooseInit & { file: Blob | string }): Promise<unknown> {
    const { file, params, idempotencyKey, headers, timeout, signal, parseAs, ...fields } = init;
    const body = new Upload(file, fields as Record<string, string>);
    return (await request('post', path, { params, idempotencyKey, headers, timeout, signal, parseAs, body })).data;
  }

  const ofSession = () => {
    if (!person) throw new Error('This client was created without the option `session`');
    return person;
  };
  return {
    get: call('get'),
    post: call('post'),
    put: call('put'),
    delete: call('delete'),
    request,
    pages,
    upload,
    signIn: async answer => ofSession().signIn(answer),
    actAs: async role => ofSession().actAs(role),
    signOut: async () => ofSession().signOut(),
  } as Client;
}

function isBinary(body: unknown): boolean {
  return body instanceof ArrayBuffer || ArrayBuffer.isView(body) || (typeof Blob === 'function' && body instanceof Blob);
}
