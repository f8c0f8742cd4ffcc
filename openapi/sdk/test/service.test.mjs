// Tests the SDK against the packaged service, which `test/run` starts.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import vm from 'node:vm';
import { buildSync } from 'esbuild';
import { createClient, fetchTransport, isProblem } from '../dist/index.mjs';
import { png } from './picture.mjs';
import { administrator, as, operator, organisation, partnerClient, tokenOf } from './tokens.mjs';
import { newWx } from './wx.mjs';

const require = createRequire(import.meta.url);
const baseUrl = process.env.MW;
const SCOPES = ['wishes:read', 'wishes:write', 'imports'];
const draft = title => ({ body: {
  kind: 'WISH', channel: 'SELF_SERVICE', category: 'GOODS', division: '440104013001', words: { title, details: '样例' },
} });
let branch;

before(async () => {
  branch = await organisation();
});

test('examples/partner.ts works and has at most 40 lines', async () => {
  const file = join(import.meta.dirname, '../examples/partner.ts');
  assert.ok(readFileSync(file, 'utf8').trimEnd().split('\n').length <= 40);
  const program = join(mkdtempSync(join(tmpdir(), 'microwish-')), 'partner.mjs');
  buildSync({ entryPoints: [file], bundle: true, platform: 'node', format: 'esm', outfile: program, alias: { '@microwish/sdk': join(import.meta.dirname, '../dist/index.mjs') } });
  const { id: memberId } = await operator().post('/api/v1/members', { body: { organisationId: branch, kind: 'COMMUNITY', name: '陈样例' } });
  const { id, secret } = await partnerClient(branch, SCOPES);
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8', env: {
    MW: baseUrl, CLIENT_ID: id, CLIENT_SECRET: secret, RESIDENT: tokenOf('RESIDENT', 'grandma'),
    OPERATOR: tokenOf('OPERATOR', 'desk', { divisionPath: '440104013' }), MEMBER: tokenOf('MEMBER', 'chen', { memberId }),
  } });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^claimed twice: /);
  assert.match(stdout, /\nleaf \d+ of \d+\n/);
  assert.match(stdout, /\n老人需要一把助浴椅 FULFILLED\n/);
  assert.match(stdout, /\nrow 3, category: .+\n/);
  assert.doesNotMatch(stdout, /row 2/);
});

