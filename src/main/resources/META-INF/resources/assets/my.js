// What staff, stewards and members look after themselves: claims, members, duties, statements,
// readings and erasures, accounts, clients and webhooks. Each sees what its role may.
import { make, trying } from './dom.js';
import { dialogue, form, showOnce } from './forms.js';
import { day, minute, t } from './i18n.js';
import { showCertificate, showPaper, showRecord } from './papers.js';
import { all, call, command, download, post, read } from './session.js';
import { views } from './shell.js';
import { table } from './tables.js';
import { choices, word } from './words.js';

const year = () => day(Date.now()).slice(0, 4);

const titled = (place, title, ...parts) => place.replaceChildren(make('h2', {}, title), ...parts);
const button = (words, run, className = 'quiet small') => make('button', { type: 'button', className, onclick: run }, words);
const truth = (asOf) => make('p', { className: 'truth' }, t('jsFiguresOf', asOf.treeSize));

const overlap = () => [
  { name: 'overlapSeconds', label: t('jsOverlap'), type: 'number', min: 0, value: 86400 },
];

async function showClaims(place) {
  const claims = await all('/claims', 300);
  titled(place, t('jsClaims'), claims.length === 0 ? make('p', {}, t('jsNothingHere')) : table(t('jsClaims'), [
    { head: t('jsWish'), key: true, cell: (one) => make('a', { href: `/wall/${one.wishId}` }, one.wishTitle ?? one.wishId) },
    { head: t('jsWho'), left: true, cell: (one) => one.claimantName ?? word('ClaimantType', one.claimantType) },
    { head: t('jsState'), left: true, cell: (one) => make('span', {}, word('ClaimState', one.state), ' ', one.overdue ? make('span', { className: 'chip late' }, t('jsOverdue')) : '') },
    { head: t('jsClaimedAt'), cell: (one) => day(one.claimedAt) },
    { head: t('jsContactBy'), cell: (one) => (one.state === 'ACTIVE' && !one.contactedAt && one.contactBy ? day(one.contactBy) : '') },
    { head: t('jsCompleteBy'), cell: (one) => (one.state === 'ACTIVE' && one.completeBy ? day(one.completeBy) : '') },
  ], claims));
}

async function showMembers(place, me) {
  const members = await all(me.organisationId ? `/members?organisationId=${me.organisationId}` : '/members', 500);
  titled(place, t('jsMembers'), table(t('jsMembers'), [
    { head: t('jsName'), key: true, cell: (one) => one.name ?? t('jsErased') },
    { head: t('jsOrganisation'), left: true, cell: (one) => one.organisationName ?? '' },
    { head: t('jsKind'), left: true, cell: (one) => word('MemberKind', one.kind) },
    { head: t('jsField_contactPhone'), left: true, cell: (one) => one.phone ?? '' },
    { head: t('jsPlace'), left: true, cell: (one) => one.divisionName ?? '' },
    { head: t('jsSkills'), left: true, cell: (one) => one.skills.join(t('jsComma')) },
    { head: t('jsState'), left: true, cell: (one) => word('MemberState', one.state) },
    ...(me.operations.includes('makeMemberBindingCode') ? [{ head: t('jsBindingCode'), left: true, cell: (one) => (one.state === 'ACTIVE' ? button(t('jsMakeCode'), async () => {
      const made = await dialogue(t('jsBindingCode'), [{ name: 'steward', label: t('jsAlsoSteward'), type: 'checkbox' }],
        (values) => post(`/members/${one.id}/binding-codes`, values), { action: t('jsMakeCode'), note: t('jsBindingText', one.name ?? one.id) });
      if (made) {
        await showOnce(t('jsBindingCode'), [one.name ?? one.id, made.code, t('jsUntil', minute(made.expiresAt))]);
      }
    }) : '') }] : []),
  ], members));
}

