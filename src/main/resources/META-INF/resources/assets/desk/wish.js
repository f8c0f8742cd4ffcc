// A wish at the desk: its words, people by a recorded reading, similar wishes, findings, claims,
// candidates, invitations, history; and on the right what can be done now.
import { entriesOf, Problem } from '../api.js';
import { make, trying } from '../dom.js';
import { dialogue, showOnce } from '../forms.js';
import { link, minute, t } from '../i18n.js';
import { all, command, download, post, read } from '../session.js';
import { table } from '../tables.js';
import { choices, word } from '../words.js';
import { claimCommands, commandOf, needs, run, wishCommands } from './commands.js';
import { invitationLine, LIVE } from './invitations.js';

// Of how many similar wishes the titles are read.
const MOST_TWINS = 10;
const PRIVATE = ['residentName', 'contactName', 'contactPhone', 'address', 'reporter'];

function facts(pairs) {
  return make('dl', { className: 'facts' }, ...pairs.filter(([, value]) => value || value === 0)
    .map(([name, value]) => make('div', {}, make('dt', {}, name), make('dd', {}, value))));
}

/** A text with the words that a finding names marked. */
function marked(text, field, findings) {
  const found = findings.flatMap((one) => one.words ?? []).filter((one) => one.field === field)
    .sort((one, other) => one.start - other.start);
  const parts = [];
  let at = 0;
  for (const one of found) {
    if (one.start >= at) {
      parts.push(text.slice(at, one.start), make('mark', {}, text.slice(one.start, one.end)));
      at = one.end;
    }
  }
  return [...parts, text.slice(at)];
}

/** Reads what is shown of a wish. A part that the role may not read is missing. */
async function readAll(me, id) {
  const may = (operation, work, other = []) => (me.operations.includes(operation) ? work() : other);
  const quiet = (work) => work.catch((problem) => {
    if (problem instanceof Problem && [403, 404].includes(problem.status)) {
      return { items: [] };
    }
    throw problem;
  });
  const wish = await read(`/wishes/${id}`);
  const twins = (wish.own?.duplicates ?? []).slice(0, MOST_TWINS);
  const [claims, notes, entries, findings, invitations, evidence, postings, consents, reports, similarOnes] = await Promise.all([
    may('listWishClaims', () => quiet(read(`/wishes/${id}/claims`)), { items: [] }),
    may('listNotes', () => quiet(read(`/wishes/${id}/notes`)), { items: [] }),
    entriesOf(id),
    may('listFindings', () => all(`/moderation?division=${wish.division}`, 200)),
    may('listDeskInvitations', () => all(`/desk/invitations?wish=${id}`, 200)),
    may('listWishEvidence', () => quiet(read(`/wishes/${id}/evidence`)), { items: [] }),
    wish.budget ? may('listPostings', () => quiet(read(`/wishes/${id}/postings`)), { items: [] }) : { items: [] },
    may('listConsents', () => quiet(read(`/wishes/${id}/consents`)), { items: [] }),
    wish.firstPublishedAt ? may('listReports', () => all(`/reports?state=OPEN&division=${wish.division}`, 200)) : [],
    Promise.all(twins.map((one) => quiet(read(`/wishes/${one.wishId}`)))),
  ]);
  return {
    wish, claims: claims.items, notes: notes.items, entries,
    findings: findings.filter((one) => one.wishId === id),
    reports: reports.filter((one) => one.wishId === id),
    invitations, evidence: evidence.items, postings: postings.items, consents: consents.items,
    twins: new Map(similarOnes.map((one) => [one.id, one])),
  };
}

function people(me, wish) {
  const place = make('div', { role: 'status' });
  const own = wish.own ?? {};
  place.append(facts(PRIVATE.map((name) => [t(`jsField_${name}`), own[name]])));
  if (!own.masked || !me.operations.includes('readWishContact')) {
    return place;
  }
  const button = make('button', { type: 'button', className: 'quiet' }, t('jsReadContact'));
  button.addEventListener('click', async () => {
    const send = command('POST', `/wishes/${wish.id}/contact-reads`);
    const found = await dialogue(t('jsReadContact'), [
      { name: 'purpose', label: t('jsPurpose'), type: 'select', required: true, options: choices('ReadPurpose', ['CONTACT', 'VERIFICATION', 'EMERGENCY', 'ON_REQUEST', 'OTHER']) },
      { name: 'words', label: t('jsPurposeWords'), max: 200, hint: t('jsPurposeWordsHint') },
    ], (values) => send(values), { note: t('jsReadContactText') });
    if (found) {
      place.replaceChildren(
        facts(PRIVATE.map((name) => [t(`jsField_${name}`), found[name]])),
        make('p', { className: 'leaf' }, t('jsReadRecorded', found.ledger.entryId)));
    }
  });
  place.append(make('p', {}, button));
  return place;
}