test('a client that authenticates with its private key', async () => {
  const { privateKey: key, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  const { id } = await partnerClient(branch, ['wishes:read'], [{ kty, crv, x, y, kid: 'k1' }]);
  const metadata = await createClient({ baseUrl }).get('/.well-known/oauth-authorization-server');
  const mw = createClient({ baseUrl, clientCredentials: { id, key, kid: 'k1', audience: metadata.token_endpoint } });
  const { items } = await mw.get('/api/v1/wishes', { params: { query: { mine: true } } });
  assert.deepEqual(items, []);
});

test('a wrong secret, a missing scope and a wrong value each have a code', async () => {
  const { id, secret } = await partnerClient(branch, ['wishes:read']);
  const wrong = createClient({ baseUrl, clientCredentials: { id, secret: 'mws_wrong' } });
  assert.ok(isProblem(await wrong.get('/api/v1/wishes').catch(e => e), 'CLIENT_REFUSED'));
  const reader = createClient({ baseUrl, clientCredentials: { id, secret } });
  assert.ok(isProblem(await reader.post('/api/v1/wishes', draft('x')).catch(e => e), 'FORBIDDEN'));
  const invalid = await as('RESIDENT', 'r1').post('/api/v1/wishes', { body: { ...draft('x').body, category: 'TOYS' } }).catch(e => e);
  assert.ok(isProblem(invalid, 'VALIDATION_FAILED'));
  assert.equal(invalid.errors[0].pointer, '/category');
  assert.match(invalid.message, /[一-龥]/);
  const english = createClient({ baseUrl, language: 'en' });
  assert.match((await english.get('/api/v1/wishes/{id}', { params: { path: { id: '0000000000001' } } }).catch(e => e)).message, /^[ -~]+$/);
});

test('a repeat after a lost response, and eight calls with one key, create one wish each', async () => {
  const send = fetchTransport();
  let lost = 0;
  const transport = async request => {
    const answer = await send(request);
    if (request.method === 'POST' && lost++ === 0) throw new Error('connection reset');
    return answer;
  };
  const token = tokenOf('RESIDENT', 'r2');
  const mw = createClient({ baseUrl, token, transport });
  const first = await mw.request('post', '/api/v1/wishes', draft('灯'));
  assert.equal(lost, 2);
  assert.equal(first.headers.get('Idempotency-Replayed'), 'true');
  const taps = await Promise.all(Array.from({ length: 8 }, () => mw.post('/api/v1/wishes', { ...draft('椅'), idempotencyKey: 'tap-00000001' })));
  assert.equal(new Set(taps.map(tap => tap.wishId)).size, 1);
  const mine = [];
  for await (const wish of mw.pages('/api/v1/wishes', { params: { query: { mine: true, limit: 1 } } })) mine.push(wish.id);
  assert.deepEqual(mine.sort(), [first.data.wishId, taps[0].wishId].sort());
});

test('a change with an old ETag in If-Match is refused', async () => {
  const path = { path: { id: branch } };
  const desk = operator();
  const { data, etag } = await desk.request('get', '/api/v1/organisations/{id}', { params: path });
  const body = { name: '样例新名', kind: data.kind, sector: data.sector, division: data.division };
  await desk.put('/api/v1/organisations/{id}', { params: { ...path, header: { 'If-Match': etag } }, body });
  const stale = await desk.put('/api/v1/organisations/{id}', { params: { ...path, header: { 'If-Match': etag } }, body }).catch(e => e);
  assert.ok(isProblem(stale, 'PRECONDITION_FAILED'));
});

test('uploads and downloads a file', async () => {
  const mw = as('RESIDENT', 'r3');
  const { wishId } = await mw.post('/api/v1/wishes', draft('书架'));
  const path = { path: { wishId } };
  const photo = await mw.upload('/api/v1/wishes/{wishId}/evidence', { params: path, file: new Blob([png()]), kind: 'PHOTO', note: '现状' });
  const bytes = await mw.get('/api/v1/evidence/{id}/content', { params: { path: { id: photo.id ?? photo.item } }, parseAs: 'arrayBuffer' });
  assert.ok(bytes.byteLength > 50);
  const text = await mw.upload('/api/v1/wishes/{wishId}/evidence', { params: path, file: new Blob(['nothing']), kind: 'PHOTO' }).catch(e => e);
  assert.ok(isProblem(text, 'UNSUPPORTED_FILE_TYPE'));
});

test('a mini-program: login, wish, photo, refresh, another role, log-out', async () => {
  const module = { exports: {} };
  vm.runInNewContext(readFileSync(require.resolve('../miniprogram_dist/index.js'), 'utf8'), { module, exports: module.exports, setTimeout, clearTimeout });
  const sdk = module.exports;
  const wx = newWx('oSdkAlice');
  const mw = sdk.createClient({ baseUrl, transport: sdk.wechatTransport(wx), session: sdk.wechatSession(wx) });

  const [account, wish] = await Promise.all([mw.get('/api/v1/auth/account'), mw.post('/api/v1/wishes', draft('钟'))]);
  assert.equal(account.actingAs, 'RESIDENT');
  assert.equal((await mw.get('/api/v1/auth/sessions')).items.length, 1);
  const photo = join(mkdtempSync(join(tmpdir(), 'microwish-')), 'a.png');
  writeFileSync(photo, png());
  await mw.upload('/api/v1/wishes/{wishId}/evidence', { params: { path: { wishId: wish.wishId } }, file: photo, kind: 'PHOTO' });

  const before = wx.getStorageSync('microwish');
  wx.setStorageSync('microwish', { ...before, expiresAt: 0 });
  await Promise.all([1, 2, 3].map(() => mw.get('/api/v1/auth/account')));
  assert.notEqual(wx.getStorageSync('microwish').refreshToken, before.refreshToken);
  assert.equal((await mw.get('/api/v1/auth/sessions')).items.length, 1);

  assert.ok(sdk.isProblem(await mw.actAs('MEMBER').catch(e => e), 'FORBIDDEN'));
  assert.equal((await mw.get('/api/v1/auth/account')).id, account.id);
  await mw.signOut();
  assert.equal(wx.getStorageSync('microwish'), '');
  assert.equal((await mw.get('/api/v1/auth/account')).id, account.id);
  assert.equal((await mw.get('/api/v1/auth/sessions')).items.length, 1);
});

test('an administrator reads all partners, page by page', async () => {
  const ids = new Set();
  for await (const client of administrator().pages('/api/v1/clients', { params: { query: { limit: 1 } } })) ids.add(client.id);
  assert.ok(ids.size >= 1);
});
