// From nothing to a running street: each step with what is there already and what is still missing.
import { make, refusal } from './dom.js';
import { dialogue, form } from './forms.js';
import { link, t } from './i18n.js';
import { json, Problem } from './api.js';
import { all, command, read } from './session.js';
import { views } from './shell.js';
import { table } from './tables.js';
import { showImport } from './desk/imports.js';

const title = document.querySelector('h1').textContent;
// The levels of the national list down to a street: how many digits of a code say it.
const LEVELS = [2, 4, 6, 9];

// The street that is set up; chosen in the first step, for administrators of more than one.
let street = null;

const full = (path) => path.padEnd(12, '0');

async function recorded(code) {
  try {
    return await json(`/divisions/${code}`);
  } catch (problem) {
    if (problem.status === 404) {
      return null;
    }
    throw problem;
  }
}

async function streets() {
  return all('/divisions?level=STREET', 1000);
}

/** Records a street and what is around it, as far as it is not there. */
async function recordStreet(code, names, said) {
  for (const digits of LEVELS) {
    const one = full(code.slice(0, digits));
    said.replaceChildren(t('jsRecording', names[one] ?? one));
    if (!(await recorded(one))) {
      await command('POST', '/divisions')({ code: one, name: names[one] });
    }
  }
}

/** Walks through the national list: province, city, county, street. */
async function showStreet(place, me) {
  const known = await streets();
  const said = make('div', { role: 'status' });
  const names = {};
  const lists = make('div', { className: 'stack' });
  const choose = async (parent, depth) => {
    const options = await all(`/divisions/official${parent ? `?parent=${parent}` : ''}`, 2000);
    options.forEach((one) => { names[one.code] = one.name; });
    while (lists.children.length > depth) {
      lists.lastChild.remove();
    }
    const label = [t('jsLevel_0'), t('jsLevel_1'), t('jsLevel_2'), t('jsLevel_3')][depth];
    const select = make('select', { ariaLabel: label }, make('option', { value: '' }, label),
      ...options.map((one) => make('option', { value: one.code }, one.name)));
    select.addEventListener('change', async () => {
      try {
        if (select.value && depth < LEVELS.length - 1) {
          await choose(select.value, depth + 1);
        } else if (select.value) {
          record.disabled = false;
          record.dataset.code = select.value;
        }
      } catch (problem) {
        said.replaceChildren(refusal(problem));
      }
    });
    lists.append(make('p', {}, select));
  };
  const record = make('button', { type: 'button', disabled: true }, t('jsRecordStreet'));
  record.addEventListener('click', async () => {
    record.disabled = true;
    try {
      await recordStreet(record.dataset.code, names, said);
      street = record.dataset.code;
      await showStreet(place, me);
    } catch (problem) {
      said.replaceChildren(refusal(problem));
      record.disabled = false;
    }
  });
  place.replaceChildren(make('h2', {}, t('jsStepStreet')), make('p', {}, t('jsStepStreetText')),
    known.length === 0 ? '' : table(t('jsStreetsHere'), [
      { head: t('jsDivisionCode'), key: true, cell: (one) => one.code },
      { head: t('jsDivisionName'), left: true, cell: (one) => one.name },
      { head: t('jsDo'), left: true, cell: (one) => (one.code === street ? t('jsChosen')
        : make('button', { type: 'button', className: 'quiet small', onclick: () => { street = one.code; showStreet(place, me); } }, t('jsSetUpThis'))) },
    ], known),
    me.operations.includes('recordDivision') ? make('div', {}, make('h3', {}, t('jsFromNationalList')), lists,
      make('p', {}, record), said) : '');
  if (me.operations.includes('recordDivision')) {
    await choose(null, 0);
  }
}

/** Runs a step for the street; asks to choose one first if there are several. */
const ofStreet = (show) => async (place, me) => {
  if (!street) {
    const found = (await streets()).filter((one) => !me.division || one.code.startsWith(me.division.replace(/0+$/, '')) || me.division === one.code);
    if (found.length !== 1) {
      place.replaceChildren(make('p', {}, t('jsChooseStreet')),
        make('p', {}, make('a', { className: 'button', href: '#street' }, t('jsStepStreet'))));
      return;
    }
    street = found[0].code;
  }
  await show(place, me);
};

