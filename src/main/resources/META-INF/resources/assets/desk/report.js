// The report of a month, quarter or year: figures against the period before, in total and by
// dimension, with charts; as a spreadsheet and for print.
import { make, refusal } from '../dom.js';
import { form } from '../forms.js';
import { day, t } from '../i18n.js';
import { download, read } from '../session.js';
import { table } from '../tables.js';
import { word } from '../words.js';

const SVG = 'http://www.w3.org/2000/svg';
const FIGURES = ['received', 'inReview', 'published', 'claimed', 'fulfilled', 'onTime', 'overdue'];
const RATES = ['claimRate', 'fulfilmentRate', 'onTimeRate'];
const YEARS = 6;
// Lines of a chart; the table below has all.
const BARS = 12;
// Longer tables are folded.
const FOLDED = 15;

const percent = (rate) => (rate === undefined || rate === null ? '–' : `${Math.round(rate * 1000) / 10} %`);
const points = (now, before) => (now === undefined || before === undefined ? '–'
  : `${now >= before ? '+' : '−'}${Math.round(Math.abs(now - before) * 1000) / 10}`);
const signed = (number) => (number === undefined ? '–' : number > 0 ? `+${number}` : String(number).replace('-', '−'));

/** Returns the periods to choose from: this year and the years before, with quarters and months. */
function periods() {
  const [year, month] = day(Date.now()).split('-').map(Number);
  const options = [];
  for (let one = year; one > year - YEARS; one -= 1) {
    const last = one === year ? month : 12;
    options.push([String(one), t('jsYear', one)]);
    for (let quarter = Math.ceil(last / 3); quarter >= 1; quarter -= 1) {
      options.push([`${one}-Q${quarter}`, t('jsQuarter', one, quarter)]);
    }
    for (let number = last; number >= 1; number -= 1) {
      options.push([`${one}-${String(number).padStart(2, '0')}`, t('jsMonth', one, number)]);
    }
  }
  return options;
}

/** Draws two bars a line, published and fulfilled; a table with the same figures follows it. */
function chart(section, title) {
  const lines = section.items.filter((line) => line.now.published || line.now.fulfilled)
    .sort((one, other) => (other.now.published ?? 0) - (one.now.published ?? 0)).slice(0, BARS);
  if (lines.length < 2) {
    return '';
  }
  const most = Math.max(1, ...lines.flatMap((line) => [line.now.published ?? 0, line.now.fulfilled]));
  const row = 34;
  const svg = (name, attributes, words = '') => {
    const element = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.textContent = words;
    return element;
  };
  const picture = svg('svg', { viewBox: `0 0 600 ${lines.length * row}`, role: 'img', 'aria-label': title, class: 'bars' });
  lines.forEach((line, i) => {
    const name = nameOf(section.by, line).slice(0, 14);
    const published = line.now.published ?? 0;
    const width = (value) => (360 * value) / most;
    picture.append(
      svg('text', { x: 190, y: i * row + 19, 'text-anchor': 'end' }, name),
      svg('rect', { x: 200, y: i * row + 4, width: width(published), height: 11, rx: 2, class: 'bar-soft' }),
      svg('rect', { x: 200, y: i * row + 16, width: width(line.now.fulfilled), height: 11, rx: 2, class: 'bar' }),
      svg('text', { x: 206 + width(published), y: i * row + 13, class: 'axis' }, String(published)),
      svg('text', { x: 206 + width(line.now.fulfilled), y: i * row + 26, class: 'axis' }, String(line.now.fulfilled)));
  });
  return make('figure', {}, picture, make('figcaption', {},
    make('span', { className: 'key soft' }, t('jsPublishedCount')), make('span', { className: 'key' }, t('jsFulfilledCount'))));
}

function totals(report) {
  const { now, before, change } = report.total;
  const rows = [
    ...FIGURES.map((name) => [t(`jsFigure_${name}`), now[name] ?? '–', before[name] ?? '–', signed(change[name])]),
    ...RATES.map((name) => [t(`jsFigure_${name}`), percent(now[name]), percent(before[name]), points(now[name], before[name])]),
  ];
  return table(t('jsTotal'), [
    { head: t('jsFigure'), key: true, cell: (row) => row[0] },
    { head: report.period, cell: (row) => row[1] },
    { head: report.before, cell: (row) => row[2] },
    { head: t('jsChange'), cell: (row) => row[3] },
  ], rows);
}

/** The API names lines in Chinese; those of constants have labels in both languages. */
const LABELS = { KIND: 'WishKind', CATEGORY: 'Category', CHANNEL: 'Channel' };

const nameOf = (by, line) => (LABELS[by] ? word(LABELS[by], line.key) : line.name ?? line.key);

