import type { Role, Session, SessionStore } from './tokens.js';
import { Upload, type Received, type Transport } from './transport.js';

interface Failed {
  errMsg: string;
}

interface Task {
  abort(): void;
}

/** What the client uses of the global `wx` of a mini-program. */
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

/** What a session needs of the global `wx`. */
export interface WeChatLogin {
  login(options: { success(answer: { code: string }): void; fail(failed: Failed): void }): void;
  getStorageSync(key: string): unknown;
  setStorageSync(key: string, value: unknown): void;
  removeStorageSync(key: string): void;
}

/** WeChat runs at most ten requests at once and refuses further ones. */
const AT_ONCE = 10;

/**
 * Sends with `wx.request` and `wx.uploadFile`: every status counts as success there, names of
 * headers come in any case, and an upload's answer is a text without headers.
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
      // A request that waits takes this place over.
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
          // Any other value than json: the client parses by itself.
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

/** Decodes UTF-8 without TextDecoder, which iOS does not have: the problem of a refused download. */
function utf8(bytes: ArrayBuffer): string {
  return decodeURIComponent(
    Array.from(new Uint8Array(bytes), byte => `%${byte.toString(16).padStart(2, '0')}`).join(''));
}

/** A session in the storage of the mini-program, whose owner logs in with `wx.login` unasked. */
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
