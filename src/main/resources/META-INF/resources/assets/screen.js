// The big screen: follows the public feed of changes, and reads the figures again when something
// changed in the street, for as long as the page is open. While the service cannot be reached, the
// last figures stay, with their time.
import { json } from './api.js';
import { byId, make } from './dom.js';
import { minute, t } from './i18n.js';

const SECOND = 1000;
const EVERY = 5 * SECOND;
const AT_MOST = 60 * SECOND;
// Figures of people change a little after the ledger, and months end: read them without a change, too.
const AT_LEAST = 5 * 60 * SECOND;
const MONTHS = 12;
const LINES = 5;
// How many fulfilments make a board worth showing.
const ENOUGH = 3;
// How many fulfilled wishes pass by, and how many are shown at once.
const PASSING = 20;
const ATTEMPTS = 3;
const SHOWN = 7;
const SVG = 'http://www.w3.org/2000/svg';

const { division } = byId('screen').dataset;
const inDivision = division ? `division=${division}&` : '';
const still = matchMedia('(prefers-reduced-motion: reduce)');

// The tree size of the figures that are shown, when they were read, and the last leaf of the feed.
let seen = null;
let read = 0;
let after = -1;
let behind = false;
let wait = EVERY;

const at = (figures, path) => path.split('.').reduce((part, name) => part?.[name], figures);

/** Counts a number up, or down, to its new value within a second. */
function count(element, value) {
  const decimals = typeof value === 'string' ? 2 : 0;
  const to = Number(value);
  const from = Number(element.dataset.value ?? 0);
  element.dataset.value = to;
  const show = (number) => {
    element.textContent = number.toLocaleString('en', {
      minimumFractionDigits: decimals, maximumFractionDigits: decimals,
    });
  };
  if (from === to || still.matches) {
    show(to);
    return;
  }
  const begin = performance.now();
  const step = (now) => {
    const done = Math.min(1, (now - begin) / SECOND);
    show(decimals ? from + (to - from) * done : Math.round(from + (to - from) * done));
    if (done < 1) {
      requestAnimationFrame(step);
    }
  };
  requestAnimationFrame(step);
}

function figures(overview) {
  for (const element of document.querySelectorAll('[data-figure]')) {
    const value = at(overview, element.dataset.figure);
    if (value === undefined) {
      element.textContent = '–';
    } else {
      count(element, value);
    }
  }
}

function svg(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.textContent = text ?? '';
  return element;
}

/** Returns the last months, yyyy-MM, until the newest in the cells or now. */
function lastMonths(cells) {
  const newest = [cells.at(-1)?.key ?? '', minute(Date.now()).slice(0, 7)];
  const [year, month] = newest.sort().at(-1).split('-').map(Number);
  return Array.from({ length: MONTHS }, (_, i) =>
    new Date(Date.UTC(year, month - MONTHS + i, 1)).toISOString().slice(0, 7));
}

/** Draws the fulfilments of the last months with events as bars, each with its number. */
function trend(cells) {
  const done = Object.fromEntries(
    cells.items.map((cell) => [cell.key, cell.wishes?.fulfilled ?? 0]));
  // A street that has just begun to use the service shows the months of its records.
  const recent = lastMonths(cells.items);
  const months = recent.some((key) => done[key]) || cells.items.length === 0
    ? recent : lastMonthsOf(cells.items);
  const most = Math.max(1, ...months.map((key) => done[key] ?? 0));
  const chart = svg('svg', {
    viewBox: `0 0 ${MONTHS * 40} 150`, role: 'img',
    'aria-label': months.map((key) => `${key}: ${done[key] ?? 0}`).join(', '),
  });
  chart.append(svg('line', { x1: 0, x2: MONTHS * 40, y1: 130.5, y2: 130.5, class: 'base' }));
  months.forEach((key, i) => {
    const value = done[key] ?? 0;
    const height = (110 * value) / most;
    chart.append(
      svg('rect', { x: i * 40 + 8, y: 130 - height, width: 24, height, rx: 3, class: 'bar' }),
      svg('text', { x: i * 40 + 20, y: 125 - height, 'text-anchor': 'middle' }, value || ''),
      svg('text', { x: i * 40 + 20, y: 144, 'text-anchor': 'middle', class: 'axis' }, key.slice(2)));
  });
  byId('trend').replaceChildren(chart);
}

/** Returns the months that end with the newest one with a fulfilment. */
function lastMonthsOf(cells) {
  const newest = cells.filter((cell) => cell.wishes?.fulfilled > 0).at(-1) ?? cells.at(-1);
  const [year, month] = newest.key.split('-').map(Number);
  return Array.from({ length: MONTHS }, (_, i) =>
    new Date(Date.UTC(year, month - MONTHS + i, 1)).toISOString().slice(0, 7));
}

