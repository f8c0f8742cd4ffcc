// Calls that must compile, and calls (@ts-expect-error) that must not. tsc checks this file; it is
// never executed.
/// <reference types="miniprogram-api-typings" />
import { createClient, isProblem, wechatSession, wechatTransport, type Problem } from '@microwish/sdk';

// The real type of `wx` implements the interfaces that the SDK expects.
const mw = createClient({ baseUrl: 'https://wish.example', transport: wechatTransport(wx), session: wechatSession(wx) });

export async function types(): Promise<void> {
  const wish = await mw.get('/api/v1/wishes/{id}', { params: { path: { id: 'w' } } });
  const state: 'DRAFT' | 'OPEN' | string | undefined = wish.state;
  // @ts-expect-error a wish has no such property
  wish.nonsense;
  // @ts-expect-error no such path
  await mw.get('/api/v1/nothing');
  // @ts-expect-error the path needs an id
  await mw.get('/api/v1/wishes/{id}');
  // @ts-expect-error the body lacks required properties, and its kind does not exist
  await mw.post('/api/v1/wishes', { body: { kind: 'NONSENSE' } });
  // @ts-expect-error the parameter has no such value
  await mw.get('/api/v1/wishes', { params: { query: { kind: 'NONSENSE' } } });
  // @ts-expect-error a single wish is not a list
  mw.pages('/api/v1/wishes/{id}', { params: { path: { id: 'w' } } });
  // @ts-expect-error the operation accepts no file
  await mw.upload('/api/v1/wishes', { file: 'a' });
  for await (const item of mw.pages('/api/v1/wishes')) item.id satisfies string | undefined;
  const bytes: ArrayBuffer = await mw.get('/api/v1/wishes/{id}/dossier', { params: { path: { id: 'w' } }, parseAs: 'arrayBuffer' });
  const nothing: undefined = await mw.post('/api/v1/auth/logout-everywhere');
  await mw.upload('/api/v1/wishes/{wishId}/evidence', { params: { path: { wishId: 'w' } }, file: new Blob([]), kind: 'PHOTO' });
  const error: unknown = [state, bytes, nothing];
  if (isProblem(error, 'WISH_FULL', 'ALREADY_CLAIMED')) {
    error.code satisfies 'WISH_FULL' | 'ALREADY_CLAIMED';
    error satisfies Problem;
  }
  // @ts-expect-error no such code
  isProblem(error, 'NONSENSE');
}
