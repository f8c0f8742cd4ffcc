import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { WebhookRefused, webhooks } from '../dist/index.mjs';

// The test vector of Standard Webhooks 1.0.0.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BODY = '{"test": 2432232314}';
const HEADERS = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': '1614265330',
  'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const OTHER = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

test('accepts the test vector of the specification, and refuses changed ones', async t => {
  t.mock.timers.enable({ apis: ['Date'], now: 1614265330_000 });
  assert.deepEqual(await webhooks.verify(BODY, HEADERS, SECRET), { test: 2432232314 });
  assert.deepEqual(await webhooks.verify(Buffer.from(BODY), new Headers(HEADERS), [OTHER, SECRET]), { test: 2432232314 });
  const capitals = Object.fromEntries(Object.entries(HEADERS).map(([name, value]) => [name.toUpperCase(), value]));
  await webhooks.verify(BODY, capitals, SECRET);
  await webhooks.verify(BODY, { ...HEADERS, 'webhook-signature': `v1a,xyz v1,AAAA ${HEADERS['webhook-signature']}` }, SECRET);

  const refused = (body, headers, secret) => assert.rejects(webhooks.verify(body, headers, secret), WebhookRefused);
  await refused('{"test": 2432232315}', HEADERS, SECRET);
  await refused(BODY, HEADERS, OTHER);
  await refused(BODY, HEADERS, []);
  await assert.rejects(webhooks.verify(BODY, HEADERS, 'whsec_no base64!'), TypeError);
  for (const name of Object.keys(HEADERS)) {
    await refused(BODY, { ...HEADERS, [name]: undefined }, SECRET);
    await refused(BODY, { ...HEADERS, [name]: `${HEADERS[name]}1` }, SECRET);
  }
  t.mock.timers.tick(299_000);
  await webhooks.verify(BODY, HEADERS, SECRET);
  t.mock.timers.tick(2_000);
  await refused(BODY, HEADERS, SECRET);
  t.mock.timers.setTime(1614265330_000 - 301_000);
  await refused(BODY, HEADERS, SECRET);
});

test('agrees with the reference implementation', async () => {
  const now = new Date();
  const body = JSON.stringify({ type: 'wish.published', title: '想要一把椅子' });
  const signature = new Webhook(OTHER).sign('msg_1', now, body);
  const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(Math.floor(now / 1000)), 'webhook-signature': signature };
  assert.equal((await webhooks.verify(body, headers, OTHER)).title, '想要一把椅子');
});
