// What a person at the desk can do with a wish or a claim now, and what each command needs. The
// states and roles come from the service's own transition table.
import transitions from '/texts/transitions.js';
import { dialogue } from '../forms.js';
import { day, minute, t } from '../i18n.js';
import { all, command, read } from '../session.js';
import { categoryChoices, choices, word } from '../words.js';

// The most files that the word of a proxy names.
const MOST_FILES = 9;

/** How many members a search looks through. */
const MOST_MEMBERS = 20_000;

/** How many found members are shown. */
const MOST_FOUND = 100;

/** The forms of money that a claimant can give. */
const PRIVATE_FORMS = ['CASH', 'GOODS', 'LABOUR'];
const NO_MONEY = '0.00';

const reason = (required = true) => ({ name: 'reason', label: t('jsReason'), type: 'textarea', required, max: 500 });
const note = (required = true, max = 2000) => ({ name: 'note', label: t('jsNote'), type: 'textarea', required, max });
const rating = () => ({ name: 'rating', label: t('jsRating'), type: 'select', required: true, options: [5, 4, 3, 2, 1].map((one) => [String(one), t('jsStars', one)]) });
const attested = () => ({ name: 'attested', label: t('jsAttested'), short: t('jsAttestedShort'), type: 'checkbox', required: true });
const claimBy = () => ({ name: 'claimBy', label: t('jsClaimBy'), type: 'date', required: true, min: day(Date.now()) });
const amount = (name = 'amount', required = true) => ({ name, label: t('jsAmount'), type: 'money', required });
const moneyForm = (name, codes) => ({ name, label: t('jsMoneyKind'), type: 'select', required: true, options: choices('MoneyForm', codes) });
const occurredAt = (required) => ({ name: 'occurredAt', label: t('jsOccurredAt'), type: 'time', past: true, required });

/** For what happened before and is recorded only now. */
const earlier = () => ({ label: t('jsEarlier'), hint: t('jsEarlierHint'), fields: [occurredAt(false)] });

/** The word of somebody else than the resident; a reason of its own says that it is on paper. */
const proxyReason = (wish, me) => ({
  name: 'proxy.reason', label: t('jsProxyReason'), type: 'select', required: true, hint: t('jsProxyFiles', wish.files?.length ?? 0),
  options: choices('ProxyReason', ['CANNOT_USE_PHONE', ...(me.role === 'OPERATOR' ? ['NO_ANSWER', 'ON_PAPER'] : [])]),
});

/** Texts that the public will read, and the word of the operator that they contain nobody's data. */
const publicWords = (wish) => [
  { name: 'publicTitle', label: t('jsPublicTitle'), required: true, max: 80, value: wish.own?.offWall || wish.firstPublishedAt ? wish.title : wish.own?.title ?? wish.title },
  { name: 'publicSummary', label: t('jsPublicSummary'), type: 'textarea', max: 1000, value: wish.summary ?? '' },
  attested(),
];

const beneficiaries = (prefix, wish) => ['people', 'households', 'buildings'].map((name) => ({
  name: `${prefix}beneficiaries.${name}`, label: t(`jsField_${name}`), type: 'number', min: 0, changed: true, value: wish.beneficiaries?.[name],
}));

/** Persons and places that the desk shows masked: what is not typed anew stays. */
const personal = (prefix, wish) => ['residentName', 'contactName', 'contactPhone', 'address', 'reporter'].map((name) => ({
  name: `${prefix}${name}`, label: t(`jsField_${name}`), max: name === 'address' ? 200 : 40, hint: wish.own?.[name] ? t('jsNowIs', wish.own[name]) : undefined,
}));

const ending = () => [
  { name: 'reason', label: t('jsEndingReason'), type: 'select', required: true, options: choices('EndingReason') },
  note(true, 500),
];

