// A partner records a wish and gets the ledger's proof that it was fulfilled, then imports a file with
// an error. Environment: MW, the service's address; CLIENT_ID and CLIENT_SECRET of the partner; OPERATOR,
// MEMBER and RESIDENT, tokens of the other people; in dev mode POST /api/v1/dev/tokens issues them.
import { setTimeout } from 'node:timers/promises';
import { createClient, isProblem } from '@microwish/sdk';

const env = process.env as Record<string, string>;
const as = (token?: string) => createClient({ baseUrl: env.MW!, token });
const [operator, member, resident] = [as(env.OPERATOR), as(env.MEMBER), as(env.RESIDENT)];
const partner = createClient({ baseUrl: env.MW!, clientCredentials: { id: env.CLIENT_ID!, secret: env.CLIENT_SECRET! } });

const draft = await partner.post('/api/v1/wishes', { body: {
  kind: 'WISH', channel: 'PARTNER', category: 'GOODS', division: '440104013001', resident: 'grandma',
  words: { title: '想要一把浴室用的椅子', details: '洗澡站不稳', contactPhone: '13900000002', address: '样例街1号' },
} });
const wish = { params: { path: { id: draft.wishId! } } };
await partner.post('/api/v1/wishes/{id}/submit', { ...wish, body: {} });
await operator.post('/api/v1/wishes/{id}/publish', { ...wish, body: { publicTitle: '老人需要一把助浴椅', attested: true } });

const claimed = await member.post('/api/v1/wishes/{id}/claims', { ...wish, body: { pledge: { amount: '120.00', form: 'GOODS' } } });
const claim = { params: { path: { id: claimed.claim!.id! } } };
await member.post('/api/v1/claims/{id}/contact', { ...claim, body: {} });
await member.post('/api/v1/claims/{id}/deliver', { ...claim, body: { note: '已送到', spent: [{ amount: '98.50', form: 'GOODS' }] } });
const again = await member.post('/api/v1/wishes/{id}/claims', { ...wish, body: {} }).catch(error => error);
if (isProblem(again, 'WISH_STATE_CONFLICT', 'ALREADY_CLAIMED')) console.log(`claimed twice: ${again.code}`);

const { ledger } = await resident.post('/api/v1/wishes/{id}/confirm', { ...wish, body: { rating: 5 } });
const proof = await partner.get('/api/v1/ledger/entries/{entryId}/proof', { params: { path: { entryId: ledger!.entryId! } } });
console.log(`leaf ${proof.leafIndex} of ${proof.treeSize}`);
for await (const one of partner.pages('/api/v1/wishes', { params: { query: { division: '440104013001', limit: 2 } } })) console.log(one.title, one.state);

const table = { params: { query: { kind: 'WISHES' } }, headers: { 'Content-Type': 'text/csv' } } as const;
const rows = 'externalKey,kind,category,division,title\nA-1,WISH,GOODS,440104013001,想要一盏灯\nA-2,WISH,TOYS,440104013001,积木\n';
const { id } = await partner.post('/api/v1/imports', { ...table, body: rows });
const list = { params: { path: { id: id! } } };
while ((await partner.get('/api/v1/imports/{id}', list)).state === 'RUNNING') await setTimeout(200);
for await (const fault of partner.pages('/api/v1/imports/{id}/errors', list)) console.log(`row ${fault.row}, ${fault.column}: ${fault.message}`);