async function showCommunities(place, me) {
  const [official, known] = await Promise.all([
    all(`/divisions/official?parent=${street}`, 2000),
    all(`/divisions/${street}/subtree?level=COMMUNITY`, 2000),
  ]);
  const there = new Set(known.map((one) => one.code));
  const missing = official.filter((one) => !there.has(one.code));
  const said = make('div', { role: 'status' });
  const bar = make('progress', { hidden: true, max: Math.max(1, missing.length), value: 0, ariaLabel: t('jsRecordCommunities', missing.length) });
  // A repeat goes on with the one whose answer was lost, and with the same key.
  const send = command('POST', '/divisions');
  const record = make('button', { type: 'button', onclick: async () => {
    record.disabled = true;
    bar.hidden = false;
    try {
      while (missing.length > 0) {
        await send({ code: missing[0].code, name: missing[0].name });
        missing.shift();
        bar.value += 1;
        said.replaceChildren(t('jsProgressOf', bar.value, bar.max));
      }
      await showCommunities(place, me);
    } catch (problem) {
      said.replaceChildren(refusal(problem));
      record.disabled = false;
    }
  } }, t('jsRecordCommunities', missing.length));
  place.replaceChildren(make('h2', {}, t('jsStepCommunities')), make('p', {}, t('jsStepCommunitiesText', known.length, missing.length)),
    missing.length > 0 && me.operations.includes('recordDivision') ? make('p', {}, record) : '', bar, said,
    known.length === 0 ? '' : table(t('jsStepCommunities'), [
      { head: t('jsDivisionCode'), key: true, cell: (one) => one.code },
      { head: t('jsDivisionName'), left: true, cell: (one) => one.name },
    ], known));
}

const importing = (heading, kind) => ofStreet((place, me) => {
  showImport(me, place, () => {}, { kinds: [kind], title: heading, division: me.division === street ? undefined : street });
});

async function showStaff(place, me) {
  showImport(me, place, () => {}, { kinds: ['ACCOUNTS'], title: t('jsStepStaff'), division: me.division === street ? undefined : street });
  place.firstChild.after(make('p', {}, t('jsStepStaffText'), ' ', make('a', { href: link('/my#accounts') }, t('jsAccounts'))));
}

/** What a running street needs: [words, how many are there, the step that brings it]. */
async function showMissing(place, me) {
  const may = (operation, path) => (me.operations.includes(operation) ? all(path, 1000) : Promise.resolve(null));
  const [communities, grids, organisations, members, accounts, checkIns] = await Promise.all([
    all(`/divisions/${street}/subtree?level=COMMUNITY`, 1000),
    all(`/divisions/${street}/subtree?level=GRID`, 1000),
    may('listOrganisations', `/organisations?division=${street}`),
    may('listMembers', `/members?division=${street}`),
    may('listStaffAccounts', `/accounts?division=${street}`),
    may('listCheckIns', `/check-ins?division=${street}`),
  ]);
  const roles = (role) => accounts?.filter((one) => one.role === role && one.state === 'ACTIVE');
  const rows = [
    [t('jsStepCommunities'), communities, 'communities'], [t('jsStepGrids'), grids, 'grids'],
    [t('jsStepOrganisations'), organisations, 'organisations'],
    [t('jsOperators'), roles('OPERATOR'), 'staff'], [t('jsCollectors'), roles('COLLECTOR'), 'staff'],
    [t('jsNotEnrolledYet'), accounts?.filter((one) => !one.enrolled && one.state === 'ACTIVE'), 'staff', true],
    [t('jsStepMembers'), members, 'members'], [t('jsStepCheckIns'), checkIns, 'check-ins'],
  ].filter(([, items]) => items !== null && items !== undefined);
  const division = await read(`/divisions/${street}`);
  place.replaceChildren(make('h2', {}, t('jsStepMissing')), make('p', {}, `${division.name} ${division.code}`), table(t('jsStepMissing'), [
    { head: t('jsWhat'), key: true, cell: ([name]) => name },
    { head: t('jsThere'), cell: ([, items]) => (items.length >= 1000 ? '1000+' : items.length) },
    { head: t('jsState'), left: true, cell: ([, items, step, bad]) => ((items.length === 0) !== Boolean(bad)
      ? make('a', { href: `#${step}` }, bad ? t('jsWaitingFor') : t('jsMissing')) : make('span', { className: 'fine' }, '✓')) },
  ], rows));
}