function findingsPart(me, shown, changed) {
  return shown.findings.map((finding) => {
    const decide = (path) => trying(async () => {
      await post(`/moderation/${finding.id}/${path}`);
      changed();
    });
    return make('div', { className: 'now' },
      make('p', {}, make('strong', {}, t('jsFinding')), ' ', word('FindingSubject', finding.subject), ' · ',
        word('FindingState', finding.state), ' ',
        ...(finding.words ?? []).flatMap((one) => [make('mark', {}, one.word), ' '])),
      me.operations.includes('acceptFinding')
        ? make('p', { className: 'buttons' },
          make('button', { type: 'button', className: 'quiet', onclick: decide('accept') }, t('jsAcceptFinding')),
          make('button', { type: 'button', className: 'quiet', onclick: decide('reject') }, t('jsRejectFinding')))
        : '');
  });
}

/** What readers of the wall reported, until an operator has decided. */
function reportsPart(me, shown, changed) {
  return shown.reports.map((report) => make('div', { className: 'now' },
    make('p', {}, make('strong', {}, t('jsReported')), ' ', word('ReportReason', report.reason), ' · ', minute(report.createdAt)),
    report.words ? make('q', {}, report.words) : '',
    me.operations.includes('closeReport')
      ? make('p', { className: 'buttons' }, make('button', { type: 'button', className: 'quiet', onclick: async () => {
        const send = command('POST', `/reports/${report.id}/close`);
        if (await dialogue(t('jsCloseReport'), [
          { name: 'result', label: t('jsResult'), type: 'select', required: true, options: choices('ReportResult') },
          { name: 'note', label: t('jsNote'), type: 'textarea', max: 500 },
        ], (values) => send(values), { action: t('jsCloseReport'), note: t('jsCloseReportText') })) changed();
      } }, t('jsCloseReport'))) : ''));
}

/** The postings of the wish's money; a wrong one is reversed, and the right one takes its place. */
function moneyPart(me, shown, changed) {
  const reversed = new Set(shown.postings.map((one) => one.reverses));
  const names = new Map(shown.claims.map((one) => [one.id, one.claimantName]));
  const reverse = (posting) => async () => {
    const send = command('POST', `/wishes/${shown.wish.id}/reversals`);
    if (await dialogue(t('jsDoREVERSE_POSTING'), [
      { name: 'replacement', label: t('jsReplacement'), type: 'money', required: true, hint: t('jsReplacementHint') },
      { name: 'reason', label: t('jsReason'), type: 'textarea', required: true, max: 500 },
    ], (values) => send({ posting: posting.id, ...values }), {
      action: t('jsDoREVERSE_POSTING'), note: `${word('Movement', posting.movement)} ${t('jsYuan', posting.amount)}`,
    })) changed();
  };
  const may = commandOf(me, shown, 'REVERSE_POSTING', 'reversePosting');
  return shown.postings.length === 0 ? [] : [
    make('h3', {}, t('jsMoneyHere')),
    table(t('jsMoneyHere'), [
      { head: t('jsWhen'), key: true, cell: (one) => minute(one.occurredAt) },
      { head: t('jsMovement'), left: true, cell: (one) => [word('Movement', one.movement), names.get(one.claimId)].filter(Boolean).join(' · ') },
      { head: t('jsAmount'), cell: (one) => one.amount },
      { head: t('jsMoneyKind'), left: true, cell: (one) => word('MoneyForm', one.form) },
      ...(may ? [{ head: t('jsDo'), left: true, cell: (one) => (one.reverses || reversed.has(one.id) ? (reversed.has(one.id) ? t('jsReversed') : '')
        : ['PLEDGE', 'SPEND', 'REFUND'].includes(one.movement)
          ? make('button', { type: 'button', className: 'quiet small', onclick: reverse(one) }, t('jsDoREVERSE_POSTING')) : '') }] : []),
    ], shown.postings),
  ];
}