/** Finds members of an organisation, or of the whole division, by what of their names is shown. */
function findMembers(organisation) {
  let members = null;
  return async (text) => {
    members ??= await all(`/members?state=ACTIVE${organisation ? `&organisationId=${organisation}` : ''}`, MOST_MEMBERS);
    return members.map((one) => [one.id, [one.name ?? one.id, one.organisationName, one.phone].filter(Boolean).join(' · ')])
      .filter(([, shown]) => shown.includes(text)).slice(0, MOST_FOUND);
  };
}

/** Who takes part, and who else may be added. The command replaces all: nobody may be missing here. */
async function participantsOf(claim) {
  const present = new Set(claim.participants.map((one) => one.memberId));
  return [
    ...claim.participants.map((one) => [one.memberId, one.name ?? t('jsErased')]),
    ...(await findMembers(claim.organisationId)('')).filter(([id]) => !present.has(id)),
  ];
}

const findOrganisations = async (text) =>
  (await read(`/organisations?state=ACTIVE&limit=50${text ? `&q=${encodeURIComponent(text)}` : ''}`)).items.map((one) => [one.id, one.name]);

/** Finds who claims: organisations and members, each with its type in front of the id. */
function findClaimants(wish) {
  const members = findMembers();
  return async (text) => [
    ...(wish.claimableBy === 'MEMBERS' ? [] : (await findOrganisations(text)).map(([id, name]) => [`ORGANISATION:${id}`, name])),
    ...(wish.claimableBy === 'ORGANISATIONS' ? [] : (await members(text)).map(([id, name]) => [`MEMBER:${id}`, name])),
  ];
}

/** For whom something is recorded late, when it happened, and why the claim had not lapsed by then. */
const forClaimant = (claim, others = []) => [
  { name: 'onBehalfOf.id', label: t('jsOnBehalfOf'), type: 'select', required: true, options: [
    [claim.claimantId, claim.claimantName ?? word('ClaimantType', claim.claimantType)],
    ...others.filter((one) => one.memberId !== claim.claimantId).map((one) => [one.memberId, one.name ?? one.memberId]),
  ] },
  occurredAt(true),
];
const lapsed = () => ({ label: t('jsLapsed'), hint: t('jsLapsedHint'), fields: [
  { name: 'onBehalfOf.reason', label: t('jsReason'), type: 'textarea', max: 500 },
] });

/** A command that operators record for a claimant or, if `taking` says so, for who takes part. */
const recorded = (row, operation, path, own, { taking = false, ...more } = {}) => ({
  row, operation, path, late: true, ...more,
  fields: async (wish, shown, claim) => [
    ...forClaimant(claim, taking ? claim.participants : []), ...(await own(claim, wish)), lapsed(),
  ],
  body: ({ onBehalfOf, ...rest }, wish, claim) => ({
    ...(more.body ? more.body(rest) : rest),
    onBehalfOf: { type: onBehalfOf.id === claim.claimantId ? claim.claimantType : 'MEMBER', ...onBehalfOf },
  }),
});

// The claims that have to be done again: those that hold a place, or held it until the confirmation.
const claims = (wish) => wish.redo ?? wish.own?.activeClaims ?? [];

const spent = (one) => Boolean(one?.balances) && one.balances.spent !== NO_MONEY;
const consented = (shown) => shown.consents.some((one) => one.purpose === 'HANDLING' && !one.withdrawnAt);

