// Imports a spreadsheet: checks it first, shows the faults at their cells, and then imports it.
import { make, refusal } from '../dom.js';
import { form } from '../forms.js';
import { minute, t } from '../i18n.js';
import { all, call, download, newKey, post, read } from '../session.js';
import { table } from '../tables.js';
import { choices } from '../words.js';

const TYPES = {
  csv: 'text/csv', ndjson: 'application/x-ndjson',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
const EVERY = 700;
const SHOWN = 50;
const KINDS = ['WISHES', 'ORGANISATIONS', 'MEMBERS', 'CHECK_INS', 'CLAIMS', 'HISTORY', 'GROUPS', 'MEMBERSHIPS'];

/** Returns the rows of a CSV file, by their numbers in a spreadsheet program; null of other files. */
async function preview(file) {
  if (!file.name.toLowerCase().endsWith('.csv')) {
    return null;
  }
  const data = await file.arrayBuffer();
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    text = new TextDecoder('gb18030').decode(data);
  }
  const rows = [[]];
  let cell = '';
  let quoted = false;
  for (const char of `${text}\n`.replaceAll('\r\n', '\n')) {
    if (char === '"') {
      quoted = !quoted;
    } else if (!quoted && (char === ',' || char === '\n')) {
      rows.at(-1).push(cell);
      cell = '';
      if (char === '\n') {
        rows.push([]);
      }
    } else {
      cell += char;
    }
  }
  return rows;
}

/** Shows the rows with faults, each fault at its cell. */
function inPlace(rows, errors) {
  const heads = rows[Math.max(0, rows.findIndex((row) => row.length > 1))];
  const faulty = [...new Set(errors.map((error) => error.row))].slice(0, SHOWN);
  return table(t('jsFaults'), [
    { head: t('jsRow'), key: true, cell: (row) => row },
    ...heads.map((head, at) => ({
      head, left: true,
      cell: (row) => {
        const found = errors.filter((error) => error.row === row && [error.heading, error.column].includes(head));
        const value = rows[row - 1]?.[at] ?? '';
        return found.length === 0 ? value
          : make('span', { className: 'fault' }, value || '—', make('small', {}, found.map((one) => one.message ?? one.code).join(' ')));
      },
    })),
    { head: t('jsFaults'), left: true, cell: (row) => errors.filter((error) => error.row === row
      && !heads.includes(error.heading) && !heads.includes(error.column)).map((one) => one.message ?? one.code).join(' ') },
  ], faulty);
}

function listed(errors) {
  return table(t('jsFaults'), [
    { head: t('jsRow'), key: true, cell: (one) => one.row },
    { head: t('jsColumn'), left: true, cell: (one) => one.heading ?? one.column ?? '' },
    { head: t('jsFaults'), left: true, cell: (one) => one.message ?? one.code },
  ], errors.slice(0, 200));
}

/**
 * Shows the import. `kinds` may be imported; `division` is the street whose keys the file uses, for
 * administrators of more than one. `done` is called after each import.
 */
export function showImport(me, place, done, { kinds = KINDS, division, title = t('jsImport') } = {}) {
  const said = make('div', { role: 'status' });
  const bar = make('progress', { hidden: true, ariaLabel: t('jsImport') });
  const file = make('input', { type: 'file', id: 'import-file', accept: '.csv,.xlsx,.ndjson', required: true });
  let [kind] = kinds;
  // The same file and step is sent with the same key: a repeat after a lost answer imports once.
  let keys = {};
  file.addEventListener('change', () => { keys = {}; said.replaceChildren(); });

  async function job(dryRun) {
    const chosen = file.files[0];
    keys[`${kind}${dryRun}`] ??= newKey();
    const started = await (await call(`/imports?kind=${kind}&dryRun=${dryRun}${division ? `&division=${division}` : ''}`, {
      method: 'POST', body: chosen,
      headers: {
        'Content-Type': TYPES[chosen.name.toLowerCase().split('.').at(-1)] ?? TYPES.csv,
        'Idempotency-Key': keys[`${kind}${dryRun}`],
      },
    })).json();
    bar.hidden = false;
    let state = started;
    while (state.state === 'RUNNING') {
      bar.max = Math.max(1, state.rows);
      bar.value = state.done;
      said.replaceChildren(t('jsProgressOf', state.done, state.rows));
      await new Promise((resolve) => { setTimeout(resolve, EVERY); });
      state = await read(`/imports/${started.id}`);
    }
    bar.hidden = true;
    // The next check looks at what is recorded by then.
    delete keys[`${kind}${dryRun}`];
    return state;
  }

  async function report(state, rows) {
    const [errors, similar] = await Promise.all([
      state.failed ? all(`/imports/${state.id}/errors`) : [],
      state.similar ? all(`/imports/${state.id}/duplicates`) : [],
    ]);
    said.replaceChildren(
      make('p', { className: 'now' }, t(state.dryRun ? 'jsImportChecked' : 'jsImportDone',
        state.imported, state.known, state.failed, state.similar)),
      ...(errors.length ? [rows ? inPlace(rows, errors) : listed(errors)] : []),
      ...(similar.length ? [make('h3', {}, t('jsSimilar')), make('p', {}, t('jsSimilarRows', similar.map((one) => one.row).join(t('jsComma'))))] : []),
      ...(!state.dryRun && kind === 'ACCOUNTS' && me.operations.includes('inviteImportedStaff')
        ? [make('p', {}, make('button', { type: 'button', onclick: () => invite(state.id) }, t('jsInviteAll')))] : []),
      ...(state.dryRun && state.imported > 0 ? [make('p', {}, make('button', { type: 'button', onclick: async (event) => {
        event.target.disabled = true;
        try {
          await report(await job(false), rows);
          done();
        } catch (problem) {
          said.append(refusal(problem));
          event.target.disabled = false;
        }
      } }, t('jsImportNow', state.imported)))] : []));
  }

  /** Shows the invitations of the imported accounts, which the service tells only once. */
  async function invite(id) {
    try {
      const { items } = await post(`/imports/${id}/invitations`);
      said.replaceChildren(make('p', { className: 'now' }, t('jsShownOnce')), table(t('jsInvitations'), [
        { head: t('jsLoginName'), key: true, cell: (one) => one.loginName },
        { head: t('jsInvitationCode'), left: true, cell: (one) => make('code', {}, one.code ?? '') },
        { head: t('jsValidUntil'), cell: (one) => (one.expiresAt ? minute(one.expiresAt) : '') },
      ], items), make('p', {}, make('button', { type: 'button', className: 'quiet', onclick: () => window.print() }, t('jsPrint'))));
    } catch (problem) {
      said.append(refusal(problem));
    }
  }

  const { element } = form([
    { name: 'kind', label: t('jsImportKind'), type: 'select', required: true, options: choices('ImportKind', kinds) },
  ], { action: t('jsImportCheck'), submit: async (values) => {
    kind = values.kind;
    await report(await job(true), await preview(file.files[0]));
  } });
  element.firstChild.after(make('p', {}, make('label', { htmlFor: file.id }, t('jsFile')), file));
  const template = make('button', { type: 'button', className: 'quiet', onclick: () => {
    const chosen = element.elements.kind.value;
    download(`/imports/templates/${chosen}${division ? `?division=${division}` : ''}`, `${chosen}.xlsx`).catch((problem) => said.replaceChildren(problem.message));
  } }, t('jsTemplate'));
  element.querySelector('.buttons').append(template);
  place.replaceChildren(make('h2', {}, title), make('p', {}, t('jsImportText')), element, bar, said);
}
