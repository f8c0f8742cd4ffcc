// Tests the published bundles: their size, their dependencies, and that WeChat's tools accept them.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import vm from 'node:vm';
import { gzipSync } from 'node:zlib';
import { newWx } from './wx.mjs';

const require = createRequire(import.meta.url);
const home = join(import.meta.dirname, '..');
const description = JSON.parse(readFileSync(join(home, 'package.json')));
const LARGEST = 15 * 1000;

test('at most 15 kB minified and gzipped, without dependencies', t => {
  for (const file of [description.module, description.main]) {
    const code = readFileSync(join(home, file));
    const size = gzipSync(code, { level: 9 }).length;
    t.diagnostic(`${file}: ${code.length} bytes, ${size} gzipped`);
    assert.ok(size <= LARGEST, `${file} has ${size} bytes`);
    assert.doesNotMatch(String(code), /\bimport\s|\brequire\(/);
  }
  assert.equal(description.dependencies ?? description.peerDependencies, undefined);
  assert.doesNotMatch(readFileSync(join(home, description.types), 'utf8'), /from ['"]/);
});

test('the ES module and the CommonJS module export the same names', async () => {
  assert.deepEqual(Object.keys(await import('../dist/index.mjs')).sort(), Object.keys(require('../miniprogram_dist/index.js')).sort());
});

/** Runs a file with only a mini-program's globals: no fetch, Headers, URL, crypto or TextEncoder. */
function loadInMiniProgram(file) {
  const module = { exports: {} };
  vm.runInNewContext(readFileSync(file, 'utf8'), { module, exports: module.exports, setTimeout, clearTimeout, console });
  return module.exports;
}

test('the bundle for mini-programs uses no browser globals, only wx', async () => {
  const { createClient, wechatTransport, newIdempotencyKey, isProblem } = loadInMiniProgram(join(home, description.main));
  const seen = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => { body += chunk; }).on('end', () => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body });
      response.setHeader('ETag', '"3"');
      if (request.url.includes('templates')) return response.end(Buffer.from([0xff, 0xd8]));
      response.statusCode = request.url.includes('claims') ? 409 : 200;
      setTimeout(() => response.end(JSON.stringify({ code: 'WISH_FULL', detail: '名额已满', items: [{ id: 'a' }], nextCursor: null })), 5);
    });
  }).listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  try {
    const wx = newWx('oAlice');
    const mw = createClient({ baseUrl: `http://127.0.0.1:${server.address().port}`, transport: wechatTransport(wx), token: 't' });
    assert.match(newIdempotencyKey(), /^[A-Za-z0-9._:-]{8,64}$/);
    const { data, etag } = await mw.request('get', '/api/v1/wishes/{id}', { params: { path: { id: 'a b' } } });
    assert.equal(data.code, 'WISH_FULL');
    assert.equal(etag, '"3"');
    assert.equal(seen[0].url, '/api/v1/wishes/a%20b');
    assert.equal(seen[0].headers.authorization, 'Bearer t');
    const refused = await mw.post('/api/v1/wishes/{id}/claims', { params: { path: { id: 'a' } }, body: {} }).catch(e => e);
    assert.ok(isProblem(refused, 'WISH_FULL'));
    assert.equal(refused.message, '名额已满');
    await mw.put('/api/v1/wishes/{id}', { params: { path: { id: 'a' }, header: { 'If-Match': etag } }, body: {} });
    assert.equal(seen.at(-1).headers['if-match'], '"3"');
    const bytes = await mw.get('/api/v1/imports/templates/{kind}', { params: { path: { kind: 'WISHES' } }, parseAs: 'arrayBuffer' });
    assert.deepEqual([...new Uint8Array(bytes)], [0xff, 0xd8]);
    let items = 0;
    for await (const _ of mw.pages('/api/v1/wishes')) items++;
    assert.equal(items, 1);
    await Promise.all(Array.from({ length: 40 }, () => mw.get('/api/v1/wishes')));
    assert.equal(wx.most, 10);
    assert.equal(wx.refused, 0);
    const photo = join(mkdtempSync(join(tmpdir(), 'microwish-')), 'a.jpg');
    writeFileSync(photo, 'JPEG');
    await mw.upload('/api/v1/wishes/{wishId}/evidence', { params: { path: { wishId: 'a' } }, file: photo, kind: 'PHOTO' });
    assert.match(seen.at(-1).headers['content-type'], /^multipart\/form-data; boundary=/);
    assert.match(seen.at(-1).body, /name="kind"\r\n\r\nPHOTO[^]*name="file"[^]*JPEG/);
    assert.equal(seen.at(-1).headers['idempotency-key'].length > 8, true);
  } finally {
    server.close();
  }
});

test('miniprogram-ci builds a mini-program with the package', async () => {
  const project = mkdtempSync(join(tmpdir(), 'microwish-miniprogram-'));
  try {
    const installed = join(project, 'node_modules', description.name);
    for (const part of ['package.json', ...description.files]) cpSync(join(home, part), join(installed, part), { recursive: true });
    writeFileSync(join(project, 'package.json'), JSON.stringify({ dependencies: { [description.name]: description.version } }));
    const { packNpmManually } = require('miniprogram-ci');
    const result = await packNpmManually({ packageJsonPath: join(project, 'package.json'), miniprogramNpmDistDir: project });
    assert.equal(result.miniProgramPackNum, 1);
    assert.deepEqual(result.warnList, []);
    const packed = join(project, 'miniprogram_npm', description.name);
    assert.deepEqual(readdirSync(packed), ['index.js']);
    assert.equal(typeof loadInMiniProgram(join(packed, 'index.js')).createClient, 'function');
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
});
