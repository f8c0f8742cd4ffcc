// Checks a printed certificate or record of duties. The QR code has, behind the # of the address, what
// the paper says; all of it is compared with the ledger here, in the browser.
import { json } from './api.js';
import { byId, make } from './dom.js';
import { day, link, t } from './i18n.js';
import {
  entryOf, extended, isEntryIncluded, needTree, readCheckpoint, tree, verify, verifyWish,
} from './prove.js';
import {
  fromBase64, fromBase64Url, hex, isCommitted, leafHash, Malformed,
} from './verify.js';

const MOST = 100;
const FORMS = {
  k: /^[cd]$/,
  m: /^[0-9A-Za-z]{1,40}$/,
  p: /^(19|20)[0-9]{2}(-(Q[1-4]|0[1-9]|1[0-2]))?$/,
  t: /^[0-9a-z]{1,11}$/,
  r: /^[0-9A-Za-z_-]{43}$/,
};

const number = (text) => parseInt(text, 36);

/** Reads what the paper says; throws Malformed if the address is not whole. */
function read() {
  const said = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  for (const [name, form] of Object.entries(FORMS)) {
    if (!form.test(said[name] ?? '')) {
      throw new Malformed(name);
    }
  }
  const leaves = said.k === 'd' ? [said.e ?? ''] : (said.w ?? '').split('.').filter(Boolean);
  if (leaves.length > MOST || !leaves.every((leaf) => /^[0-9a-z]{1,11}$/.test(leaf))) {
    throw new Malformed(said.k === 'd' ? 'e' : 'w');
  }
  if (Boolean(said.n) !== Boolean(said.s)
    || (said.n && !(/^[0-9A-Z]{13}$/.test(said.n) && FORMS.r.test(said.s)))) {
    throw new Malformed('n');
  }
  return {
    kind: said.k, member: said.m, period: said.p, size: number(said.t),
    root: fromBase64Url(said.r), leaves: leaves.map(number), nameEntry: said.n, salt: said.s,
  };
}

/** Whether a time is in the period of the paper, in the office's time zone. */
function isInPeriod(time, period) {
  const [year, part] = period.split('-');
  const [ofYear, ofMonth] = day(time).split('-');
  if (year !== ofYear || !part) {
    return year === ofYear;
  }
  return part.startsWith('Q') ? Number(part[1]) === Math.ceil(ofMonth / 3) : part === ofMonth;
}

/** Reads an entry and verifies its hash and that it is in the tree; returns its leaf or null. */
async function proven(said, asked) {
  const entry = await entryOf(asked);
  const data = fromBase64(entry.leafBytes);
  const computed = leafHash(data);
  if (hex(computed) !== entry.leafHash) {
    said.wrong(`${t('jsEntry', entry.leafIndex)}: ${t('jsLeafChanged')}`);
    return null;
  }
  if (entry.leafIndex >= tree.size || !await isEntryIncluded(entry.leafIndex, computed)) {
    said.wrong(`${t('jsEntry', entry.leafIndex)}: ${t('jsNotIncluded')}`);
    return null;
  }
  return JSON.parse(new TextDecoder().decode(data));
}

/**
 * Returns what the entries of a wish say about a member: {index, at, done, late}: the leaf by which it
 * was fulfilled last, when, whether it still is, with the member's help, and whether the member's
 * claims were ever overdue. The same rules as those of the statistics.
 */
function workOf(entries, member) {
  const claims = new Map();
  const claim = (id) => {
    if (!claims.has(id)) {
      claims.set(id, { state: '', people: [], kept: new Set(), due: null, late: false });
    }
    return claims.get(id);
  };
  const passed = (one, at) => { one.late ||= one.due !== null && Date.parse(at) > one.due; };
  const found = { index: null, at: null, state: '' };
  for (const { leaf, leafIndex } of entries) {
    const { claim: about, claims: moved, deadlines, redo } = leaf.facts ?? {};
    if (about?.participants) {
      claim(about.id).people = about.participants;
    }
    Object.entries(moved ?? {}).forEach(([state, ids]) =>
      ids.forEach((id) => { claim(id).state = state; }));
    if (about && ['CLAIM_DELIVERED', 'CLAIM_PARTLY_DELIVERED'].includes(leaf.type)) {
      claim(about.id).people.forEach((one) => claim(about.id).kept.add(one));
    }
    if (about && leaf.type === 'CLAIM_OVERDUE') {
      claim(about.id).late = true;
    }
    if (about && leaf.type === 'CLAIM_DELIVERED') {
      passed(claim(about.id), leaf.occurredAt);
      claim(about.id).due = null;
    }
    if (deadlines?.completeBy) {
      (redo ?? (about ? [about.id] : [])).forEach((id) => {
        passed(claim(id), leaf.occurredAt);
        claim(id).due = Date.parse(deadlines.completeBy);
      });
    }
    found.state = leaf.transition?.to ?? found.state;
    if (leaf.type === 'WISH_CONFIRMED') {
      Object.assign(found, { index: leafIndex, at: leaf.occurredAt });
    }
  }
  const own = [...claims.values()].filter((one) => ['ACTIVE', 'COMPLETED'].includes(one.state)
    && (one.people.includes(member) || one.kept.has(member)));
  return {
    ...found,
    took: own.length > 0,
    done: ['FULFILLED', 'ARCHIVED'].includes(found.state) && own.some((one) => one.state === 'COMPLETED'),
    late: own.some((one) => one.late),
  };
}