// Each: the row of the table, the operation of the API, the last part of its path, the fields. `from`
// are the states, where they are not those of the row.
const WISH = [
  { row: 'PUBLISH', operation: 'publishWish', path: 'publish', main: true, fields: (wish) => [
    ...publicWords(wish),
    { ...claimBy(), required: false, hint: t('jsClaimByHint') },
  ] },
  { row: 'SUBMIT', operation: 'submitWish', path: 'submit', main: true },
  { row: 'EDIT', operation: 'editWish', path: '', method: 'PUT', body: edited, wide: true,
    // Only before anybody claimed it; the service knows better and says so.
    when: (wish) => !wish.firstClaimedAt,
    fields: (wish) => [
      { name: 'words.title', label: t('jsPrivateTitle'), required: true, max: 80, value: wish.own?.title },
      { name: 'words.details', label: t('jsDetails'), type: 'textarea', max: 4000, value: wish.own?.details },
      { name: 'category', label: t('jsCategory'), type: 'select', required: true, options: categoryChoices(), value: wish.category },
      { name: 'channel', label: t('jsChannel'), type: 'select', required: true, options: choices('Channel'), value: wish.channel },
      ...(wish.claimPolicy === 'SHARED' && wish.capacity === 'PLACES'
        ? [{ name: 'places', label: t('jsPlaces'), type: 'number', required: true, min: 1, value: wish.places }] : []),
      ...(wish.budget ? [{ ...amount('budget'), label: t('jsBudget'), value: wish.budget }] : []),
      { name: 'words.residentName', label: t('jsField_residentName'), max: 40, value: wish.own?.residentName, hint: t('jsMaskedHint') },
      { name: 'words.contactPhone', label: t('jsField_contactPhone'), max: 20, value: wish.own?.contactPhone },
      { name: 'words.address', label: t('jsField_address'), max: 200, value: wish.own?.address },
      { name: 'words.remark', label: t('jsRemark'), type: 'textarea', max: 500, value: wish.own?.remark },
      { label: t('jsMore'), fields: [
        { name: 'neededSkill', label: t('jsSkill'), max: 40, value: wish.neededSkill },
        { name: 'claimableBy', label: t('jsClaimableBy'), type: 'select', required: true, options: choices('ClaimableBy'), value: wish.claimableBy },
        { name: 'claimableFrom', label: t('jsClaimableFrom'), type: 'select', required: true, options: choices('ClaimableFrom'), value: wish.claimableFrom },
        { name: 'completeBy', label: t('jsCompleteBy'), type: 'date', changed: true, value: wish.completeBy ? day(wish.completeBy) : '' },
        { name: 'needsApproval', label: t('jsNeedsApproval'), type: 'checkbox', value: wish.needsApproval },
        ...beneficiaries('', wish),
      ] },
    ] },
  { row: 'RETURN', operation: 'returnWish', path: 'return', fields: () => [reason()] },
  { row: 'REFER', operation: 'referWish', path: 'refer', fields: () => [
    { name: 'to', label: t('jsReferTo'), required: true, max: 100 }, reason(),
  ] },
  { row: 'REJECT', operation: 'rejectWish', path: 'reject', fields: () => [reason()] },
  { row: 'RESUME', operation: 'resumeWish', path: 'resume', main: true, fields: () => [reason()] },
  { row: 'CONFIRM', operation: 'confirmWish', path: 'confirm', main: true,
    fields: (wish, shown, claim, me) => [rating(), ...(accepted(wish) ? acceptance() : [proxyReason(wish, me)]),
      { name: 'comment', label: t('jsComment'), type: 'textarea', max: 500 }],
    body: proxied },
  { row: 'REPORT_DISSATISFACTION', operation: 'reportDissatisfaction', path: 'report-dissatisfaction',
    fields: (wish, shown, claim, me) => [reason(), ...(accepted(wish) ? acceptance() : [proxyReason(wish, me)])],
    body: (values, wish) => ({ ...proxied(values, wish), claims: claims(wish) }) },
  { row: 'REPUBLISH', operation: 'republishWish', path: 'republish', main: true, fields: () => [claimBy(), reason(false)] },
  { row: 'EXTEND', operation: 'extendWish', path: 'extend', fields: () => [claimBy(), reason(false)] },
  { row: 'CLOSE_CLAIMING', operation: 'closeClaiming', path: 'close-claiming', fields: () => [reason()] },
  { row: 'CLAIM', operation: 'claimWish', path: 'claims', late: true,
    fields: (wish) => [
      { name: 'onBehalfOf.id', label: t('jsOnBehalfOf'), type: 'lookup', required: true, find: findClaimants(wish) },
      occurredAt(true),
      ...(wish.budget ? [amount('pledge.amount', wish.capacity === 'AMOUNT'), moneyForm('pledge.form', PRIVATE_FORMS)] : []),
      lapsed(),
    ],
    body: ({ onBehalfOf: { id: who, ...why }, pledge, ...rest }) => {
      const [type, id] = who.split(':');
      return { ...rest, ...(pledge?.amount ? { pledge } : {}), onBehalfOf: { type, id, ...why } };
    } },
  { row: 'AMEND_PUBLIC_WORDS', operation: 'amendPublicWords', path: 'amend-public-words',
    fields: (wish) => [...publicWords(wish), { name: 'neededSkill', label: t('jsSkill'), max: 40, value: wish.neededSkill }, reason(false)] },
  { row: 'CORRECT', operation: 'correctWish', path: 'correct', body: corrected, wide: true,
    // Before the first claim an open wish is edited.
    when: (wish) => wish.firstClaimedAt || wish.state !== 'OPEN',
    fields: (wish, shown) => [
      { name: 'entry', label: t('jsWrongEntry'), type: 'select', required: true, hint: t('jsWrongEntryHint'),
        options: shown.entries.map((one) => [one.entryId, `${minute(one.leaf.occurredAt)} ${word('EntryType', one.leaf.type)}`]) },
      reason(),
      { label: t('jsRightValues'), hint: t('jsRightValuesHint'), open: true, fields: [
        { name: 'values.category', label: t('jsCategory'), type: 'select', options: categoryChoices(), value: wish.category, changed: true },
        { name: 'values.channel', label: t('jsChannel'), type: 'select', options: choices('Channel'), value: wish.channel, changed: true },
        { name: 'values.division', label: t('jsDivisionCode'), max: 30, value: wish.own?.division ?? wish.division, changed: true },
        ...(wish.budget ? [{ ...amount('values.budget', false), label: t('jsBudget'), value: wish.budget, changed: true }] : []),
        { name: 'values.publicTitle', label: t('jsPublicTitle'), max: 80, value: wish.title, changed: true },
        { name: 'values.publicSummary', label: t('jsPublicSummary'), type: 'textarea', max: 1000, value: wish.summary, changed: true },
        { name: 'values.title', label: t('jsPrivateTitle'), max: 80, value: wish.own?.title, changed: true },
        { name: 'values.details', label: t('jsDetails'), type: 'textarea', max: 4000, value: wish.own?.details, changed: true },
        ...beneficiaries('values.', wish),
      ] },
      { label: t('jsPeople'), fields: [
        ...personal('values.', wish),
        { name: 'values.remark', label: t('jsRemark'), type: 'textarea', max: 500, value: wish.own?.remark, changed: true },
      ] },
    ] },
  { row: 'UNPUBLISH', operation: 'unpublishWish', path: 'unpublish', fields: () => [reason()],
    when: (wish) => !wish.own?.offWall },
  { row: 'PUBLISH_THANKS', operation: 'publishThanks', path: 'publish-thanks', main: true, fields: () => [attested()],
    when: (wish) => wish.own?.thanks && wish.own.thanksAllowed && !wish.thanks },
  { row: 'HIDE_THANKS', operation: 'hideThanks', path: 'hide-thanks', fields: () => [reason()],
    when: (wish) => wish.thanks },
  { row: 'FOLLOW_UP', operation: 'recordFollowUp', path: 'follow-ups', fields: () => [
    { name: 'visitedOn', label: t('jsVisitedOn'), type: 'date', day: true, past: true, required: true, value: day(Date.now()) },
    { name: 'result', label: t('jsResult'), type: 'select', required: true, options: choices('FollowUpResult') },
    note(false),
  ] },
  { row: 'REOPEN', operation: 'reopenWish', path: 'reopen', fields: () => [reason()],
    body: (values, wish) => ({ ...values, claims: claims(wish) }),
    when: (wish) => claims(wish).length > 0 },
  { row: 'POST_PUBLIC_FUNDS', operation: 'postPublicFunds', path: 'public-funds', when: (wish) => wish.budget,
    fields: (wish) => [
      { name: 'movement', label: t('jsMovement'), type: 'select', required: true, options: choices('PublicMovement') },
      { ...amount(), hint: wish.amountFree ? t('jsAmountFree', wish.amountFree) : undefined }, note(false, 500),
    ] },
  { row: 'REFUND', operation: 'recordRefund', path: 'refunds', when: spent,
    fields: (wish, shown) => [
      { name: 'claim', label: t('jsRefundOf'), type: 'select', hint: t('jsRefundOfHint'),
        options: shown.claims.filter(spent).map((one) => [one.id, `${one.claimantName ?? word('ClaimantType', one.claimantType)} ${t('jsYuan', one.balances.spent)}`]) },
      amount(), moneyForm('form'), note(false, 500),
    ] },
  { row: 'HOLD_MEETING', operation: 'recordMeeting', path: 'meetings', when: (wish) => wish.kind === 'PROJECT', fields: () => [
    { name: 'heldAt', label: t('jsHeldAt'), type: 'time', past: true, required: true },
    { name: 'participants', label: t('jsMeetingPeople'), type: 'number', min: 2, required: true },
    { name: 'attendees', label: t('jsAttendees'), type: 'textarea', max: 1000, required: true },
    { name: 'agreed', label: t('jsAgreed'), type: 'textarea', max: 4000, required: true },
  ] },
  { row: 'RECORD_CONSENT', operation: 'recordConsent', path: 'consents', from: transitions.NOTE.from,
    fields: (wish) => [
      { name: 'purpose', label: t('jsConsentPurpose'), type: 'select', required: true,
        options: choices('ConsentPurpose').filter(([code]) => code !== 'HANDLING' || transitions.RECORD_CONSENT.from.includes(wish.state)) },
      { name: 'relation', label: t('jsConsentRelation'), type: 'select', required: true, options: choices('ConsentRelation') },
      { name: 'name', label: t('jsConsentName'), required: true, max: 40 },
      { name: 'method', label: t('jsConsentMethod'), type: 'select', required: true, options: choices('ConsentMethod') },
      { name: 'obtainedOn', label: t('jsObtainedOn'), type: 'date', day: true, past: true, required: true, value: day(Date.now()) },
      { name: 'sensitivity', label: t('jsSensitivity'), type: 'select', options: choices('Sensitivity') },
      { name: 'words', label: t('jsNote'), type: 'textarea', max: 500 },
      { name: 'evidence', label: t('jsConsentFile'), type: 'select', hint: t('jsConsentFileHint'),
        options: wish.files.map((one) => [one.id, `${word('EvidenceKind', one.kind)} ${minute(one.uploadedAt)}`]) },
    ] },
  { row: 'WITHDRAW_CONSENT', operation: 'withdrawConsent', path: 'withdraw-consent', fields: () => [reason()],
    from: [...new Set([...transitions.WITHDRAW.from, ...transitions.WITHDRAW_CONSENT.from])],
    note: () => t('jsWithdrawConsentText'), when: (wish, shown) => consented(shown) },
  { row: 'ADD_EVIDENCE', operation: 'addWishEvidence', path: 'evidence', body: upload, fields: file },
  { row: 'NOTE', operation: 'addNote', path: 'notes', fields: () => [note()] },
  { row: 'HAND_OVER', operation: 'handOverWish', path: 'hand-over', fields: () => [
    { name: 'collector', label: t('jsCollector'), required: true, max: 64 }, reason(false),
  ] },
  { row: 'WITHDRAW', operation: 'withdrawWish', path: 'withdraw', fields: () => [reason()] },
];

