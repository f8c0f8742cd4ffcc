// Tests the client alone: a transport returns the responses that the test defines.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient, isProblem, NoAnswer, Problem } from '../dist/index.mjs';

const problem = (status, code, headers = {}) =>
  new Response(JSON.stringify({ status, code, detail: code }), { status, headers });
const json = (body, headers = {}) => new Response(JSON.stringify(body), { headers });
const down = () => { throw new TypeError('connection refused'); };

/**
 * Creates a client whose requests get these responses in turn, the last one again and again. Returns
 * the client and the list of its requests.
 */
function against(answers, options = {}) {
  const requests = [];
  const mw = createClient({
    baseUrl: 'https://wish.example/',
    transport: async request => {
      requests.push(request);
      const answer = answers[Math.min(requests.length, answers.length) - 1];
      return typeof answer === 'function' ? answer(request) : answer.clone();
    },
    ...options,
  });
  return { mw, requests };
}

const draft = { body: { kind: 'WISH', channel: 'HOME_VISIT', category: 'GOODS', division: '1', words: { title: 'x' } } };
const session = (number, seconds = 1800) => ({
  accessToken: `access-${number}`, tokenType: 'Bearer', expiresIn: seconds, refreshToken: `refresh-${number}`,
  account: { id: '1', actingAs: 'RESIDENT', roles: ['RESIDENT'] },
});
const store = (start, more = {}) => ({
  kept: start, read() { return this.kept; }, write(next) { this.kept = next; }, ...more,
});
const expired = { accessToken: 'access-0', expiresAt: 0, refreshToken: 'refresh-0' };

test('repeats of a command have the same idempotency key, each call has a new one', async () => {
  const { mw, requests } = against([down, problem(503, 'BUSY', { 'Retry-After': '0' }), json({ wishId: 'w' })]);
  assert.equal((await mw.post('/api/v1/wishes', draft)).wishId, 'w');
  await mw.post('/api/v1/wishes', draft);
  await mw.post('/api/v1/wishes', { ...draft, idempotencyKey: 'mine-12345' });
  const keys = requests.map(request => request.headers['idempotency-key']);
  assert.equal(keys.length, 5);
  assert.match(keys[0], /^[A-Za-z0-9._:-]{8,64}$/);
  assert.equal(keys[1], keys[0]);
  assert.equal(keys[2], keys[0]);
  assert.notEqual(keys[3], keys[0]);
  assert.equal(keys[4], 'mine-12345');
  assert.deepEqual(JSON.parse(requests[0].body), draft.body);
  assert.equal(requests[0].headers['content-type'], 'application/json');
});

test('a command without an idempotency key is repeated only after 429', async () => {
  const path = ['/api/v1/wishes/{id}/reports', { params: { path: { id: 'w' } }, body: { reason: 'OTHER' } }];
  for (const answer of [down, problem(503, 'BUSY', { 'Retry-After': '0' }), problem(502)]) {
    const { mw, requests } = against([answer]);
    await assert.rejects(mw.post(...path));
    assert.equal(requests.length, 1);
    assert.equal(requests[0].headers['idempotency-key'], undefined);
  }
  const { mw, requests } = against([problem(429, 'TOO_MANY_REQUESTS', { 'Retry-After': '0' }), json({})]);
  await mw.post(...path);
  assert.equal(requests.length, 2);
});

test('waits for Retry-After before a repeat', async () => {
  const { mw, requests } = against([problem(404, 'NOT_YET_INTEGRATED', { 'Retry-After': '1' }), json({})]);
  const start = Date.now();
  await mw.get('/api/v1/ledger/entries/{entryId}/proof', { params: { path: { entryId: 'e' } } });
  assert.ok(Date.now() - start >= 1000);
  assert.equal(requests.length, 2);
});

test('does not repeat if Retry-After is too long, and tells the caller', async () => {
  const { mw, requests } = against([problem(429, 'TOO_MANY_REQUESTS', { 'Retry-After': '300' })]);
  await assert.rejects(mw.post('/api/v1/wishes', draft), error => {
    assert.ok(isProblem(error, 'TOO_MANY_REQUESTS'));
    assert.equal(error.retryAfter, 300);
    assert.equal(error.idempotencyKey, requests[0].headers['idempotency-key']);
    return true;
  });
  assert.equal(requests.length, 1);
});