/** Checks one wish of a certificate; returns the sentence that says what is wrong, null if nothing is. */
async function wishOf(said, paper, index) {
  const leaf = index < paper.size ? await proven(said, String(index)) : null;
  if (leaf?.aggregate.type !== 'WISH') {
    return { wrong: t('jsPaperNoWish', index) };
  }
  const { id } = leaf.aggregate;
  const verified = await verifyWish(id);
  const work = workOf(
    verified.entries.filter((one) => one.leafIndex !== null && one.leafIndex < tree.size), paper.member);
  let wrong = null;
  if (!verified.right) {
    wrong = t('jsPaperWishWrong');
  } else if (!work.took) {
    wrong = t('jsPaperNotIn');
  } else if (!work.done || work.index !== index) {
    wrong = t('jsPaperReopened');
  } else if (!isInPeriod(work.at, paper.period)) {
    wrong = t('jsPaperOtherTime', day(work.at));
  }
  return { id, wrong, at: work.at, late: work.late };
}

/** Number and title as the wall shows them; the id if the wish is not on the wall. */
async function titleOf(id) {
  try {
    const wish = await json(`/wishes/${id}`);
    return [wish.number, wish.title].filter(Boolean).join(' ');
  } catch {
    return id;
  }
}

async function certificate(said, paper) {
  const list = make('ol', { className: 'events' });
  byId('wishes').replaceChildren(list);
  const wishes = new Set();
  let right = 0;
  let onTime = 0;
  for (const [i, index] of paper.leaves.entries()) {
    said.progress(i + 1, paper.leaves.length);
    const one = await wishOf(said, paper, index);
    const twice = wishes.has(one.id);
    wishes.add(one.id);
    const wrong = one.wrong ?? (twice ? t('jsPaperTwice') : null);
    right += wrong ? 0 : 1;
    onTime += wrong || one.late ? 0 : 1;
    if (wrong) {
      said.wrong(`${t('jsEntry', index)}: ${wrong}`);
    }
    list.append(make('li', {},
      one.at ? make('time', { dateTime: one.at }, day(one.at)) : '',
      one.id ? make('a', { href: link(`/wall/${one.id}`) }, await titleOf(one.id)) : t('jsEntry', index),
      ` · ${wrong ? t('jsWrong') : t('jsRight')}`));
  }
  if (right === paper.leaves.length) {
    said.right(t('jsPaperWishes', paper.period, right, onTime));
  } else {
    said.wrong(t('jsPaperSomeWrong', paper.leaves.length, right));
  }
}

async function record(said, paper) {
  const leaf = paper.leaves[0] < paper.size ? await proven(said, String(paper.leaves[0])) : null;
  const duty = leaf?.type === 'DUTY_FROZEN' ? leaf.facts.duty : null;
  if (!duty || duty.member !== paper.member || duty.quarter !== paper.period) {
    said.wrong(t('jsPaperNoDuty'));
  } else {
    said.right(t('jsPaperDuty', duty.quarter, duty.owed, duty.done));
  }
}

async function paperTree(said, paper) {
  if (paper.size > tree.size) {
    said.wrong(t('jsPaperNewer'));
  } else if (await extended(paper.size, paper.root, tree)) {
    said.right(t('jsPaperTree', paper.size));
  } else {
    said.wrong(t('jsPaperOtherTree'));
  }
}

async function name(said, paper) {
  needTree();
  const typed = byId('name').value.trim();
  const leaf = await proven(said, paper.nameEntry);
  if (!leaf) {
    return;
  }
  const kept = leaf.aggregate.type === 'MEMBER' && leaf.aggregate.id === paper.member
    ? leaf.commitments?.name : null;
  if (!kept) {
    said.wrong(t('jsPaperNameElsewhere'));
  } else if (isCommitted(kept, fromBase64Url(paper.salt), 'name', typed)) {
    said.right(t('jsPaperNameRight', typed));
  } else {
    said.wrong(t('jsPaperNameWrong', typed));
  }
}

async function start() {
  // The other language is about the same paper.
  document.querySelectorAll('header.site a[hreflang]').forEach((one) => { one.hash = location.hash; });
  window.addEventListener('hashchange', () => location.reload());
  if (location.hash.length < 2) {
    byId('paper').replaceChildren(make('p', { className: 'now' }, t('jsPaperNone')));
    return;
  }
  let paper = null;
  await verify('paper', async (said) => {
    paper = read();
    said.note(paper.kind === 'd' ? t('jsPaperIsRecord', paper.period) : t('jsPaperIsCertificate', paper.period));
    said.note(t('jsPaperPseudonym', paper.member));
  });
  if (!paper) {
    return;
  }
  byId('results').hidden = false;
  await verify('checkpoint', readCheckpoint);
  byId('name-form').hidden = !paper.nameEntry;
  if (!paper.nameEntry) {
    await verify('name-result', async (said) => said.note(t('jsPaperNoName')));
  }
  byId('name-form').addEventListener('submit', (event) => {
    event.preventDefault();
    verify('name-result', (said) => name(said, paper));
  });
  await verify('check-result', async (said) => {
    needTree();
    await paperTree(said, paper);
    await (paper.kind === 'd' ? record(said, paper) : certificate(said, paper));
  });
}

await start();
