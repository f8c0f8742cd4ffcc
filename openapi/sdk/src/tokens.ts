import type { paths } from './contract.js';
import { isProblem } from './problem.js';

type Refresh = paths['/api/v1/auth/refresh']['post'];
/** The answer to a login or a refresh. */
export type SessionAnswer = Refresh['responses'][200]['content']['application/json'];
/** What a token acts as. */
export type Role = NonNullable<Refresh['requestBody']['content']['application/json']['role']>;

/** The tokens of a session. Keep them where only the program reads them, and log neither. */
export interface Session {
  readonly accessToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly refreshToken?: string;
}

/** Where a session is kept between starts of the program, and how to log in again. */
export interface SessionStore {
  read(): Session | undefined | Promise<Session | undefined>;
  /** Without a session: it has ended. */
  write(session?: Session): void | Promise<void>;
  /** Returns a new code of `wx.login`; without this, a session that ended is an error. */
  code?(): Promise<string>;
  /** The role to log in as; the service chooses one by default. */
  readonly role?: Role;
}

/** A partner's program. */
export type ClientCredentials = {
  readonly id: string;
  /** Space-separated; all scopes of the client by default. */
  readonly scope?: string;
} & (ClientSecret | ClientKey);

/** The secret that the administrator gave with the client id. */
export interface ClientSecret {
  readonly secret: string;
}

/** A private key of the partner's own (private_key_jwt). */
export interface ClientKey {
  /** For ES256 (P-256) or RS256; may sign. */
  readonly key: CryptoKey;
  /** The `kid` of its public key, as the administrator recorded it. */
  readonly kid: string;
  /** The token endpoint as the service's metadata names it. */
  readonly audience: string;
}

/** Gives the access token for a request, and renews it. */
export interface Tokens {
  get(): Promise<string>;
  /** The service refused this token. */
  refuse(token: string): void;
}

/**
 * Sends a request without a token, as often as it takes, but not after `until` (milliseconds since
 * 1970), and returns the parsed answer.
 */
export type Ask = <T>(path: string, body: () => unknown, until?: number) => Promise<T>;

/** Renew a token so long before it expires, as it must reach the service. */
const MARGIN = 60_000;
/** The service repeats the answer to a refresh token for 30 s; later it counts as stolen. */
const REPEATABLE = 25_000;

/** Tokens whose changes run one at a time. */
interface RenewedTokens extends Tokens {
  /** Runs something that changes the session when nothing else does. */
  alone<T>(act: (session?: Session) => Promise<T>): Promise<T>;
}

/** Tokens that are renewed by one request at a time, for which all others wait. */
function renewing(
  read: () => Session | undefined | Promise<Session | undefined>,
  renew: (old?: Session) => Promise<Session>,
): RenewedTokens {
  let running: Promise<unknown> | undefined;
  let renewal: Promise<Session> | undefined;
  let refused: string | undefined;
  const usable = (session?: Session): session is Session =>
    !!session && session.accessToken !== refused && session.expiresAt - MARGIN > Date.now();

  async function alone<T>(act: (session?: Session) => Promise<T>): Promise<T> {
    while (running) await running;
    const result = (async () => act(await read()))();
    running = result.then(() => {}, () => {}).then(() => {
      running = undefined;
    });
    return result;
  }

  return {
    alone,
    async get() {
      const session = renewal ? await renewal : await read();
      if (usable(session)) return session.accessToken;
      // Another call may have renewed it since this one looked.
      renewal ??= alone(async current => (usable(current) ? current : renew(current))).finally(() => {
        renewal = undefined;
      });
      return (await renewal).accessToken;
    },
    refuse(token) {
      refused = token;
    },
  };
}