function places(cells) {
  const most = Math.max(1, ...cells.items.map((cell) => cell.wishes?.published ?? 0));
  byId('places').replaceChildren(...cells.items.map((cell) => {
    const published = cell.wishes?.published ?? 0;
    const fulfilled = cell.wishes?.fulfilled ?? 0;
    return make('li', { className: `shade-${Math.ceil((4 * published) / most)}` },
      make('strong', {}, cell.name ?? cell.key),
      make('span', {}, t('jsFulfilledOf', fulfilled, published)),
      make('progress', {
        max: Math.max(1, published), value: fulfilled, ariaHidden: 'true',
      }));
  }));
}

function ranked(id, lines, name) {
  byId(id).replaceChildren(...lines.slice(0, LINES).map((line) =>
    make('li', {},
      make('span', { className: `rank rank-${line.rank}` }, line.rank),
      make('span', { className: 'name' }, name(line)),
      make('span', { className: 'count' }, t('jsFulfilled', line.fulfilled)))));
  if (lines.length === 0) {
    byId(id).replaceChildren(make('li', {}, t('jsNobodyYet')));
  }
}

function board(lines) {
  byId('board-month').textContent = lines.month;
  ranked('board', lines.organisations, (line) => line.name ?? line.id);
  ranked('board-members', lines.members, (line) => line.name ?? t('jsMember', line.pseudonym.slice(0, 6)));
}

let done = [];
let first = 0;

function passing() {
  byId('passing').replaceChildren(...Array.from({ length: Math.min(SHOWN, done.length) }, (_, i) => {
    const wish = done[(first + i) % done.length];
    return make('li', {},
      make('time', { dateTime: wish.fulfilledAt }, minute(wish.fulfilledAt ?? wish.updatedAt)),
      `${wish.title ?? wish.number} · ${wish.divisionName}`,
      wish.thanks ? make('q', {}, wish.thanks) : '');
  }));
  if (done.length === 0) {
    byId('passing').replaceChildren(make('li', {}, t('jsNoneYet')));
  }
}

/** Lets the fulfilled wishes pass by, one at a time. */
function pass() {
  if (!still.matches && done.length > SHOWN) {
    first = (first + 1) % done.length;
    passing();
  }
}

/** The newest board with some fulfilments: at the beginning of a month that is the last month's. */
async function newestBoard(cells) {
  const some = cells.items.filter((month) => month.wishes?.fulfilled > 0);
  const last = (some.filter((month) => month.wishes.fulfilled >= ENOUGH).at(-1) ?? some.at(-1))?.key;
  return json(`/statistics/leaderboard?${inDivision}${last ? `month=${last}` : ''}`);
}

/** Reads the figures; all of them only if they are those of another tree, or `anyway`. */
async function refresh(anyway) {
  let overview = await json(`/statistics/overview?${inDivision}`);
  if (anyway || overview.asOf.treeSize !== seen) {
    let months;
    let cells;
    let wishes;
    // All figures are those of one tree, if it does not grow all the time.
    for (let attempt = 1; ; attempt += 1) {
      [months, cells, wishes] = await Promise.all([
        json(`/statistics/breakdown?by=month&${inDivision}`),
        json(`/statistics/breakdown?by=division&${inDivision}`),
        json(`/wishes?state=FULFILLED,ARCHIVED&limit=${PASSING}&${inDivision}`),
      ]);
      const { treeSize } = overview.asOf;
      if (attempt === ATTEMPTS || [months, cells].every((one) => one.asOf.treeSize === treeSize)) {
        break;
      }
      overview = await json(`/statistics/overview?${inDivision}`);
    }
    board(await newestBoard(months));
    trend(months);
    places(cells);
    done = wishes.items;
    first = 0;
    passing();
    figures(overview);
    seen = overview.asOf.treeSize;
  }
  read = Date.now();
}

/** Returns whether something changed in the street since the last call, as the feed says. */
async function changed() {
  let any = false;
  for (let page = { more: true }; page.more;) {
    page = await json(`/changes?after=${after}&limit=100&${inDivision}`);
    any ||= page.items.length > 0;
    after = page.nextCursor;
  }
  return any;
}

async function run() {
  try {
    if (seen === null) {
      // Begins with the next change: what was before is in the figures.
      after = (await json('/ledger/status')).treeSize - 1;
      await refresh(true);
    } else if (await changed() || behind || Date.now() - read >= AT_LEAST) {
      const before = seen;
      await refresh(Date.now() - read >= AT_LEAST);
      // The statistics follow the feed a moment later.
      behind = before === seen && !behind;
    }
    wait = EVERY;
    byId('truth').textContent = t('jsTrueOf', seen, minute(read));
  } catch (problem) {
    wait = Math.min(AT_MOST, wait * 2);
    byId('truth').textContent = seen === null
      ? problem.message
      : `${t('jsTrueOf', seen, minute(read))} ${problem.message}`;
    if (problem.status === 400) {
      // The ledger is not the one that was followed, such as after a restore: begins again.
      seen = null;
    }
  }
  setTimeout(run, wait);
}

function clock() {
  byId('clock').textContent = minute(Date.now());
}

clock();
setInterval(clock, SECOND);
setInterval(pass, 4 * SECOND);
await run();