/** The street's own settings that have no list to import. */
async function showCalendar(place, me) {
  const year = new Date().getFullYear();
  const state = await Promise.all([year, year + 1].map(async (one) => [one, await read(`/calendar/${one}`)]));
  const said = make('div', { role: 'status' });
  place.replaceChildren(make('h2', {}, t('jsStepCalendar')), make('p', {}, t('jsStepCalendarText')), table(t('jsStepCalendar'), [
    { head: t('jsYearLabel'), key: true, cell: ([one]) => one },
    { head: t('jsState'), left: true, cell: ([, found]) => (found.known ? make('span', { className: 'fine' }, `✓ ${found.source ?? ''}`) : t('jsMissing')) },
  ], state), me.operations.includes('importCalendarYear') ? form([
    { name: 'year', label: t('jsYearLabel'), type: 'select', required: true, options: [year, year + 1].map((one) => [String(one), String(one)]) },
    { name: 'source', label: t('jsNotice'), required: true, max: 200 },
    { name: 'holidays', label: t('jsHolidays'), type: 'textarea', required: true, hint: t('jsHolidaysHint') },
    { name: 'workdays', label: t('jsWorkdays'), type: 'textarea', hint: t('jsHolidaysHint') },
  ], { action: t('jsSave'), submit: async (values) => {
    if (await dialogue(t('jsStepCalendar'), [], () => saveYear(values), { action: t('jsSave'), note: t('jsCalendarSure', values.year) })) {
      await showCalendar(place, me);
    }
  } }).element : '', said);
}

const dates = (words = '') => new Set(words.match(/\d{4}-\d{2}-\d{2}/g) ?? []);

/** Sends each day of the year: those of the notice, and the weekends and working days around them. */
async function saveYear({ year, source, holidays, workdays }) {
  const off = dates(holidays);
  if (off.size === 0) {
    throw new Problem(t('jsNoDates'), 'VALIDATION_FAILED', 400, [{ pointer: '/holidays' }]);
  }
  const on = dates(workdays);
  const days = [];
  for (let at = new Date(Date.UTC(year, 0, 1)); at.getUTCFullYear() === Number(year); at.setUTCDate(at.getUTCDate() + 1)) {
    const date = at.toISOString().slice(0, 10);
    const weekend = [0, 6].includes(at.getUTCDay());
    days.push({ day: date, kind: off.has(date) || (weekend && !on.has(date)) ? 'RESTDAY' : 'WORKDAY' });
  }
  await command('PUT', `/calendar/${year}`)({ source, days });
}

views(title, () => [
  ['street', t('jsStepStreet'), 'listOfficialDivisions', showStreet],
  ['communities', t('jsStepCommunities'), 'listOfficialDivisions', ofStreet(showCommunities)],
  ['grids', t('jsStepGrids'), 'recordDivision', importing(t('jsStepGrids'), 'DIVISIONS')],
  ['organisations', t('jsStepOrganisations'), 'recordOrganisation', importing(t('jsStepOrganisations'), 'ORGANISATIONS')],
  ['staff', t('jsStepStaff'), 'recordStaffAccount', ofStreet(showStaff)],
  ['members', t('jsStepMembers'), 'createImport', importing(t('jsStepMembers'), 'MEMBERS')],
  ['check-ins', t('jsStepCheckIns'), 'createImport', importing(t('jsStepCheckIns'), 'CHECK_INS')],
  ['calendar', t('jsStepCalendar'), 'importCalendarYear', showCalendar],
  ['missing', t('jsStepMissing'), 'listOfficialDivisions', ofStreet(showMissing)],
]);