async function showDuties(place, me) {
  const duties = await read(`/organisations/${me.organisationId}/duties`);
  const base = `/organisations/${me.organisationId}/duties`;
  titled(place, t('jsDutiesOf', duties.name, duties.period),
    make('p', { className: 'now' }, t('jsDutiesMet', duties.members, duties.met)),
    make('p', { className: 'buttons' },
      button(t('jsSpreadsheet'), () => download(`${base}/spreadsheet?period=${duties.period}`, `${duties.name} ${duties.period}.xlsx`)),
      button(t('jsPrint'), () => showPaper(place, `${base}/page?period=${duties.period}`, `${duties.name} ${duties.period}`))),
    table(t('jsDuties'), [
      { head: t('jsName'), key: true, cell: (one) => one.name ?? t('jsErased') },
      { head: t('jsOwed'), cell: (one) => one.owed },
      { head: t('jsDone'), cell: (one) => one.done },
      { head: t('jsMet'), cell: (one) => (one.met ? '✓' : '') },
    ], duties.lines), truth(duties.asOf));
}

const work = () => [
  ['claimed', t('jsFigure_claimed')], ['fulfilled', t('jsFigure_fulfilled')], ['onTime', t('jsFigure_onTime')],
  ['participations', t('jsParticipations')], ['spent', t('jsMoney_spent')],
];

async function showStatement(place, me) {
  const result = make('div');
  const show = async (asked) => {
    const base = `/organisations/${me.organisationId}/statement`;
    const found = await read(`${base}?year=${asked}`);
    result.replaceChildren(
      make('h3', {}, `${found.name} ${found.year}`),
      make('p', {}, button(t('jsSpreadsheet'), () => download(`${base}/spreadsheet?year=${asked}`, `${found.name} ${asked}.xlsx`))),
      table(t('jsStatement'), [
        { head: t('jsPeriod'), key: true, cell: ([name]) => name },
        ...work().map(([name, head]) => ({ head, cell: ([, totals]) => totals[name] })),
      ], [[t('jsTotal'), found.total], [String(found.year - 1), found.before], ...found.months.map((one) => [one.month, one.total])]),
      truth(found.asOf));
  };
  const { element } = form([{ name: 'year', label: t('jsYearLabel'), type: 'select', required: true, value: year(),
    options: Array.from({ length: 6 }, (_, i) => [String(year() - i), String(year() - i)]) }],
  { action: t('jsShow'), submit: (values) => show(values.year) });
  element.classList.add('line-form');
  titled(place, t('jsStatement'), element, result);
  await show(year());
}

async function showOwn(place) {
  const [totals, duties] = await Promise.all([read('/me/totals'), read('/me/duties')]);
  titled(place, t('jsOwnWork'),
    table(t('jsOwnWork'), [
      { head: t('jsFigure'), key: true, cell: ([, head]) => head },
      { head: totals.period, cell: ([name]) => totals.inPeriod[name] },
      { head: t('jsEver'), cell: ([name]) => totals.ever[name] },
    ], work()),
    make('p', { className: 'now' }, t('jsOwnDuties', duties.period, duties.done, duties.owed)),
    make('p', {}, make('a', { href: '#certificate' }, t('jsCertificateView')), ' · ', make('a', { href: '#record' }, t('jsRecordForEmployer'))),
    truth(totals.asOf));
}

async function showReadings(place) {
  const items = await all('/personal-reads', 500);
  titled(place, t('jsReadings'), make('p', {}, t('jsReadingsText')), table(t('jsReadings'), [
    { head: t('jsWhen'), key: true, cell: (one) => minute(one.readAt) },
    { head: t('jsAccount'), left: true, cell: (one) => one.account },
    { head: t('jsRole'), left: true, cell: (one) => word('Role', one.role) },
    { head: t('jsKind'), left: true, cell: (one) => word('PersonalReadKind', one.kind) },
    { head: t('jsPurpose'), left: true, cell: (one) => word('ReadPurpose', one.purpose) },
    { head: t('jsItems'), cell: (one) => one.items },
    { head: t('jsLedgerEntry'), left: true, cell: (one) => make('a', { href: `/ledger?entry=${one.entryId}` }, one.entryId) },
  ], items));
}

