// The desk: what waits on the left, the list and the wish in the middle, what can be done on the
// right. The part behind # of the address says what is shown: #state/SUBMITTED, #wish/ID, …
import { byId, make, refusal } from './dom.js';
import { t } from './i18n.js';
import { isLoggedIn } from './session.js';
import { begin, navigation } from './shell.js';
import { word } from './words.js';
import { showEntry } from './desk/entry.js';
import { hasTyped, showGrid } from './desk/grid.js';
import { showImport } from './desk/imports.js';
import { showInvitations } from './desk/invitations.js';
import { isReviewing, publishMany, readCounts, showClaims, showFindings, showReports, showWishes } from './desk/lists.js';
import { showPlan, showPlans } from './desk/plans.js';
import { showReport } from './desk/report.js';
import { showSearch } from './desk/search.js';
import { showWish } from './desk/wish.js';

const EVERY = 60_000;
const STATES = ['SUBMITTED', 'DRAFT', 'RETURNED', 'OPEN', 'CLAIMED', 'IN_PROGRESS', 'DELIVERED', 'EXPIRED', 'FULFILLED', 'REJECTED', 'REFERRED', 'WITHDRAWN', 'ARCHIVED'];
// The address /desk/report begins with the report.
const { start: first } = byId('desk').dataset;

const list = byId('desk-list');
const middle = byId('desk-middle');
const right = byId('desk-right');
let me = null;
let counts = { states: {}, inbox: {} };
// The list beside a wish, and the wish that is open.
let listed = 'state/SUBMITTED';
let shown = null;
// How many lists, and how many views, were asked for.
let lists = 0;
let turns = 0;

const may = (operation) => me.operations.includes(operation);

const views = () => [
  [t('jsViewWork'), !may('listDeskWishes') ? [] : [
    ...STATES.slice(0, 1).map((state) => [`state/${state}`, word('WishState', state), counts.states[state], counts.inbox.REVIEW?.overdue]),
    ...(may('listFindings') ? [['findings', t('jsViewFindings')]] : []),
    ['claims', t('jsViewClaims'), counts.inbox.APPROVAL?.count, counts.inbox.APPROVAL?.overdue],
    ['overdue', t('jsViewOverdue'), counts.inbox.OVERDUE?.count],
    ['overdue-claims', t('jsViewOverdueClaims')],
    ...(may('listReports') ? [['reported', t('jsViewReported')]] : []),
    ...(may('listDeskInvitations') ? [['invitations', t('jsInvitations')]] : []),
  ]],
  [t('jsViewStates'), !may('listDeskWishes') ? [] : STATES.slice(1).filter((state) => counts.states[state])
    .map((state) => [`state/${state}`, word('WishState', state), counts.states[state]])],
  [t('jsViewTools'), [
    ...(may('listDeskWishes') ? [['search', t('jsSearch')]] : []),
    ...(may('createWish') ? [['entry', t('jsNewWish')], ['grid', t('jsGrid')]] : []),
    ...(may('createImport') && me.role === 'OPERATOR' ? [['import', t('jsImport')]] : []),
    ...(may('createPlan') ? [['plans', t('jsPlans')]] : []),
    ...(may('getPeriodReport') ? [['report', t('jsReports')]] : []),
  ]],
];

function navigate() {
  const here = location.hash.slice(1) || listed;
  navigation(byId('desk-nav'), views(), here.startsWith('wish/') ? listed : here);
}

async function refreshCounts() {
  if (!may('listDeskWishes')) {
    return;
  }
  try {
    counts = await readCounts(me);
    navigate();
  } catch {
    // The counts of a minute ago stay.
  }
}

/** After a command: counts and list anew, and the wish as it is now. */
async function changed() {
  // The wish is read anew also when the list cannot be.
  await Promise.all([refreshCounts(), showList().catch((problem) => list.replaceChildren(refusal(problem)))]);
  if (shown) {
    await attempt(openWish);
  }
}

function titled(hash) {
  return views().flatMap(([, items]) => items).find(([one]) => one === hash)?.[1] ?? word('WishState', hash.split('/')[1]);
}