const CLAIM = [
  { row: 'APPROVE', operation: 'approveClaim', path: 'approve', main: true },
  { row: 'DECLINE', operation: 'declineClaim', path: 'decline', fields: ending },
  { row: 'EXTEND_CLAIM', operation: 'extendClaim', path: 'extend', fields: () => [
    { name: 'completeBy', label: t('jsCompleteBy'), type: 'date', required: true, min: day(Date.now()) },
    reason(false),
  ] },
  { row: 'HAND_OVER_CLAIM', operation: 'handOverClaim', path: 'hand-over', fields: (wish, shown, claim) => [
    ...(claim.claimantType === 'MEMBER' ? [{ name: 'memberId', label: t('jsNewClaimant'), type: 'lookup', find: findMembers(claim.organisationId) }] : []),
    { label: t('jsOtherOrganisation'), hint: t('jsOtherOrganisationHint'), open: claim.claimantType !== 'MEMBER', fields: [
      { name: 'organisationId', label: t('jsOrganisation'), type: 'lookup', find: findOrganisations },
    ] },
    reason(false),
  ] },
  { row: 'REVOKE', operation: 'revokeClaim', path: 'revoke', fields: ending },
  { row: 'ADD_EVIDENCE', operation: 'addClaimEvidence', path: 'evidence', on: ['ACTIVE', 'COMPLETED'], body: upload, fields: () => [
    ...file(), { name: 'stage', label: t('jsStage'), type: 'select', options: choices('EvidenceStage') },
  ] },
  recorded('CONTACT', 'recordContact', 'contact', () => [note(false)], { taking: true }),
  recorded('ASSESS', 'recordAssessment', 'assess', () => [note()], { taking: true }),
  recorded('START', 'startClaim', 'start', () => [note(false)], { taking: true }),
  recorded('PROGRESS', 'recordProgress', 'progress', () => [note()], { taking: true }),
  recorded('PLEDGE', 'addPledge', 'pledges', () => [amount(), moneyForm('form', PRIVATE_FORMS)], { when: (wish) => wish.budget }),
  recorded('CHANGE_PARTICIPANTS', 'replaceParticipants', 'participants', async (claim) => [
    { name: 'participants', label: t('jsParticipants'), type: 'several', value: claim.participants.map((one) => one.memberId),
      options: await participantsOf(claim) },
  ], { method: 'PUT' }),
  recorded('DELIVER', 'deliverClaim', 'deliver', (claim) => [
    note(),
    ...(claim.balances && claim.balances.committed !== NO_MONEY ? PRIVATE_FORMS.map((one) => ({
      ...amount(`spent.${one}`, false), label: t('jsSpentIn', word('MoneyForm', one)),
    })) : []),
    { name: 'partial', label: t('jsPartial'), type: 'checkbox' },
  ], { body: ({ spent: money = {}, ...rest }) => ({
    ...rest, ...(Object.keys(money).length > 0 ? { spent: Object.entries(money).map(([form, yuan]) => ({ form, amount: yuan })) } : {}),
  }) }),
  recorded('RELEASE', 'releaseClaim', 'release', ending),
];