/** The consents of the resident or a guardian; one to be photographed or named is withdrawn alone. */
function consentsPart(me, shown, changed) {
  const withdraw = (consent) => async () => {
    const send = command('POST', `/wishes/${shown.wish.id}/consents/${consent.id}/withdraw`);
    if (await dialogue(t('jsWithdrawThis'), [
      { name: 'reason', label: t('jsReason'), type: 'textarea', required: true, max: 500 },
    ], (values) => send(values), { action: t('jsWithdrawThis'), note: word('ConsentPurpose', consent.purpose) })) changed();
  };
  return shown.consents.length === 0 ? [] : [
    make('h3', {}, t('jsConsents')),
    make('ul', { className: 'plain' }, ...shown.consents.map((one) => make('li', {},
      [word('ConsentPurpose', one.purpose), one.name ?? t('jsErased'), word('ConsentRelation', one.relation), word('ConsentMethod', one.method), one.obtainedOn,
        one.withdrawnAt ? t('jsWithdrawnAt', minute(one.withdrawnAt)) : ''].filter(Boolean).join(' · '), ' ',
      !one.withdrawnAt && one.purpose !== 'HANDLING' && me.operations.includes('withdrawPublicConsent')
        ? make('button', { type: 'button', className: 'quiet small', onclick: withdraw(one) }, t('jsWithdrawThis')) : ''))),
  ];
}

function similar({ wish, twins }) {
  const found = wish.own?.duplicates ?? [];
  return found.length === 0 ? [] : [
    make('h3', {}, t('jsSimilar')),
    make('ul', { className: 'plain' }, ...found.map((one) => {
      const twin = twins.get(one.wishId);
      return make('li', {}, make('a', { href: `#wish/${one.wishId}` }, twin?.own?.title ?? twin?.title ?? one.wishId), ' · ',
        twin?.state ? `${word('WishState', twin.state)} · ` : '',
        one.matches.map((match) => word('WishDuplicateMatch', match)).join(t('jsComma')));
    })),
  ];
}

/** The claims for which something is recorded late: their commands stay visible after each. */
const recording = new Set();

/** The commands of staff, and those that are recorded for a claimant who was offline. */
function claimButtons(me, shown, claim, changed) {
  const commands = claimCommands(me, shown, claim);
  const buttons = (late) => make('p', { className: 'buttons' }, ...commands.filter((one) => Boolean(one.late) === late).map((one) =>
    make('button', {
      type: 'button', className: one.main ? '' : 'quiet',
      onclick: async () => { if (await run(me, one, shown, claim)) changed(); },
    }, t(`jsDo${one.row}`))));
  return [
    buttons(false),
    commands.some((one) => one.late)
      ? make('details', {
        open: recording.has(claim.id),
        ontoggle: (event) => { recording[event.target.open ? 'add' : 'delete'](claim.id); },
      }, make('summary', {}, t('jsRecordLate')), make('p', { className: 'hint' }, t('jsRecordLateText')), buttons(true)) : '',
  ];
}

function claimsPart(me, shown, changed) {
  return shown.claims.length === 0 ? [] : [
    make('h3', {}, t('jsClaims')),
    ...shown.claims.map((claim) => make('div', { className: 'claim' },
      make('p', {}, make('strong', {}, claim.claimantName ?? word('ClaimantType', claim.claimantType)), ' ',
        make('span', { className: 'chip' }, word('ClaimState', claim.state)),
        claim.overdue ? make('span', { className: 'chip late' }, t('jsOverdue')) : ''),
      facts([
        [t('jsClaimedAt'), claim.claimedAt && minute(claim.claimedAt)],
        [t('jsCompleteBy'), claim.state === 'ACTIVE' && claim.completeBy && minute(claim.completeBy)],
        [t('jsDeliveredAt'), claim.deliveredAt && minute(claim.deliveredAt)],
        [t('jsPledge'), claim.pledge && t('jsYuan', claim.pledge)],
        [t('jsContactBy'), claim.state === 'ACTIVE' && !claim.contactedAt && claim.contactBy && minute(claim.contactBy)],
        [t('jsParticipants'), claim.participants.map((one) => one.name ?? t('jsErased')).join(t('jsComma'))],
        [t('jsEndingReason'), claim.endReason && word('EndReason', claim.endReason)],
      ]),
      ...claimButtons(me, shown, claim, changed))),
  ];
}