async function showList() {
  const [what, value] = listed.split('/');
  const title = titled(listed);
  lists += 1;
  const mine = lists;
  // An answer that comes late does not replace a newer list.
  const place = {
    replaceChildren: (...parts) => (mine === lists ? list.replaceChildren(...parts) : undefined),
    querySelector: (selector) => list.querySelector(selector),
  };
  if (what === 'state') {
    await showWishes(me, { state: value, title }, place, shown, (wishes) => {
      shown = null;
      wholly((whole) => publishMany(wishes, whole, refreshCounts));
    });
  } else if (what === 'overdue') {
    await showWishes(me, { overdue: true, title }, place, shown);
  } else if (what === 'claims' || what === 'overdue-claims') {
    await showClaims(me, { overdue: what === 'overdue-claims', title }, place, shown, changed);
  } else if (what === 'reported') {
    await showReports({ title }, place, shown);
  } else {
    await showFindings({ title }, place, shown);
  }
}

/** Returns a new place inside another: an answer for the old one is not shown any more. */
function fresh(place) {
  const own = make('div');
  place.replaceChildren(own);
  return own;
}

const openWish = () => showWish(me, shown, fresh(middle), fresh(right), changed);

/** Shows something that needs the place of the list and of the commands, too. */
function wholly(show) {
  byId('desk').className = 'desk whole';
  lists += 1;
  list.replaceChildren();
  right.replaceChildren();
  return show(fresh(middle));
}

async function attempt(show) {
  turns += 1;
  const mine = turns;
  try {
    await show();
  } catch (problem) {
    if (mine !== turns) {
      return;
    }
    middle.replaceChildren(refusal(problem),
      make('p', {}, make('button', { type: 'button', onclick: route }, t('jsAgain'))));
  }
}

async function route() {
  if (!me) {
    return;
  }
  if (isReviewing() && !window.confirm(t('jsLeaveReview'))) {
    history.replaceState(null, '', `#${listed}`);
    return;
  }
  const [what, value] = (location.hash.slice(1) || listed).split('/');
  shown = what === 'wish' ? value : null;
  const whole = {
    search: (place) => showSearch(me, place),
    entry: (place) => showEntry(me, place),
    grid: (place) => showGrid(me, place, refreshCounts),
    import: (place) => showImport(me, place, refreshCounts),
    invitations: (place) => showInvitations(me, place),
    plans: (place) => showPlans(me, place),
    plan: (place) => showPlan(me, value, place),
    report: showReport,
  }[what];
  if (whole) {
    navigate();
    await attempt(() => wholly(whole));
    return;
  }
  byId('desk').className = shown ? 'desk with-wish' : 'desk';
  if (!shown) {
    listed = location.hash.slice(1) || listed;
    right.replaceChildren();
    middle.replaceChildren(make('p', { className: 'hint' }, t('jsChooseWish')));
  }
  navigate();
  await attempt(async () => {
    await Promise.all([
      shown && list.dataset.listed === listed && list.childElementCount ? mark() : showList(),
      shown ? openWish() : null,
    ]);
    list.dataset.listed = listed;
  });
}

function mark() {
  list.querySelectorAll('a[data-id]').forEach((line) => {
    line.toggleAttribute('aria-current', line.getAttribute('href') === `#wish/${shown}`);
  });
}

/** Escape goes from a wish back to its line in the list. */
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && shown && !document.querySelector('dialog[open]')) {
    list.querySelector(`a[href="#wish/${shown}"]`)?.focus();
  }
});

async function start(caller) {
  me = caller;
  if (!may('listDeskWishes') && !may('getPeriodReport')) {
    byId('shell-login').replaceChildren(make('p', { className: 'now' }, t('jsNotForRole', word('Role', me.role))));
    me = null;
    return;
  }
  byId('desk').hidden = false;
  if (!location.hash && (first || !may('listDeskWishes'))) {
    history.replaceState(null, '', `#${first || 'report'}`);
  }
  await refreshCounts();
  await route();
}

window.addEventListener('hashchange', route);
window.addEventListener('beforeunload', (event) => {
  // Reloading ends the session, whose tokens are in memory only, and loses what was typed.
  if (isLoggedIn() && (document.querySelector('dialog[open]') || hasTyped() || isReviewing())) {
    event.preventDefault();
  }
});
setInterval(() => { if (me && isLoggedIn()) refreshCounts(); }, EVERY);
begin(start);