function file() {
  return [
    { name: 'kind', label: t('jsKind'), type: 'select', required: true, options: choices('EvidenceKind') },
    { name: 'file', label: t('jsEvidenceFile'), type: 'file', required: true, accept: 'image/jpeg,image/png,application/pdf' },
    { name: 'note', label: t('jsNote'), max: 500 },
  ];
}

/** Whether nobody can confirm the wish, because no resident asked for it, so that it is accepted. */
function accepted(wish) {
  return wish.kind === 'PROJECT' && !wish.own?.residentName;
}

function acceptance() {
  return [
    { name: 'acceptance.by', label: t('jsAcceptedBy'), type: 'select', required: true, options: choices('AcceptedBy', ['COMMITTEE', 'REPRESENTATIVES']) },
    { name: 'acceptance.people', label: t('jsAcceptedPeople'), required: true, max: 200, hint: t('jsAcceptedPeopleHint') },
  ];
}

/**
 * The word of a proxy names the files of the wish as its evidence, an acceptance the signed sheets.
 * What the resident wrote on paper is the resident's own word, recorded late.
 */
function proxied({ proxy, acceptance: signed, rating: stars, ...rest }, wish) {
  const files = wish.files ?? [];
  const sheet = files.filter((one) => one.kind === 'SIGNED_SHEET').map((one) => one.id).slice(-MOST_FILES);
  const words = { ...rest, ...(stars ? { rating: Number(stars) } : {}) };
  if (signed) {
    words.acceptance = { by: signed.by, people: signed.people.split(/[、，,;；\s]+/).filter(Boolean), sheet };
  } else if (proxy.reason === 'ON_PAPER') {
    words.onBehalfOf = { type: 'RESIDENT' };
  } else {
    words.proxy = { ...proxy, evidence: files.map((one) => one.id).slice(-MOST_FILES) };
  }
  return words;
}