function candidates(me, shown, changed) {
  if (shown.wish.state !== 'OPEN' || !me.operations.includes('listCandidates')) {
    return [];
  }
  const place = make('div', { role: 'status' });
  const invited = new Set(shown.invitations.map((one) => one.invitation).filter((one) => LIVE.includes(one.state))
    .map((one) => one.claimant.id));
  const show = async () => {
    place.replaceChildren(t('jsReading'));
    const found = await read(`/wishes/${shown.wish.id}/candidates?limit=20`);
    place.replaceChildren(found.items.length === 0 ? t('jsNoCandidates') : table(t('jsCandidates'), [
      { head: t('jsWho'), key: true, cell: (one) => one.name ?? one.claimantId },
      { head: t('jsScore'), cell: (one) => one.score },
      { head: t('jsWhy'), left: true, cell: (one) => one.reasons.map((why) => `${why.text} ${why.points}`).join(t('jsComma')) },
      { head: t('jsRoom'), cell: (one) => one.room },
      { head: t('jsInvite'), cell: (one) => (invited.has(one.claimantId) ? t('jsInvited')
        : make('button', { type: 'button', className: 'quiet small', disabled: !one.invitations,
          onclick: async () => {
            const send = command('POST', `/wishes/${shown.wish.id}/invitations`);
            const done = await dialogue(t('jsInvite'), [
              { name: 'reserved', label: t('jsReserved'), type: 'checkbox' },
            ], (values) => send({ ...values, claimant: { type: one.claimantType, id: one.claimantId } }),
            { action: t('jsInvite'), note: one.name ?? one.claimantId });
            if (done) changed();
          } }, t('jsInvite'))) },
    ], found.items), make('p', { className: 'leaf' }, t('jsFiguresOf', found.treeSize)));
  };
  return [
    make('h3', {}, t('jsCandidates')),
    make('p', {}, make('button', { type: 'button', className: 'quiet', onclick: () => show().catch((problem) => place.replaceChildren(problem.message)) }, t('jsShowCandidates'))),
    place,
  ];
}

function invitationsPart(me, shown, changed) {
  return shown.invitations.length === 0 ? [] : [
    make('h3', {}, t('jsInvitations')),
    make('ul', { className: 'plain' }, ...shown.invitations.map((one) => make('li', {}, ...invitationLine(me, one, changed)))),
  ];
}

/** Photos, and files that the browser keeps: the API gives them only to who is logged in. */
function evidencePart(shown) {
  const images = shown.evidence.filter((one) => one.image);
  return shown.evidence.length === 0 ? [] : [
    make('h3', {}, t('jsEvidence')),
    images.length === 0 ? '' : make('ul', { className: 'photos' }, ...images.map((one) => make('li', {},
      make('a', { href: one.image.large, target: '_blank' }, make('img', { src: one.image.small, alt: word('EvidenceKind', one.kind) }))))),
    make('ul', { className: 'plain' }, ...shown.evidence.map((one) => make('li', {},
      `${word('EvidenceKind', one.kind)} · ${minute(one.uploadedAt)} `, one.note ? `· ${one.note} ` : '',
      make('button', { type: 'button', className: 'quiet small', ariaLabel: `${t('jsSaveFile')} ${word('EvidenceKind', one.kind)} ${minute(one.uploadedAt)}`,
        onclick: trying(() => download(`/evidence/${one.id}/content`, `${one.id}.${one.mediaType.split('/')[1]}`)) }, t('jsSaveFile'))))),
  ];
}

function history(shown) {
  const texts = new Map();
  shown.notes.forEach((note) => texts.set(note.entryId, [...(texts.get(note.entryId) ?? []), note]));
  return [
    make('h3', {}, t('jsHistory')),
    make('ol', { className: 'events' }, ...shown.entries.map((entry) => make('li', {},
      make('time', { dateTime: entry.leaf.occurredAt }, minute(entry.leaf.occurredAt)),
      `${word('EntryType', entry.leaf.type)} · ${word('Role', entry.leaf.actor.role)}`,
      ' ', entry.leafIndex === null ? '' : make('span', { className: 'leaf' }, t('jsEntry', entry.leafIndex)),
      ...(texts.get(entry.entryId) ?? []).map((note) => make('q', {}, note.text))))),
    make('p', {}, make('a', { href: link(`/ledger?wish=${shown.wish.id}`), target: '_blank' }, t('jsVerifyThese'))),
  ];
}

/**
 * Shows a wish in `middle` and its commands in `right`; `changed` is called after each command with
 * its row.
 */
