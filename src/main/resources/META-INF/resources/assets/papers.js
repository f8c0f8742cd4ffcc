// Papers for print: documents of the API, shown in the page and printed alone.
import { make } from './dom.js';
import { form } from './forms.js';
import { day, t } from './i18n.js';
import { call, download } from './session.js';

/** Shows a document of the API, with buttons to print and to save it. */
export async function showPaper(place, path, name) {
  // Its style is for the file; the policy of pages refuses it.
  const html = (await (await call(path)).text()).replace(/<style>[^<]*<\/style>/, '');
  const read = new DOMParser().parseFromString(html, 'text/html');
  place.replaceChildren(
    make('p', { className: 'screen-only buttons' },
      make('button', { type: 'button', onclick: () => window.print() }, t('jsPrint')),
      make('button', { type: 'button', className: 'quiet', onclick: () => download(path, `${name}.html`) }, t('jsPrintable'))),
    // What is too wide for a phone is scrolled, and must be reached by keyboard.
    make('article', { className: 'paper', lang: 'zh-CN', tabIndex: 0 }, ...read.querySelector('main').childNodes));
}

/** A page that asks for a period and shows the paper of it. */
function ofPeriod(place, title, field, show) {
  const paper = make('div');
  const { element } = form([field], { action: t('jsShow'), submit: (values) => show(paper, values.period) });
  element.classList.add('line-form', 'screen-only');
  place.replaceChildren(make('h2', { className: 'screen-only' }, title), element, paper);
}

/** The certificate of honour of a year, a quarter or a month. */
export async function showCertificate(place) {
  ofPeriod(place, t('jsCertificateView'), {
    name: 'period', label: t('jsPeriod'), required: true, value: day(Date.now()).slice(0, 4), hint: t('jsPeriodHint'),
    pattern: '(19|20)[0-9]{2}(-Q[1-4]|-(0[1-9]|1[0-2]))?', max: 7,
  }, (paper, period) => showPaper(paper, `/me/certificate/page?period=${period}`, `certificate-${period}`));
}

/** The last quarters, the newest first, without the current one, which is not frozen. */
function pastQuarters() {
  const [year, month] = day(Date.now()).split('-').map(Number);
  const now = year * 4 + Math.floor((month - 1) / 3);
  return Array.from({ length: 8 }, (_, i) => `${Math.floor((now - 1 - i) / 4)}-Q${((now - 1 - i) % 4) + 1}`);
}

/** The record of services of a past quarter, for the employer. */
export async function showRecord(place) {
  const quarters = pastQuarters();
  ofPeriod(place, t('jsRecordForEmployer'), {
    name: 'period', label: t('jsQuarterLabel'), type: 'select', required: true, value: quarters[0],
    options: quarters.map((one) => [one, one]),
  }, async (paper, quarter) => {
    try {
      await showPaper(paper, `/me/duties/${quarter}/page`, `duties-${quarter}`);
    } catch (problem) {
      if (problem.status !== 404) {
        throw problem;
      }
      paper.replaceChildren(make('p', { className: 'now' }, t('jsNoRecordYet')));
    }
  });
}