/** Tokens of client credentials (RFC 6749 section 4.4), kept in memory. */
export function clientTokens(credentials: ClientCredentials, ask: Ask): Tokens {
  let session: Session | undefined;
  const form = async () => {
    const fields: Record<string, string> = { grant_type: 'client_credentials' };
    if (credentials.scope) fields.scope = credentials.scope;
    fields.client_id = credentials.id;
    if ('secret' in credentials) {
      fields.client_secret = credentials.secret;
    } else {
      fields.client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
      fields.client_assertion = await assertion(credentials);
    }
    return fields;
  };
  return renewing(
    () => session,
    async () => {
      const answer = await ask<{ access_token: string; expires_in: number }>('/api/v1/oauth2/token', form);
      session = sessionOf(answer.access_token, answer.expires_in);
      return session;
    },
  );
}

async function assertion({ id, key, kid, audience }: ClientKey & { id: string }): Promise<string> {
  const elliptic = key.algorithm.name === 'ECDSA';
  const now = Math.floor(Date.now() / 1000);
  const part = (value: unknown) => base64url(new TextEncoder().encode(JSON.stringify(value)));
  const signed = `${part({ alg: elliptic ? 'ES256' : 'RS256', kid })}.${part({
    iss: id, sub: id, aud: audience, iat: now, exp: now + 60, jti: crypto.randomUUID(),
  })}`;
  const signature = await crypto.subtle.sign(
    elliptic ? { name: 'ECDSA', hash: 'SHA-256' } : key.algorithm.name,
    key,
    new TextEncoder().encode(signed),
  );
  return `${signed}.${base64url(new Uint8Array(signature))}`;
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, c => (c === '+' ? '-' : c === '/' ? '_' : ''));
}

/** Makes a session of an answer. */
export function sessionOf(accessToken: string, expiresIn: number, refreshToken?: string): Session {
  return { accessToken, expiresAt: Date.now() + expiresIn * 1000, refreshToken };
}

/** The tokens of a person's session, which are refreshed, and the commands on it. */
export interface PersonTokens extends Tokens {
  signIn(answer: SessionAnswer): Promise<void>;
  actAs(role: Role): Promise<void>;
  signOut(): Promise<void>;
}

export function sessionTokens(store: SessionStore, ask: Ask): PersonTokens {
  // The refresh token that was sent without an answer, and since when.
  let open: { token: string; since: number } | undefined;

  async function keep(answer: SessionAnswer): Promise<Session> {
    const session = sessionOf(answer.accessToken, answer.expiresIn, answer.refreshToken);
    // Before anything else: the old refresh token is used up.
    await store.write(session);
    open = undefined;
    return session;
  }

  async function login(): Promise<Session> {
    const attempt = () =>
      ask<SessionAnswer>('/api/v1/auth/wechat', async () => ({ code: await store.code!(), role: store.role }));
    try {
      return await keep(await attempt());
    } catch (error) {
      if (!isProblem(error, 'WECHAT_CODE_REFUSED')) throw error;
      return keep(await attempt());
    }
  }

  async function refresh(token: string, role?: Role): Promise<Session> {
    if (open?.token !== token) open = { token, since: Date.now() };
    return keep(
      await ask<SessionAnswer>(
        '/api/v1/auth/refresh', () => ({ refreshToken: token, role }), open.since + REPEATABLE),
    );
  }

  async function renew(session?: Session): Promise<Session> {
    const token = session?.refreshToken;
    // A token that may have been used long ago would end the session as stolen: log in instead.
    const stale = open && open.token === token && Date.now() - open.since > REPEATABLE;
    if (token && !(stale && store.code)) {
      try {
        return await refresh(token);
      } catch (error) {
        if (!isProblem(error, 'SESSION_ENDED')) throw error;
        await store.write();
        if (!store.code) throw error;
      }
    }
    if (!store.code) throw new Error('Nobody is logged in');
    return login();
  }

  const tokens = renewing(() => store.read(), renew);
  return {
    ...tokens,
    async signIn(answer) {
      await keep(answer);
    },
    async actAs(role) {
      await tokens.get();
      await tokens.alone(session => refresh(session!.refreshToken!, role));
    },
    async signOut() {
      // A refresh that runs now would write the session again.
      const refreshToken = await tokens.alone(async session => {
        await store.write();
        return session?.refreshToken;
      });
      if (refreshToken) await ask('/api/v1/auth/logout', () => ({ refreshToken }));
    },
  };
}