function showErasures(place) {
  const send = command('POST', '/erasures');
  const said = make('div', { role: 'status' });
  const { element } = form([
    { name: 'type', label: t('jsSubjectType'), type: 'select', required: true, options: choices('SubjectRefType') },
    { name: 'id', label: t('jsSubjectId'), required: true, max: 64 },
    { name: 'reason', label: t('jsReason'), type: 'select', required: true, options: choices('ErasureReason').filter(([code]) => !['RETENTION', 'REPLAY'].includes(code)) },
    { name: 'sure', label: t('jsErasureSure'), type: 'checkbox', required: true },
  ], { action: t('jsErase'), submit: async ({ type, id, reason }) => {
    const done = await send({ subject: { type, id }, reason });
    said.replaceChildren(make('p', { className: 'now' }, t('jsErasedNow', done.subjects.length, done.ledger.entryId)));
  } });
  titled(place, t('jsErasures'), make('p', {}, t('jsErasuresText')), element, said);
}

async function showAccounts(place, me) {
  const accounts = await all('/accounts', 500);
  const again = () => showAccounts(place, me);
  const invited = async (receipt) => {
    if (receipt?.invitation) {
      await showOnce(t('jsInvitationCode'), [receipt.invitation.code, t('jsUntil', minute(receipt.invitation.expiresAt))]);
    }
    await again();
  };
  const said = make('div', { role: 'status' });
  const run = (work) => trying(work, said);
  const record = run(async () => {
    const send = command('POST', '/accounts');
    await invited(await dialogue(t('jsNewAccount'), [
      { name: 'loginName', label: t('jsLoginName'), required: true, max: 32, pattern: '[a-z0-9][a-z0-9._\\-]{2,31}', hint: t('jsLoginNameHint') },
      { name: 'name', label: t('jsName'), max: 50, required: true },
      { name: 'role', label: t('jsRole'), type: 'select', required: true, options: choices('Role', ['OPERATOR', 'COLLECTOR', 'AUDITOR', 'STEWARD', 'ADMINISTRATOR']) },
      { name: 'division', label: t('jsDivisionCode'), max: 30, value: me.division ?? '' },
      { name: 'organisationId', label: t('jsOrganisationId'), max: 20, hint: t('jsOrganisationIdHint') },
    ], (values) => send(values.role === 'STEWARD' ? { ...values, division: undefined } : values), { action: t('jsNewAccount') }));
  });
  titled(place, t('jsAccounts'), make('p', {}, button(t('jsNewAccount'), record, '')), said, table(t('jsAccounts'), [
    { head: t('jsLoginName'), key: true, cell: (one) => one.loginName },
    { head: t('jsName'), left: true, cell: (one) => one.name ?? '' },
    { head: t('jsRole'), left: true, cell: (one) => word('Role', one.role) },
    { head: t('jsPlaceOfWork'), left: true, cell: (one) => one.division ?? one.organisationId ?? '' },
    { head: t('jsState'), left: true, cell: (one) => `${word('AccountState', one.state)}${one.enrolled ? '' : ` · ${t('jsNotEnrolled')}`}` },
    { head: t('jsDo'), left: true, cell: (one) => make('span', { className: 'buttons' },
      button(t('jsInvitation'), run(async () => {
        const sure = await dialogue(t('jsInvite'), [], () => post(`/accounts/${one.id}/invitations`), { action: t('jsInvite'), note: t('jsInviteStaffText', one.loginName) });
        await invited(sure);
      })),
      one.state === 'SUSPENDED'
        ? button(t('jsReactivate'), run(async () => { await post(`/accounts/${one.id}/reactivate`); await again(); }))
        : button(t('jsSuspend'), run(async () => {
          if (await dialogue(t('jsSuspend'), [], () => post(`/accounts/${one.id}/suspend`), { action: t('jsSuspend'), note: one.loginName })) await again();
        }))) },
  ], accounts));
}

