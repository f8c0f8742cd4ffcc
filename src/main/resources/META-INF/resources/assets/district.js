// Streets side by side: figures of the whole time, and fulfilments of a month with the change
// against the month before. Streets without any are shown as zero.
import { json } from './api.js';
import { byId, make } from './dom.js';
import { day, t } from './i18n.js';

const month = byId('month');

/** Returns the days of a month, yyyy-MM, as query parameters of the statistics. */
function before(key) {
  const [year, number] = key.split('-').map(Number);
  const date = new Date(Date.UTC(year, number - 2, 1));
  return date.toISOString().slice(0, 7);
}

async function streets() {
  const all = [];
  let cursor = '';
  do {
    const page = await json(`/divisions?level=STREET&limit=100${cursor}`);
    all.push(...page.items);
    cursor = page.nextCursor ? `&cursor=${encodeURIComponent(page.nextCursor)}` : '';
  } while (cursor);
  return all;
}

/** Returns the fulfilments of a street in each month. */
async function months(street) {
  const cells = await json(`/statistics/breakdown?by=month&division=${street.code}`);
  return Object.fromEntries(cells.items.map((cell) => [cell.key, cell.wishes?.fulfilled ?? 0]));
}

const percent = (part, whole) => (whole ? `${Math.round((1000 * part) / whole) / 10} %` : '–');

async function show() {
  const said = byId('district-result');
  said.replaceChildren(t('jsReading'));
  try {
    const [all, cells] = await Promise.all([
      streets(), json('/statistics/breakdown?by=division&level=STREET'),
    ]);
    const found = new Map(cells.items.map((cell) => [cell.key, cell]));
    const rows = await Promise.all(all.map(async (street) => {
      const cell = found.get(street.path) ?? {};
      const done = cell.wishes?.published ? await months(street) : {};
      const now = done[month.value] ?? 0;
      return {
        name: street.name,
        published: cell.wishes?.published ?? 0,
        claimed: cell.wishes?.claimed ?? 0,
        fulfilled: cell.wishes?.fulfilled ?? 0,
        projects: cell.projects?.fulfilled ?? 0,
        organisations: cell.checkIns?.organisations ?? 0,
        now,
        change: now - (done[before(month.value)] ?? 0),
      };
    }));
    rows.sort((one, other) => other.fulfilled - one.fulfilled || other.published - one.published);
    byId('district').tBodies[0].replaceChildren(...rows.map((row) => {
      const rank = 1 + rows.findIndex((other) => other.fulfilled === row.fulfilled);
      return make('tr', {},
        ...[rank, row.name, row.published, row.claimed, row.fulfilled,
          percent(row.fulfilled, row.published), row.projects, row.organisations, row.now,
          row.change > 0 ? `+${row.change}` : row.change].map((cell, i) =>
          Object.assign(document.createElement(i === 1 ? 'th' : 'td'), {
            textContent: cell, ...(i === 1 ? { scope: 'row' } : {}),
          })));
    }));
    said.replaceChildren();
    byId('truth').textContent = t('jsFiguresOf', cells.asOf.treeSize);
  } catch (problem) {
    said.replaceChildren(problem.message);
  }
}

month.value ||= day(Date.now()).slice(0, 7);
byId('period-form').addEventListener('submit', (event) => {
  event.preventDefault();
  show();
});
await show();