test('a 409 is not repeated and becomes a Problem with its code', async () => {
  const { mw, requests } = against([problem(409, 'WISH_FULL')]);
  const refused = await mw.post('/api/v1/wishes/{id}/claims', { params: { path: { id: 'w/1' } }, body: {} }).catch(e => e);
  assert.ok(refused instanceof Problem && refused instanceof Error);
  assert.ok(isProblem(refused) && isProblem(refused, 'BUSY', 'WISH_FULL') && !isProblem(refused, 'BUSY'));
  assert.equal(refused.status, 409);
  assert.equal(requests.length, 1);
  assert.equal(requests[0].url, 'https://wish.example/api/v1/wishes/w%2F1/claims');
});

test('gives up after `retries` repeats, and the error has the idempotency key', async () => {
  const { mw, requests } = against([down], { retries: 1 });
  const lost = await mw.post('/api/v1/wishes', draft).catch(e => e);
  assert.ok(lost instanceof NoAnswer);
  assert.equal(requests.length, 2);
  assert.equal(lost.idempotencyKey, requests[1].headers['idempotency-key']);
});

test('an error response without a problem has the code UNEXPECTED_ANSWER', async () => {
  const { mw } = against([new Response('<html>', { status: 500 })]);
  assert.ok(isProblem(await mw.get('/api/v1/status').catch(e => e), 'UNEXPECTED_ANSWER'));
});

test('an aborted call is not repeated', async () => {
  const stop = new AbortController();
  const { mw, requests } = against([() => { stop.abort(); throw stop.signal.reason; }]);
  await assert.rejects(mw.get('/api/v1/status', { signal: stop.signal }), { name: 'AbortError' });
  assert.equal(requests.length, 1);
});

test('reads all pages, each only when it is needed', async () => {
  const { mw, requests } = against([
    json({ items: [{ id: 1 }, { id: 2 }], nextCursor: 'c1' }), json({ items: [], nextCursor: 'c2' }),
    json({ items: [{ id: 3 }], nextCursor: null }),
  ]);
  const ids = [];
  for await (const wish of mw.pages('/api/v1/wishes', { params: { query: { state: ['OPEN', 'FULFILLED'], limit: 2 } } })) {
    ids.push(wish.id);
    if (ids.length === 2) assert.equal(requests.length, 1);
  }
  assert.deepEqual(ids, [1, 2, 3]);
  assert.deepEqual(requests.map(request => new URL(request.url).search), [
    '?state=OPEN&state=FULFILLED&limit=2', '?state=OPEN&state=FULFILLED&limit=2&cursor=c1',
    '?state=OPEN&state=FULFILLED&limit=2&cursor=c2',
  ]);
});

test('pages of ledger entries continue with the parameter `after`', async () => {
  const { mw, requests } = against([json({ items: [1], nextCursor: '7' }), json({ items: [2], nextCursor: null })]);
  for await (const entry of mw.pages('/api/v1/ledger/entries')) assert.ok(entry);
  assert.equal(new URL(requests[1].url).search, '?after=7');
});

test('the feed of changes ends without the parameter `wait`, and continues with it', async () => {
  const page = (items, more) => json({ items, nextCursor: String(items.at(-1) ?? 2), more });
  const pages = [page([1], true), page([2], false), page([], false), page([3], false)];
  const short = against(pages);
  for await (const change of short.mw.pages('/api/v1/changes')) assert.ok(change);
  assert.equal(short.requests.length, 2);
  const long = against(pages);
  const seen = [];
  for await (const change of long.mw.pages('/api/v1/changes', { params: { query: { wait: '20s' } } })) {
    seen.push(change);
    if (change === 3) break;
  }
  assert.deepEqual(seen, [1, 2, 3]);
  assert.equal(new URL(long.requests[3].url).search, '?wait=20s&after=2');
});

test('a hundred calls with an expired token refresh it once', async () => {
  const kept = store(expired);
  let refreshes = 0;
  const { mw, requests } = against([request => {
    if (request.url.endsWith('/auth/refresh')) {
      refreshes++;
      assert.equal(request.headers.authorization, undefined);
      assert.deepEqual(JSON.parse(request.body), { refreshToken: `refresh-${refreshes - 1}` });
      return json(session(refreshes));
    }
    assert.equal(kept.kept.refreshToken, 'refresh-1');
    return json({ items: [] });
  }], { session: kept });
  await Promise.all(Array.from({ length: 100 }, () => mw.get('/api/v1/inbox')));
  assert.equal(refreshes, 1);
  assert.equal(requests.filter(request => request.headers.authorization === 'Bearer access-1').length, 100);
});