async function showClients(place) {
  const clients = await all('/clients', 200);
  const again = () => showClients(place);
  const said = make('div', { role: 'status' });
  const run = (work) => trying(work, said);
  const record = run(async () => {
    const send = command('POST', '/clients');
    const receipt = await dialogue(t('jsNewClient'), [
      { name: 'name', label: t('jsClientName'), required: true, max: 100 },
      { name: 'role', label: t('jsRole'), type: 'select', required: true, options: choices('Role', ['PARTNER', 'AUDITOR']) },
      { name: 'division', label: t('jsDivisionCode'), required: true, max: 30 },
      { name: 'organisationId', label: t('jsOrganisationId'), max: 20, hint: t('jsOrganisationIdHintPartner') },
      { name: 'scopes', label: t('jsScopes'), required: true, value: 'wishes:read', max: 200, hint: t('jsScopesHint') },
    ], (values) => send({ ...values, scopes: values.scopes.split(/[\s,]+/).filter(Boolean) }), { action: t('jsNewClient') });
    if (receipt?.secret) {
      await showOnce(t('jsSecret'), [receipt.id, receipt.secret]);
    }
    await again();
  });
  titled(place, t('jsClients'), make('p', {}, button(t('jsNewClient'), record, '')), said, table(t('jsClients'), [
    { head: t('jsClientName'), key: true, cell: (one) => one.name },
    { head: t('jsClientId'), left: true, cell: (one) => make('code', {}, one.id) },
    { head: t('jsRole'), left: true, cell: (one) => word('Role', one.role) },
    { head: t('jsScopes'), left: true, cell: (one) => one.scopes.join(' ') },
    { head: t('jsState'), left: true, cell: (one) => word('ClientState', one.state) },
    { head: t('jsDo'), left: true, cell: (one) => (one.state !== 'ACTIVE' ? '' : make('span', { className: 'buttons' },
      button(t('jsNewSecret'), run(async () => {
        const send = command('POST', `/clients/${one.id}/secrets`);
        const made = await dialogue(t('jsNewSecret'), overlap(), (values) => send(values), { action: t('jsNewSecret'), note: `${one.name} · ${t('jsNewSecretText')}` });
        if (made?.secret) {
          await showOnce(t('jsSecret'), [one.id, made.secret]);
        }
      })),
      button(t('jsRevokeClient'), run(async () => {
        if (await dialogue(t('jsRevokeClient'), [], () => post(`/clients/${one.id}/revoke`), { action: t('jsRevokeClient'), note: one.name })) await again();
      })))) },
  ], clients));
}

