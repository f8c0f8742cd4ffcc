// Who works here: the login of staff with password and code, or of others with a code of the
// mini-program. Both tokens are kept in the memory of the
// page only, so that they end with it. When they expire, a dialogue logs in again, and the request
// that needed it goes on: nothing that was typed is lost.
import { ask, Problem } from './api.js';
import { dialogue } from './forms.js';
import { t } from './i18n.js';

/** Refresh this long before a token expires. */
const EARLY = 60_000;

let session = null;
let device;
let loginName = '';
let byCode = false;
let working = null;
const listeners = [];

/** Calls back with the account after each login, and with null after the logout. */
export const onLogin = (listener) => listeners.push(listener);

export const isLoggedIn = () => session !== null;

function keep(answer) {
  const first = session === null;
  if (!first && answer.account && answer.account.id !== session.account.id) {
    // Somebody else: the page with its words and roles belongs to the first.
    end();
    throw new Problem(t('jsOtherAccount'), 'UNAUTHENTICATED', 401);
  }
  device = answer.device ?? device;
  session = {
    access: answer.accessToken,
    refresh: answer.refreshToken ?? session?.refresh,
    until: Date.now() + answer.expiresIn * 1000,
    account: answer.account ?? session?.account,
  };
  if (first) {
    listeners.forEach((listener) => listener(session.account));
  }
}

/** Logs in; throws a Problem if it was refused. */
export async function login(values) {
  loginName = values.loginName;
  const body = { loginName: values.loginName, password: values.password };
  if (/^[0-9]{6}$/.test(values.code ?? '')) {
    body.totp = values.code;
  } else if (values.code) {
    body.recoveryCode = values.code;
  }
  if (device) {
    body.device = device;
  }
  keep(await (await ask('/auth/password', { method: 'POST', body })).json());
  byCode = false;
}

/** Logs in with the code that the mini-program shows; throws a Problem if it was refused. */
export async function loginByCode(values) {
  keep(await (await ask('/auth/browser', { method: 'POST', body: values })).json());
  byCode = true;
}

/** The field of a login with a code of the mini-program. */
export const codeFields = () => [
  { name: 'code', label: t('jsBrowserCode'), hint: t('jsBrowserCodeText'), required: true, autocomplete: 'one-time-code', max: 40 },
];

/** The fields of a login. */
export const loginFields = () => [
  { name: 'loginName', label: t('jsLoginName'), required: true, value: loginName, autocomplete: 'username', max: 32 },
  { name: 'password', label: t('jsPassword'), required: true, type: 'password', autocomplete: 'current-password', max: 128 },
  { name: 'code', label: t('jsCode'), hint: t('jsCodeHint'), required: true, autocomplete: 'one-time-code', max: 40 },
];

function end() {
  session = null;
  listeners.forEach((listener) => listener(null));
}

export function logout() {
  // The request goes on while the page is left.
  ask('/auth/logout', { method: 'POST', body: { refreshToken: session.refresh }, keepalive: true }).catch(() => {});
  end();
}

/** Runs one of refresh, login and step-up at a time; others wait for the same one. */
function once(work) {
  working ??= work().finally(() => { working = null; });
  return working;
}

async function refresh() {
  try {
    keep(await (await ask('/auth/refresh', {
      method: 'POST', body: { refreshToken: session.refresh },
    })).json());
  } catch (problem) {
    if (problem.status === 0 || problem.status >= 500 || problem.status === 429) {
      throw problem;
    }
    await again();
  }
}

async function again() {
  const [fields, enter] = byCode ? [codeFields(), loginByCode] : [loginFields(), login];
  if (!(await dialogue(t('jsLoginAgain'), fields, enter, { action: t('jsLogin'), note: t('jsLoginAgainText') }))) {
    throw new Problem(t('jsNotLoggedIn'), 'UNAUTHENTICATED', 401);
  }
}

async function stepUp() {
  const done = await dialogue(t('jsStepUp'),
    [{ name: 'totp', label: t('jsCode'), required: true, autocomplete: 'one-time-code', pattern: '[0-9]{6}', inputMode: 'numeric', max: 6 }],
    async (values) => keep(await (await ask('/auth/step-up', {
      method: 'POST', body: values, headers: { Authorization: `Bearer ${session.access}` },
    })).json()), { note: t('jsStepUpText') });
  if (!done) {
    throw new Problem(t('jsNotLoggedIn'), 'STEP_UP_REQUIRED', 401);
  }
}

/** Sends a request as the account that is logged in, and returns the response. */
export async function call(path, options = {}) {
  if (session === null) {
    await once(again);
  } else if (session.until - Date.now() < EARLY) {
    await once(refresh);
  }
  for (let attempt = 0; ; attempt += 1) {
    const { access } = session;
    try {
      return await ask(path, {
        ...options, headers: { ...options.headers, Authorization: `Bearer ${access}` },
      });
    } catch (problem) {
      if (problem.status !== 401 || attempt === 2) {
        throw problem;
      }
      // Another request may have got a new token meanwhile.
      if (access === session?.access) {
        await once(problem.code === 'STEP_UP_REQUIRED' ? stepUp : attempt === 0 ? refresh : again);
      }
    }
  }
}

/** Reads JSON. */
export const read = async (path) => (await call(path)).json();

/** Returns a new idempotency key; a repeat of the same command sends the same one. */
export function newKey() {
  // crypto.randomUUID is missing on plain HTTP.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Returns a function that sends a command. As long as the body stays the same, it sends the same
 * idempotency key, so a repeat after a lost answer has no second effect.
 */
export function command(method, path) {
  let key = newKey();
  let last;
  return async (body, headers = {}) => {
    const now = JSON.stringify(body instanceof FormData
      ? [...body].map(([name, value]) => [name, value.name, value.size, value.lastModified, String(value)])
      : body);
    if (last !== undefined && now !== last) {
      key = newKey();
    }
    last = now;
    const answer = await call(path, { method, body, headers: { 'Idempotency-Key': key, ...headers } });
    // The same again is a new command: a second search is recorded, too.
    key = newKey();
    last = undefined;
    return answer.status === 204 ? true : answer.json();
  };
}

export const post = (path, body = {}) => command('POST', path)(body);

/** Reads all pages of a list, about `most` items at most; `more` of the result says that there are more. */
export async function all(path, most = 1000) {
  const items = [];
  let cursor = '';
  do {
    const page = await read(`${path}${path.includes('?') ? '&' : '?'}limit=100${cursor}`);
    items.push(...page.items);
    cursor = page.nextCursor ? `&cursor=${encodeURIComponent(page.nextCursor)}` : '';
  } while (cursor && items.length < most);
  items.more = cursor !== '';
  return items;
}

/** Saves a file of the API under a name. */
export async function download(path, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await (await call(path)).blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