test('a refused token is refreshed once for all calls, which are repeated with their keys', async () => {
  const kept = store({ ...expired, expiresAt: Date.now() + 1e6 });
  const { mw, requests } = against([request => {
    if (request.url.endsWith('/auth/refresh')) return json(session(1));
    return request.headers.authorization === 'Bearer access-1' ? json({}) : problem(401, 'UNAUTHENTICATED');
  }], { session: kept });
  await Promise.all([1, 2, 3].map(() => mw.post('/api/v1/wishes', draft)));
  assert.equal(requests.filter(request => request.url.endsWith('/auth/refresh')).length, 1);
  const commands = requests.filter(request => request.url.endsWith('/wishes'));
  assert.equal(commands.length, 6);
  assert.equal(new Set(commands.map(request => request.headers['idempotency-key'])).size, 3);
});

test('a call that read the old session uses the token that another call has renewed', async () => {
  const delays = [0, 30];
  const kept = store(expired, {
    read() {
      const session = this.kept;
      return new Promise(resolve => setTimeout(resolve, delays.shift() ?? 0, session));
    },
  });
  let refreshes = 0;
  const { mw } = against([request =>
    json(request.url.endsWith('/auth/refresh') ? session(++refreshes) : { items: [] })], { session: kept });
  await Promise.all([mw.get('/api/v1/inbox'), mw.get('/api/v1/inbox')]);
  assert.equal(refreshes, 1);
});

test('a login is sent without a token', async () => {
  const { mw, requests } = against([json(session(1))], { session: store(expired) });
  await mw.signIn(await mw.post('/api/v1/auth/password', { body: { loginName: 'desk', password: 'p', totp: '123456' } }));
  assert.equal(requests.length, 1);
  assert.equal(requests[0].headers.authorization, undefined);
});

test('a call whose new token is refused too fails', async () => {
  const { mw, requests } = against([request =>
    request.url.endsWith('/auth/refresh') ? json(session(1)) : problem(401, 'STEP_UP_REQUIRED')], { session: store(expired) });
  assert.ok(isProblem(await mw.get('/api/v1/inbox').catch(e => e), 'STEP_UP_REQUIRED'));
  assert.ok(requests.length <= 4);
});

test('after the session has ended, the client logs in with a new code', async () => {
  let codes = 0;
  const kept = store(expired, { code: async () => `code-${++codes}`, role: 'MEMBER' });
  const { mw } = against([request => {
    if (request.url.endsWith('/auth/refresh')) return problem(401, 'SESSION_ENDED');
    if (request.url.endsWith('/auth/wechat')) {
      assert.deepEqual(JSON.parse(request.body), { code: `code-${codes}`, role: 'MEMBER' });
      return codes < 2 ? problem(400, 'WECHAT_CODE_REFUSED') : json(session(5));
    }
    return json({ items: [] });
  }], { session: kept });
  await mw.get('/api/v1/inbox');
  assert.equal(kept.kept.refreshToken, 'refresh-5');
  assert.equal(codes, 2);
});

test('long after a refresh without a response, logs in instead of sending the old token', async t => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_000_000_000 });
  const kept = store({ ...expired }, { code: async () => 'code' });
  const { mw, requests } = against([request => {
    if (request.url.endsWith('/auth/refresh')) return down();
    return json(request.url.endsWith('/auth/wechat') ? session(2) : { items: [] });
  }], { session: kept, retries: 0 });
  await assert.rejects(mw.get('/api/v1/inbox'), NoAnswer);
  t.mock.timers.tick(10_000);
  await assert.rejects(mw.get('/api/v1/inbox'), NoAnswer);
  t.mock.timers.tick(20_000);
  await mw.get('/api/v1/inbox');
  assert.deepEqual(requests.map(request => request.url.split('/').at(-1)), ['refresh', 'refresh', 'wechat', 'inbox']);
});

test('actAs and signOut use the newest refresh token', async () => {
  const kept = store();
  const { mw, requests } = against([request =>
    request.url.endsWith('/auth/refresh') ? json(session(2)) : new Response(null, { status: 204 })], { session: kept });
  await mw.signIn(session(1));
  await mw.actAs('MEMBER');
  assert.deepEqual(JSON.parse(requests[0].body), { refreshToken: 'refresh-1', role: 'MEMBER' });
  await mw.signOut();
  assert.deepEqual(JSON.parse(requests[1].body), { refreshToken: 'refresh-2' });
  assert.equal(kept.kept, undefined);
  await assert.rejects(mw.get('/api/v1/inbox'), /Nobody is logged in/);
});

