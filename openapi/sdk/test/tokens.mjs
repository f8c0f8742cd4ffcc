// Signs access tokens with the service's key, and creates clients that use them.
import { createPrivateKey, randomBytes, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createClient } from '../dist/index.mjs';

const base64url = value => Buffer.from(value).toString('base64url');

/** Returns a token for an account in a role, valid for an hour, with additional JWT claims. */
export function tokenOf(role, account, claims = {}) {
  const now = Math.floor(Date.now() / 1000);
  const body = [{ alg: 'ES256', typ: 'JWT' }, {
    iss: 'https://microwish.local', sub: account, groups: [role], iat: now, exp: now + 3600, auth_time: now,
    jti: randomBytes(8).toString('hex'), ...claims,
  }].map(part => base64url(JSON.stringify(part))).join('.');
  const key = createPrivateKey(readFileSync(process.env.TOKEN_KEY));
  return `${body}.${base64url(sign('sha256', Buffer.from(body), { key, dsaEncoding: 'ieee-p1363' }))}`;
}

const STREET = { divisionPath: '440104013' };

/** Creates a client for an account in a role; `claims` are additional JWT claims of its token. */
export const as = (role, account, claims = {}) =>
  createClient({ baseUrl: process.env.MW, token: tokenOf(role, account, claims) });
export const administrator = () => as('ADMINISTRATOR', 'root');
export const operator = () => as('OPERATOR', 'desk', STREET);

/** Records an organisation of the street and returns its id. */
export async function organisation(name = '样例党支部') {
  const { id } = await operator().post('/api/v1/organisations', {
    body: { name: `${name}${randomBytes(4).toString('hex')}`, kind: 'BRANCH', sector: 'COMMUNITY', division: '440104013001' },
  });
  return id;
}

/** Records a partner's program of the street. Returns its id, and without `keys` also its secret. */
export async function partnerClient(organisationId, scopes, keys) {
  return administrator().post('/api/v1/clients', {
    body: { name: '对接程序', role: 'PARTNER', division: '440104013000', organisationId, scopes, keys },
  });
}