function section(one) {
  const title = t('jsBy', word('ReportDimension', one.by));
  const lines = table(title, [
    { head: word('ReportDimension', one.by), key: true, cell: (line) => nameOf(one.by, line) },
    ...FIGURES.filter((name) => one.items.some((line) => line.now[name] !== undefined))
      .map((name) => ({ head: t(`jsFigure_${name}`), cell: (line) => line.now[name] ?? '–' })),
    { head: t('jsFigure_fulfilmentRate'), cell: (line) => percent(line.now.fulfilmentRate) },
    { head: t('jsFulfilledChange'), cell: (line) => signed(line.change.fulfilled) },
  ], one.items);
  return make('section', {}, make('h3', {}, title), chart(one, title), one.items.length <= FOLDED ? lines
    : make('details', { className: 'long' }, make('summary', {}, t('jsAllLines', one.items.length)), lines));
}

/**
 * Money of the projects that were first published in the period, and ratings of all time: those of a
 * period could be of so few people that they are not shown.
 */
async function published(report) {
  const division = report.division ? `division=${report.division}&` : '';
  const [satisfaction, overview] = await Promise.all([
    read(`/statistics/satisfaction?${division}`),
    read(`/statistics/overview?${division}from=${report.from}&to=${report.to}`),
  ]);
  const ratings = ['wishes', 'projects'].flatMap((kind) => ['self', 'proxy', 'acceptance']
    .map((voice) => [kind, voice, satisfaction[kind]?.[voice]]))
    .filter(([, , value]) => value && (value.rated || value.dissatisfied));
  const money = ['budget', 'funding', 'committed', 'spent', 'returned'];
  return [
    ...(ratings.length ? [make('section', {}, make('h3', {}, t('jsSatisfaction')), make('p', { className: 'truth' }, t('jsSatisfactionText'), ' ', t('jsFiguresOf', satisfaction.asOf.treeSize)), table(t('jsSatisfaction'), [
      { head: t('jsWho'), key: true, cell: ([kind, voice]) => `${word('WishKind', kind === 'wishes' ? 'WISH' : 'PROJECT')} · ${t(`jsVoice_${voice}`)}` },
      { head: t('jsRatings'), cell: ([, , value]) => value.rated ?? '–' },
      { head: t('jsAverage'), cell: ([, , value]) => value.mean ?? '–' },
      { head: t('jsDissatisfied'), cell: ([, , value]) => value.dissatisfied ?? '–' },
    ], ratings))] : []),
    make('section', {}, make('h3', {}, t('jsMoney')), make('p', { className: 'truth' }, t('jsMoneyText'), ' ', t('jsFiguresOf', overview.asOf.treeSize)), table(t('jsMoney'), [
      { head: t('jsFigure'), key: true, cell: (name) => t(`jsMoney_${name}`) },
      { head: t('jsYuanHead'), cell: (name) => overview.projects?.[name] ?? '–' },
    ], money)),
  ];
}

let asked = null;

async function show(period, place) {
  asked = period;
  place.replaceChildren(make('p', { role: 'status' }, t('jsReading')));
  try {
    const report = await read(`/statistics/report?period=${period}`);
    const title = t('jsReportOf', report.name ?? '', report.period);
    const last = await published(report);
    if (asked !== period) {
      return;
    }
    place.replaceChildren(
      make('h2', { className: 'report-title', tabIndex: -1 }, title),
      make('p', { className: 'truth' }, t('jsReportDays', report.from, report.to, report.before)),
      make('p', { className: 'buttons screen-only' },
        make('button', { type: 'button', className: 'quiet', onclick: () => download(`/statistics/report/spreadsheet?period=${period}`, `${title}.xlsx`).catch((problem) => place.prepend(refusal(problem))) }, t('jsSpreadsheet')),
        make('button', { type: 'button', className: 'quiet', onclick: () => window.print() }, t('jsPrint'))),
      totals(report),
      ...report.sections.filter((one) => one.items.length > 0).map(section),
      ...last,
      make('p', { className: 'truth' }, t('jsFiguresOf', report.asOf.treeSize), ' ', make('code', {}, report.rootHash)),
      make('p', { className: 'signature' }, t('jsSignature')));
  } catch (problem) {
    if (asked === period) {
      place.replaceChildren(refusal(problem));
    }
  }
}

/** Opens folded tables for print. */
window.addEventListener('beforeprint', () => {
  document.querySelectorAll('details.long').forEach((one) => { one.open = true; });
});

export async function showReport(place) {
  const month = day(Date.now()).slice(0, 7);
  const result = make('div', { className: 'report' });
  const { element } = form([
    { name: 'period', label: t('jsPeriod'), type: 'select', required: true, value: month, options: periods() },
  ], { action: t('jsShow'), submit: ({ period }) => show(period, result) });
  element.classList.add('line-form', 'screen-only');
  place.replaceChildren(element, result);
  await show(month, result);
}