export async function showWish(me, id, middle, right, changed) {
  middle.replaceChildren(make('p', { role: 'status' }, t('jsReading')));
  right.replaceChildren();
  const shown = await readAll(me, id);
  const { wish } = shown;
  wish.redo = shown.claims.filter((one) => ['ACTIVE', 'COMPLETED'].includes(one.state)).map((one) => one.id);
  // Files of a claim show the work, those of the wish what the resident said or signed.
  wish.files = shown.evidence.filter((one) => !one.claimId);
  const own = wish.own ?? {};
  const words = (name, text) => (text ? [make('p', { className: 'words' }, ...marked(text, name, shown.findings))] : []);
  const title = make('h2', { tabIndex: -1, id: 'wish-title' }, ...(wish.title && wish.firstPublishedAt ? [wish.title]
    : own.title ? marked(own.title, 'title', shown.findings) : [wish.title ?? t('jsUntitled')]));
  middle.replaceChildren(
    make('p', { className: 'badges' },
      make('span', { className: `state state-${wish.state}` }, word('WishState', wish.state)),
      make('span', {}, word('WishKind', wish.kind)), make('span', {}, word('Category', wish.category)),
      make('span', {}, word('Channel', wish.channel)),
      own.offWall ? make('span', {}, t('jsOffWall')) : ''),
    title,
    ...words('details', own.details),
    ...(wish.firstPublishedAt ? words('publicSummary', wish.summary) : []),
    ...findingsPart(me, shown, changed),
    ...reportsPart(me, shown, changed),
    facts([
      [t('jsNumber'), wish.number ?? wish.id],
      [t('jsPlace'), wish.divisionName],
      [t('jsSubmittedAt'), own.submittedAt && minute(own.submittedAt)],
      [t('jsReviewBy'), wish.state === 'SUBMITTED' && own.reviewBy && minute(own.reviewBy)],
      [t('jsClaimBy'), wish.state === 'OPEN' && wish.claimBy && minute(wish.claimBy)],
      [t('jsPlaces'), wish.capacity === 'PLACES' && wish.firstPublishedAt && t('jsOfPlaces', wish.placesFree, wish.places)],
      [t('jsBudget'), wish.budget && t('jsYuan', wish.budget)],
      [t('jsSkill'), wish.neededSkill],
      [t('jsRating'), wish.rating && t('jsStars', wish.rating)],
      [t('jsCollector'), own.collector ?? own.createdBy],
      [t('jsRemark'), own.remark],
    ]),
    make('h3', {}, t('jsPeople')), people(me, wish),
    ...consentsPart(me, shown, changed),
    ...similar(shown),
    ...claimsPart(me, shown, changed),
    ...candidates(me, shown, changed),
    ...invitationsPart(me, shown, changed),
    ...moneyPart(me, shown, changed),
    ...evidencePart(shown),
    ...history(shown));
  const commands = wishCommands(me, shown);
  right.replaceChildren(
    make('h2', {}, t('jsNow')),
    ...commands.map((one) => {
      const needed = make('span', { className: 'hint', id: `needs-${one.row}` }, needs(me, one, shown));
      const button = make('button', {
        type: 'button', className: one.main ? 'block' : 'quiet block',
        onclick: async () => { if (await run(me, one, shown)) changed(one.row); },
      }, t(`jsDo${one.row}`));
      button.setAttribute('aria-describedby', needed.id);
      return make('p', {}, button, needed);
    }),
    commands.length === 0 ? make('p', {}, t('jsNothingNow')) : '',
    me.operations.includes('makeWishBindingCode') && !['WITHDRAWN', 'REJECTED', 'REFERRED', 'ARCHIVED'].includes(wish.state)
      ? make('p', {}, make('button', { type: 'button', className: 'quiet block', onclick: async () => {
        const made = await dialogue(t('jsBindingCode'), [], () => post(`/wishes/${wish.id}/binding-codes`), { action: t('jsMakeCode'), note: t('jsBindingWishText') });
        if (made) {
          await showOnce(t('jsBindingCode'), [wish.number ?? wish.id, made.code, t('jsUntil', minute(made.expiresAt))]);
        }
      } }, t('jsBindingCode'))) : '',
    ...(wish.firstPublishedAt ? [
      make('h3', {}, t('jsPaper')),
      make('ul', { className: 'plain' }, ...[
        ['/print/poster/', t('jsPoster')], ['/print/acceptance/', t('jsAcceptanceSheet')], ['/wall/', t('jsOpenWish')],
      ].map(([path, name]) => make('li', {},
        make('a', { href: link(`${path}${wish.id}`), target: '_blank' }, name)))),
    ] : []));
  title.focus();
}