/** An edit replaces all: what was not asked for is sent as it is. */
function edited({ words, beneficiaries: benefit, ...values }, wish) {
  const { contactName, reporter, division } = wish.own;
  return {
    kind: wish.kind,
    subcategory: values.category === wish.category ? wish.subcategory : undefined,
    division: division ?? wish.division,
    words: { contactName, reporter, ...words },
    beneficiaries: benefit ? { ...wish.beneficiaries, ...benefit } : wish.beneficiaries,
    claimPolicy: wish.claimPolicy,
    capacity: wish.capacity,
    completeBy: wish.completeBy,
    ...values,
  };
}

/** Of the numbers of people who benefit, all are sent if one is wrong. */
function corrected({ values = {}, ...rest }, wish) {
  return {
    ...rest,
    values: { ...values, ...(values.beneficiaries ? { beneficiaries: { ...wish.beneficiaries, ...values.beneficiaries } } : {}) },
  };
}

/** Files are sent as the form that the operation expects. */
function upload(values) {
  const data = new FormData();
  Object.entries(values).forEach(([name, value]) => data.append(name, value));
  return data;
}

const may = (me, one) => {
  const row = transitions[one.row];
  return me.operations.includes(one.operation)
    && (row.by.includes(me.role) || (one.late && row.late && me.role === 'OPERATOR'));
};

