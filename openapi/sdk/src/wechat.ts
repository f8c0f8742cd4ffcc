import type { Role, Session, SessionStore } from './tokens.js';
import { Upload, type Received, type Transport } from './transport.js';

interface Failed {
  errMsg: string;
}

interface Task {
  abort(): void;
}

/** The functions of a mini-program's global `wx` that the client uses for requests. */
export interface WeChat {
  request(options: {
    url: string;
    method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
    header: Record<string, string>;
    data?: string | ArrayBuffer;
    dataType: string;
    responseType: 'text' | 'arraybuffer';
    timeout: number;
    success(answer: {
      statusCode: number;
      data: string | ArrayBuffer | Record<string, unknown>;
      header: Record<string, unknown>;
    }): void;
    fail(failed: Failed): void;
  }): Task;
  uploadFile(options: {
    url: string;
    name: string;
    filePath: string;
    formData: Record<string, string>;
    header: Record<string, string>;
    timeout: number;
    success(answer: { statusCode: number; data: string }): void;
    fail(failed: Failed): void;
  }): Task;
}

/** The functions of the global `wx` that a session uses. */
export interface WeChatLogin {
  login(options: { success(answer: { code: string }): void; fail(failed: Failed): void }): void;
  getStorageSync(key: string): unknown;
  setStorageSync(key: string, value: unknown): void;
  removeStorageSync(key: string): void;
}

/** WeChat permits ten requests at the same time and refuses further ones. */
const AT_ONCE = 10;

/**
 * Creates a transport that uses `wx.request` and `wx.uploadFile`. Both report every HTTP status as
 * success. The case of header names differs between phones. The response to an upload has no headers.
 */
export function wechatTransport(wx: WeChat): Transport {
  let running = 0;
  const waiting: (() => void)[] = [];

  return async request => {
    if (running >= AT_ONCE) await new Promise<void>(resolve => waiting.push(resolve));
    else running++;
    try {
      return await send(request);
    } finally {
      // Passes this place to a waiting request, so `running` stays the same.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };

  function send({ method, url, headers, body, binary, timeout, signal }: Parameters<Transport>[0]) {
    return new Promise<Received>((resolve, reject) => {
      if (signal?.aborted) throw signal.reason ?? new Error('aborted');
      const fail = (failed: Failed) => reject(new Error(failed.errMsg));
      let task: Task;
      if (body instanceof Upload) {
        task = wx.uploadFile({
          url, header: headers, timeout, name: 'file', filePath: body.file as string, formData: body.fields,
          success: answer => resolve(received(answer.statusCode, answer.data, {})),
          fail,
        });
      } else if (method === 'PATCH') {
        throw new Error('wx.request has no PATCH');
      } else {
        task = wx.request({
          url, header: headers, timeout, fail,
          method: method as 'GET',
          data: body as string | ArrayBuffer | undefined,
          // With `json`, wx.request would parse the response; the client parses the text itself.
          dataType: 'text',
          responseType: binary ? 'arraybuffer' : 'text',
          success: answer => resolve(received(answer.statusCode, answer.data, answer.header)),
        });
      }
      signal?.addEventListener?.('abort', () => task.abort());
    });
  }
}

function received(status: number, data: unknown, header: Record<string, unknown>): Received {
  const headers = new Map(
    Object.entries(header ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]));
  const text = () => (typeof data === 'string' ? data : data instanceof ArrayBuffer ? utf8(data) : JSON.stringify(data));
  return {
    status,
    ok: status >= 200 && status < 300,
    headers: { get: name => headers.get(name.toLowerCase()) ?? null },
    text: async () => text(),
    json: async () => JSON.parse(text()),
    arrayBuffer: async () => data as ArrayBuffer,
  };
}

/**
 * Decodes UTF-8 without TextDecoder, which mini-programs on iOS do not have. Needed for the error
 * response to a download, which arrives as bytes.
 */
function utf8(bytes: ArrayBuffer): string {
  return decodeURIComponent(
    Array.from(new Uint8Array(bytes), byte => `%${byte.toString(16).padStart(2, '0')}`).join(''));
}

/**
 * Creates a session store in the mini-program's storage, under `key`. When there is no session, the
 * client logs in with `wx.login`, without a question to the user.
 */
export function wechatSession(
  wx: WeChatLogin,
  { key = 'microwish', role }: { key?: string; role?: Role } = {},
): SessionStore {
  return {
    role,
    read: () => (wx.getStorageSync(key) as Session | '') || undefined,
    write: session => (session ? wx.setStorageSync(key, session) : wx.removeStorageSync(key)),
    code: () =>
      new Promise((resolve, reject) => {
        wx.login({
          success: answer => resolve(answer.code),
          fail: failed => reject(new Error(failed.errMsg)),
        });
      }),
  };
}
