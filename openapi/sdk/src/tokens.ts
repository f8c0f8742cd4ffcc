import type { paths } from './contract.js';
import { isProblem } from './problem.js';

type Refresh = paths['/api/v1/auth/refresh']['post'];
/** The response to a login or a refresh. */
export type SessionAnswer = Refresh['responses'][200]['content']['application/json'];
/** The role of an access token. An account with several roles uses one at a time. */
export type Role = NonNullable<Refresh['requestBody']['content']['application/json']['role']>;

/** The tokens of a session. Store them where only the program can read them, and do not log them. */
export interface Session {
  readonly accessToken: string;
  /** When the access token expires, in milliseconds since 1970. */
  readonly expiresAt: number;
  readonly refreshToken?: string;
}

/** Stores a session between starts of the program, and gives what a new login needs. */
export interface SessionStore {
  read(): Session | undefined | Promise<Session | undefined>;
  /** Stores the session; without an argument, deletes the stored session, because it has ended. */
  write(session?: Session): void | Promise<void>;
  /** Returns a new code of `wx.login`. If missing, calls fail once the session has ended. */
  code?(): Promise<string>;
  /** The role to log in with; by default the service chooses one. */
  readonly role?: Role;
}

/** The credentials of a partner's program (RFC 6749 section 4.4). */
export type ClientCredentials = {
  /** The client id. */
  readonly id: string;
  /** The requested scopes, separated by spaces; by default all scopes of the client. */
  readonly scope?: string;
} & (ClientSecret | ClientKey);

/** The secret that the administrator issued with the client id. */
export interface ClientSecret {
  readonly secret: string;
}

/** The partner's private key, which signs a JWT instead of a secret (private_key_jwt, RFC 7523). */
export interface ClientKey {
  /** A key with the usage `sign`, for ES256 (P-256) or RS256. */
  readonly key: CryptoKey;
  /** The `kid` with which the administrator recorded the public key. */
  readonly kid: string;
  /** The `token_endpoint` in the service's metadata (RFC 8414). */
  readonly audience: string;
}

/** Returns valid access tokens; renews them when necessary. */
export interface Tokens {
  get(): Promise<string>;
  /** Reports that the service refused this token, so that `get` does not return it again. */
  refuse(token: string): void;
}

/**
 * Sends a POST request without an access token and returns the parsed response. Repeats the request
 * if necessary, but makes no repeat after `until` (milliseconds since 1970). Calls `body` for each
 * attempt.
 */
export type Ask = <T>(path: string, body: () => unknown, until?: number) => Promise<T>;

/** Milliseconds before its expiry at which a token is renewed, so that it is valid on arrival. */
const MARGIN = 60_000;
/**
 * Milliseconds for which a refresh token may be sent again after its first use. For 30 s the service
 * returns the same response again; after that it treats the token as stolen and ends the session.
 */
const REPEATABLE = 25_000;

/** Tokens with a lock for changes of the session. */
interface RenewedTokens extends Tokens {
  /** Runs a change of the session after all running changes; changes never overlap. */
  alone<T>(act: (session?: Session) => Promise<T>): Promise<T>;
}

/** Renews tokens with one request at a time; concurrent calls of `get` wait for that request. */
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
      // Checks again inside: another call may have renewed the token after the check above.
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

/** Gets tokens with client credentials (RFC 6749 section 4.4) and keeps them in memory. */
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

/** Creates a session from a token response; `expiresIn` is in seconds. */
export function sessionOf(accessToken: string, expiresIn: number, refreshToken?: string): Session {
  return { accessToken, expiresAt: Date.now() + expiresIn * 1000, refreshToken };
}

/** The refreshed tokens of a person's session, and the commands that start, change and end it. */
export interface PersonTokens extends Tokens {
  signIn(answer: SessionAnswer): Promise<void>;
  actAs(role: Role): Promise<void>;
  signOut(): Promise<void>;
}

export function sessionTokens(store: SessionStore, ask: Ask): PersonTokens {
  // The refresh token that was sent and has got no response yet, and when it was first sent.
  let open: { token: string; since: number } | undefined;

  async function keep(answer: SessionAnswer): Promise<Session> {
    const session = sessionOf(answer.accessToken, answer.expiresIn, answer.refreshToken);
    // Stores the new refresh token first: the old one is used up, so losing the new one ends the session.
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
    // The service may have received this token more than REPEATABLE ago and would treat it as stolen.
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
      // Takes the lock: a refresh that is still running would store the session again.
      const refreshToken = await tokens.alone(async session => {
        await store.write();
        return session?.refreshToken;
      });
      if (refreshToken) await ask('/api/v1/auth/logout', () => ({ refreshToken }));
    },
  };
}
