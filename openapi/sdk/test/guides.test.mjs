// Compiles and runs the TypeScript blocks of the guides in src/docs, each guide as one program.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { png } from './picture.mjs';
import { operator, organisation, partnerClient, tokenOf } from './tokens.mjs';

const home = join(import.meta.dirname, '..');

/** Compiles the blocks of a guide, changed by `change`, and returns the path of the program. */
async function program(guide, change = text => text) {
  const text = readFileSync(join(home, '../../src/docs', guide), 'utf8');
  const blocks = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, block]) => block);
  assert.ok(blocks.length > 3);
  const directory = join(home, 'dist/guides');
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'guide.ts'), `${change(blocks.join('\n'))}\nexport {};\n`);
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({
    extends: '../../tsconfig.json',
    compilerOptions: { noUnusedLocals: false, paths: { '@microwish/sdk': ['../../src/index.ts'] }, types: ['node', 'miniprogram-api-typings'] },
    include: ['guide.ts'],
  }));
  execFileSync(process.execPath, [join(home, 'node_modules/typescript/bin/tsc'), '-p', directory], { stdio: 'inherit' });
  const outfile = join(directory, 'guide.mjs');
  await build({ entryPoints: [join(directory, 'guide.ts')], bundle: true, platform: 'node', format: 'esm', outfile, alias: { '@microwish/sdk': join(home, 'dist/index.mjs') } });
  return outfile;
}

/** Runs a program to its end and returns its output; fails if its exit code is not 0. */
async function run(file, environment) {
  const child = spawn(process.execPath, [file], { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', chunk => { output += chunk; });
  child.stderr.on('data', chunk => { output += chunk; });
  const [code] = await once(child, 'close');
  assert.equal(code, 0, output);
  return output;
}

test('partners.md', async () => {
  const organisationId = await organisation();
  const { id: memberId } = await operator().post('/api/v1/members', { body: { organisationId, kind: 'COMMUNITY', name: '陈样例' } });
  const { id, secret } = await partnerClient(organisationId, ['wishes:read', 'wishes:write', 'imports']);
  const output = await run(await program('partners.md', text => text.replaceAll('3000', process.env.WEBHOOK_PORT)), {
    CLIENT_ID: id, CLIENT_SECRET: secret, RESIDENT: tokenOf('RESIDENT', 'grandma'),
    OPERATOR: tokenOf('OPERATOR', 'desk', { divisionPath: '440104013' }), MEMBER: tokenOf('MEMBER', 'chen', { memberId }),
  });
  const lines = output.trimEnd().split('\n');
  assert.deepEqual(lines.filter(line => line.startsWith('verified')), ['verified WEBHOOK_TEST']);
  assert.match(lines.filter(line => !line.startsWith('verified')).join('\n'), new RegExp([
    '^claim ACTIVE', 'refused \\w+', 'version \\d+ has the tag (W\/)?"[^"]+"', '老人需要一把助浴椅, \\w+',
    'WISH_CREATED by PARTNER', 'WISH_SUBMITTED by PARTNER', 'WISH_PUBLISHED by OPERATOR', 'CLAIM_REQUESTED by MEMBER',
    'row 3, category: .+$',
  ].join('\n')));
});

test('mini-program.md', async () => {
  // The program runs on Node, so it gets the tests' `wx` and the address of the tests' service.
  const output = await run(await program('mini-program.md', text => `
    // @ts-ignore
    import { newWx } from '../../test/wx.mjs';
    Object.assign(globalThis, { wx: newWx('oGuide') });
    ${text.replace("'https://wish.example.org'", 'process.env.MW!')}
    const { writeFileSync } = await import('node:fs');
    writeFileSync(process.env.PHOTO!, Buffer.from(process.env.PNG!, 'base64'));
    await addPhoto(process.env.PHOTO!);
    await asMember().catch(error => console.log(error.code));
    await leave();
  `), { PHOTO: join(home, 'dist/guides/photo.png'), PNG: png().toString('base64') });
  assert.match(output, /^acts as RESIDENT\n\d+ open wishes\n.*[一-龥]+.*\nFORBIDDEN\n$/);
});

test('the collection of requests has all operations, and its public reads return 200', async () => {
  const requests = readFileSync(join(home, 'dist/micro-wish.http'), 'utf8').split(/^### /m).slice(1);
  assert.ok(requests.length > 200);
  let sent = 0;
  for (const text of requests) {
    const [, method, url] = /^([A-Z]+) (\{\{host\}\}\S+)$/m.exec(text);
    assert.match(text, /^# @name \w+$/m);
    if (method !== 'GET' || !/}}\/api\/v1\/(status|time|categories|ledger\/keys|wishes|divisions)$/.test(url)) continue;
    const answer = await fetch(url.replace('{{host}}', process.env.MW));
    assert.equal(answer.status, 200, text);
    await answer.arrayBuffer();
    sent++;
  }
  assert.ok(sent >= 5);
});