async function showWebhooks(place, me) {
  const may = (operation) => me.operations.includes(operation);
  const [hooks, clients] = await Promise.all([all('/webhooks', 200), may('listClients') ? all('/clients', 200) : []]);
  const again = () => showWebhooks(place, me);
  const said = make('div', { role: 'status' });
  const run = (work) => trying(work, said);
  const names = new Map(clients.map((one) => [one.id, one.name]));
  const create = run(async () => {
    const send = command('POST', '/webhooks');
    const made = await dialogue(t('jsNewWebhook'), [
      { name: 'clientId', label: t('jsWebhookClient'), type: 'select', required: true,
        options: clients.filter((one) => one.state === 'ACTIVE').map((one) => [one.id, one.name]) },
      { name: 'url', label: t('jsAddress'), type: 'url', required: true, max: 2000, hint: t('jsWebhookUrlHint') },
      { name: 'description', label: t('jsNote'), max: 200 },
      { name: 'division', label: t('jsDivisionCode'), max: 30 },
      { name: 'ordered', label: t('jsOrdered'), type: 'checkbox' },
    ], (values) => send(values), { action: t('jsNewWebhook') });
    if (made?.secret) {
      await showOnce(t('jsSecret'), [made.secret]);
    }
    await again();
  });
  const deliveries = async (hook) => {
    const items = (await read(`/webhooks/${hook.id}/deliveries?limit=50`)).items;
    said.replaceChildren(make('h3', {}, `${t('jsDeliveries')} · ${hook.url}`), items.length === 0 ? make('p', {}, t('jsNothingHere')) : table(t('jsDeliveries'), [
      { head: t('jsWhen'), key: true, cell: (one) => minute(one.createdAt) },
      { head: t('jsKind'), left: true, cell: (one) => word('EntryType', one.type) },
      { head: t('jsState'), left: true, cell: (one) => word('DeliveryState', one.state) },
      { head: t('jsAttempts'), cell: (one) => one.attempts },
    ], items));
  };
  const buttons = (one) => [
    one.state === 'ACTIVE'
      ? button(t('jsPause'), run(async () => { await post(`/webhooks/${one.id}/pause`); await again(); }))
      : button(t('jsResumeHook'), run(async () => { await post(`/webhooks/${one.id}/resume`); await again(); })),
    button(t('jsTestHook'), run(async () => {
      await post(`/webhooks/${one.id}/test`);
      said.replaceChildren(make('p', { className: 'now' }, t('jsTestSent')));
    })),
    button(t('jsDeliveries'), run(() => deliveries(one))),
    button(t('jsNewSecret'), run(async () => {
      const send = command('POST', `/webhooks/${one.id}/secrets`);
      const made = await dialogue(t('jsNewSecret'), overlap(), (values) => send(values), { action: t('jsNewSecret'), note: t('jsNewSecretText') });
      if (made?.secret) {
        await showOnce(t('jsSecret'), [made.secret]);
      }
    })),
    button(t('jsDeleteHook'), run(async () => {
      const send = command('DELETE', `/webhooks/${one.id}`);
      if (await dialogue(t('jsDeleteHook'), [], () => send(), { action: t('jsDeleteHook'), note: t('jsDeleteHookSure', one.url) })) {
        await again();
      }
    })),
  ];
  titled(place, t('jsWebhooks'), clients.length > 0 ? make('p', {}, button(t('jsNewWebhook'), create, '')) : '', said,
    hooks.length === 0 ? make('p', {}, t('jsNothingHere')) : table(t('jsWebhooks'), [
      { head: t('jsAddress'), key: true, cell: (one) => one.url },
      { head: t('jsWebhookClient'), left: true, cell: (one) => names.get(one.clientId) ?? one.clientId },
      { head: t('jsState'), left: true, cell: (one) => [word('WebhookState', one.state), one.reason ? word('StopReason', one.reason) : ''].filter(Boolean).join(' · ') },
      { head: t('jsFailingSince'), left: true, cell: (one) => (one.failingSince ? minute(one.failingSince) : '') },
      { head: t('jsDo'), left: true, cell: (one) => make('span', { className: 'buttons' }, ...buttons(one)) },
    ], hooks));
}

async function showSessions(place) {
  const { items } = await read('/auth/sessions');
  const said = make('div', { role: 'status' });
  const run = (work) => trying(work, said);
  titled(place, t('jsSessions'), table(t('jsSessions'), [
    { head: t('jsWhen'), key: true, cell: (one) => minute(one.startedAt) },
    { head: t('jsLastUsed'), left: true, cell: (one) => minute(one.lastUsedAt) },
    { head: t('jsDo'), left: true, cell: (one) => (one.current ? t('jsThisSession') : button(t('jsEnd'), run(async () => {
      await call(`/auth/sessions/${one.id}/end`, { method: 'POST' });
      await showSessions(place);
    }))) },
  ], items), said);
}

views(document.querySelector('h1').textContent, () => [
  ['claims', t('jsClaims'), 'listOwnClaims', showClaims],
  ['own', t('jsOwnWork'), 'getMyTotals', showOwn],
  ['certificate', t('jsCertificateView'), 'getMyCertificatePage', showCertificate],
  ['record', t('jsRecordForEmployer'), 'getMyFrozenDutiesPage', showRecord],
  ['accounts', t('jsAccounts'), 'listStaffAccounts', showAccounts],
  ['clients', t('jsClients'), 'listClients', showClients],
  ['webhooks', t('jsWebhooks'), 'listWebhooks', showWebhooks],
  ['members', t('jsMembers'), 'listMembers', showMembers],
  ['duties', t('jsDuties'), 'getDuties', showDuties, true],
  ['statement', t('jsStatement'), 'getStatement', showStatement, true],
  ['readings', t('jsReadings'), 'listPersonalReads', showReadings],
  ['erasures', t('jsErasures'), 'eraseSubject', showErasures],
  ['sessions', t('jsSessions'), 'listOwnSessions', showSessions],
]);