test('refreshes, a change of role and a log-out run one after the other', async () => {
  const kept = store({ ...expired, expiresAt: Date.now() + 1e6 });
  let running = 0;
  let number = 0;
  const used = [];
  const { mw } = against([async request => {
    const own = /auth.(refresh|logout)$/.test(request.url);
    if (!own) return request.headers.authorization === 'Bearer access-0' ? problem(401, 'UNAUTHENTICATED') : json({});
    assert.equal(++running, 1);
    used.push(JSON.parse(request.body).refreshToken);
    await new Promise(resolve => setTimeout(resolve, 5));
    running--;
    return request.url.endsWith('logout') ? new Response(null, { status: 204 }) : json(session(++number));
  }], { session: kept });
  await Promise.all([mw.get('/api/v1/inbox'), mw.actAs('MEMBER'), mw.get('/api/v1/inbox')]);
  kept.kept = { ...kept.kept, expiresAt: 0 };
  const late = mw.get('/api/v1/inbox');
  await Promise.all([mw.signOut(), late.catch(() => {})]);
  assert.deepEqual(used, ['refresh-0', 'refresh-1', 'refresh-2', 'refresh-3'].slice(0, used.length));
  assert.equal(kept.kept, undefined);
});

test('an abort ends the wait for a repeat', async () => {
  const stop = new AbortController();
  const { mw } = against([request => {
    request.signal.throwIfAborted();
    setTimeout(() => stop.abort(), 10);
    return problem(503, 'BUSY', { 'Retry-After': '30' });
  }]);
  const start = Date.now();
  await assert.rejects(mw.get('/api/v1/status', { signal: stop.signal }), { name: 'AbortError' });
  assert.ok(Date.now() - start < 5_000);
});

test('an abort before the wait ends the call too', async () => {
  const stop = new AbortController();
  const { mw, requests } = against([() => {
    stop.abort();
    return problem(503, 'BUSY', { 'Retry-After': '30' });
  }]);
  const start = Date.now();
  await assert.rejects(mw.get('/api/v1/status', { signal: stop.signal }), { name: 'AbortError' });
  assert.ok(Date.now() - start < 2_000);
  assert.equal(requests.length, 1);
});

test('a response with an incomplete body counts as no response', async () => {
  const cut = () => new Response(new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"wishId":'));
      controller.error(new TypeError('terminated'));
    },
  }));
  const { mw, requests } = against([cut, json({ wishId: 'w' })]);
  assert.equal((await mw.post('/api/v1/wishes', draft)).wishId, 'w');
  assert.equal(requests[1].headers['idempotency-key'], requests[0].headers['idempotency-key']);
  const lost = await against([cut], { retries: 0 }).mw.post('/api/v1/wishes', draft).catch(e => e);
  assert.ok(lost instanceof NoAnswer && lost.idempotencyKey);
  const again = against([cut, json(session(1)), json({ items: [] })], { session: store(expired) });
  await again.mw.get('/api/v1/inbox');
  assert.equal(again.requests.length, 3);
});

test('a refresh is not repeated after the service would treat its token as stolen', async t => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_000_000_000 });
  const { mw, requests } = against([request => {
    if (!request.url.endsWith('/auth/refresh')) return json({ items: [] });
    t.mock.timers.tick(13_000);
    return down();
  }], { session: store(expired) });
  await assert.rejects(mw.get('/api/v1/inbox'), NoAnswer);
  assert.equal(requests.length, 2);
});

test('client credentials: one request for a token, another a minute before it expires', async t => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_000_000_000 });
  let tokens = 0;
  const { mw, requests } = against([request => {
    if (!request.url.endsWith('/oauth2/token')) return json({ items: [] });
    assert.equal(request.body, 'grant_type=client_credentials&client_id=id&client_secret=a%26b');
    return json({ access_token: `t${++tokens}`, token_type: 'Bearer', expires_in: 1800 });
  }], { clientCredentials: { id: 'id', secret: 'a&b' } });
  await Promise.all([mw.get('/api/v1/wishes'), mw.get('/api/v1/wishes')]);
  assert.equal(tokens, 1);
  t.mock.timers.tick(1_739_000);
  await mw.get('/api/v1/wishes');
  assert.equal(tokens, 1);
  t.mock.timers.tick(2_000);
  await mw.get('/api/v1/wishes');
  assert.equal(requests.at(-1).headers.authorization, 'Bearer t2');
});

test('text and bytes are sent as they are', async () => {
  const { mw, requests } = against([json({})]);
  const query = { params: { query: { kind: 'WISHES' } } };
  await mw.post('/api/v1/imports', { ...query, headers: { 'Content-Type': 'text/csv' }, body: 'a,b\n' });
  const bytes = new Uint8Array([1, 2]);
  await mw.post('/api/v1/imports', { ...query, headers: { 'Content-Type': 'application/x-ndjson' }, body: bytes });
  assert.equal(requests[0].body, 'a,b\n');
  assert.equal(requests[0].headers['content-type'], 'text/csv');
  assert.equal(requests[1].body, bytes);
});