/** Returns the commands on a wish that its state and the caller's role permit. */
export const wishCommands = (me, shown) => WISH.filter((one) =>
  may(me, one) && (one.from ?? transitions[one.row].from).includes(shown.wish.state)
    && (!one.when || one.when(shown.wish, shown)));

/** Returns the commands on a claim. */
export const claimCommands = (me, { wish }, claim) => CLAIM.filter((one) =>
  may(me, one) && transitions[one.row].from.includes(wish.state)
    && (one.on ?? transitions[one.row].on).includes(claim.state)
    && !(claim.deliveredAt && one.row !== 'ADD_EVIDENCE' && claim.state === 'ACTIVE')
    && (!one.when || one.when(wish)));

/** Whether the caller may run a command of the table on the wish now. */
export const commandOf = (me, { wish }, row, operation) =>
  may(me, { row, operation }) && transitions[row].from.includes(wish.state);

/** Returns in words what a command needs. */
export function needs(me, one, shown) {
  const fields = one.fields?.(shown.wish, shown, null, me) ?? [];
  const required = fields.filter((field) => field.required);
  return required.length === 0 ? t('jsNeedsNothing')
    : t('jsNeeds', required.map((field) => field.short ?? field.label).join(t('jsComma')));
}

/**
 * Asks for what a command needs and runs it, on a wish or, if it is given, on one of its claims.
 * Returns its receipt, null if it was not run.
 */
export async function run(me, one, shown, claim) {
  const { wish } = shown;
  const base = claim ? `/claims/${claim.id}` : `/wishes/${wish.id}`;
  const send = command(one.method ?? 'POST', one.path ? `${base}/${one.path}` : base);
  // An edit says which version it replaces.
  const headers = one.row === 'EDIT' ? { 'If-Match': `"${wish.version}"` } : {};
  const fields = await one.fields?.(wish, shown, claim, me) ?? [];
  const timed = one.late || one.body === upload || me.role !== 'OPERATOR';
  return dialogue(t(`jsDo${one.row}`), [...fields, ...(timed ? [] : [earlier()])],
    (values) => send(one.body ? one.body(values, wish, claim) : values, headers), {
      action: t(`jsDo${one.row}`), wide: one.wide,
      note: [claim?.claimantName, wish.title ?? wish.own?.title, one.note?.()].filter(Boolean).join(' · '),
    });
}
