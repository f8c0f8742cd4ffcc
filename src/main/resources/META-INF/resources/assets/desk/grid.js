// Many wishes at once: a grid with paste from a spreadsheet. Each row is a wish of its own, with its
// own result; a row that was recorded is not recorded again.
import { Problem } from '../api.js';
import { make } from '../dom.js';
import { t } from '../i18n.js';
import { all, command, read } from '../session.js';
import { cells } from '../tables.js';
import { categoryChoices, choices } from '../words.js';

const EMPTY_ROWS = 5;
const MOST_ROWS = 500;

// What was typed and not recorded yet: it is still there after a look at something else.
let kept = null;

/** Whether something was typed and not recorded yet. */
export const hasTyped = () => Boolean(kept?.some());

/** Returns [code, name] of the communities for which the caller may record wishes. */
export async function communitiesOf(me) {
  const below = await all(`/divisions/${me.division}/subtree?level=COMMUNITY`);
  // A collector may work in one community or grid only.
  return (below.length > 0 ? below : [await read(`/divisions/${me.division}`)])
    .map((one) => [one.code, one.name]);
}

/** The channels through which staff record a wish. */
export const staffChannels = () =>
  choices('Channel').filter(([code]) => !['SELF_SERVICE', 'PARTNER', 'IMPORT'].includes(code));

export async function showGrid(me, place, done) {
  if (hasTyped()) {
    place.replaceChildren(...kept.parts);
    return;
  }
  const communities = await communitiesOf(me);
  // Nothing is chosen at first: a row is never recorded for a place that nobody chose.
  const unchosen = [['', '']];
  const columns = [
    { name: 'title', head: t('jsPrivateTitle'), required: true, max: 80 },
    { name: 'details', head: t('jsDetails'), max: 4000 },
    { name: 'category', head: t('jsCategory'), options: [...unchosen, ...categoryChoices()] },
    { name: 'division', head: t('jsPlace'), options: communities.length === 1 ? communities : [...unchosen, ...communities] },
    { name: 'channel', head: t('jsChannel'), options: staffChannels(), value: 'HOME_VISIT' },
    { name: 'residentName', head: t('jsField_residentName'), max: 40 },
    { name: 'contactPhone', head: t('jsField_contactPhone'), max: 20 },
    { name: 'address', head: t('jsField_address'), max: 200 },
  ];
  const rows = [];
  const body = make('tbody');
  const said = make('div', { role: 'status' });
  const bar = make('progress', { hidden: true, ariaLabel: t('jsRecordAll') });

  function addRow() {
    const result = make('td', { className: 'left result' });
    const row = { inputs: {}, result, finished: false, create: command('POST', '/wishes'), id: null, submit: null };
    const number = rows.length + 1;
    const line = make('tr', {}, make('th', { scope: 'row' }, number));
    columns.forEach((column, at) => {
      const label = `${column.head} ${number}`;
      const input = column.options
        ? make('select', { ariaLabel: label }, ...column.options.map(([value, words]) => make('option', { value, selected: value === column.value }, words)))
        : make('input', { ariaLabel: label, maxLength: column.max });
      input.addEventListener('paste', (event) => paste(event, rows.indexOf(row), at));
      input.addEventListener('keydown', (event) => move(event, rows.indexOf(row), at));
      row.inputs[column.name] = input;
      line.append(make('td', {}, input));
    });
    line.append(result);
    rows.push(row);
    body.append(line);
    return row;
  }

  /** Enter and Ctrl with arrows move between rows. */
  function move(event, row, at) {
    const step = event.key === 'Enter' || (event.ctrlKey && event.key === 'ArrowDown') ? 1
      : event.ctrlKey && event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      const next = rows[row + step] ?? (step > 0 && rows.length < MOST_ROWS ? addRow() : null);
      next?.inputs[columns[at].name].focus();
    }
  }

  /** Sets a cell; a selection takes the code or the label, or a beginning that only one label has. */
  function fill(row, column, value) {
    const input = row.inputs[column.name];
    if (!column.options) {
      input.value = value;
      return true;
    }
    const like = column.options.filter(([code, words]) => code && value && (words.startsWith(value) || value.startsWith(words)));
    const match = column.options.find(([code, words]) => code === value || words === value)
      ?? (like.length === 1 ? like[0] : null);
    if (value === '') {
      input.value = column.value ?? input.options[0].value;
    } else {
      input.value = match ? match[0] : '';
    }
    return Boolean(match) || value === '';
  }

  /** A selection for all rows in which nothing is chosen, also for those that follow. */
  function forAll(column) {
    const select = make('select', { id: `grid-all-${column.name}` },
      ...column.options.map(([value, words]) => make('option', { value }, words)));
    select.addEventListener('change', () => {
      column.value = select.value;
      rows.map((row) => row.inputs[column.name]).filter((input) => !input.value && !input.disabled)
        .forEach((input) => { input.value = select.value; });
    });
    return [make('label', { htmlFor: select.id }, t('jsForAll', column.head)), ' ', select, ' '];
  }

  function paste(event, first, left) {
    const block = cells(event.clipboardData.getData('text'));
    if (block.length === 1 && block[0].length === 1) {
      return;
    }
    event.preventDefault();
    // A copied heading names its columns.
    const heads = block[0].map((cell) => columns.find((column) => column.head === cell));
    const named = heads.filter(Boolean).length >= 2;
    const lines = named ? block.slice(1) : block;
    let unknown = 0;
    // Rows that are recorded stay; what is pasted goes into the rows after them.
    let at = first;
    let pasted = 0;
    for (const line of lines) {
      while (rows[at]?.id) {
        at += 1;
      }
      if (at >= MOST_ROWS) {
        break;
      }
      const row = rows[at] ?? addRow();
      at += 1;
      pasted += 1;
      line.forEach((cell, j) => {
        const column = named ? heads[j] : columns[left + j];
        if (column && !fill(row, column, cell)) {
          unknown += 1;
          row.inputs[column.name].setAttribute('aria-invalid', 'true');
          row.result.textContent = t('jsUnknownValue', cell);
        }
      });
    }
    said.replaceChildren(t('jsPasted', pasted, unknown),
      ...(pasted < lines.length ? [` ${t('jsNotPasted', lines.length - pasted)}`] : []));
  }

  /** Whether something is typed in a row: what is only chosen may come from "for all rows". */
  const typed = (row) => columns.some((one) => !one.options && row.inputs[one.name].value.trim());

  async function record(row) {
    const value = (name) => row.inputs[name].value.trim();
    const words = {};
    ['title', 'details', 'residentName', 'contactPhone', 'address'].forEach((name) => {
      if (value(name)) {
        words[name] = value(name);
      }
    });
    const missing = ['title', 'channel', 'category', 'division'].filter((name) => !value(name));
    if (missing.length > 0) {
      throw new Problem(t('jsChooseFirst'), 'VALIDATION_FAILED', 400, missing.map((name) => ({ pointer: `/${name}` })));
    }
    if (!row.id) {
      row.receipt = await row.create({
        kind: 'WISH', channel: value('channel'), category: value('category'), division: value('division'), words,
      });
      // What is recorded is changed at the wish, not here: a second row would be a second wish.
      row.id = row.receipt.wishId;
      Object.values(row.inputs).forEach((input) => { input.disabled = true; });
    }
    row.submit ??= command('POST', `/wishes/${row.id}/submit`);
    const submitted = await row.submit({});
    row.finished = true;
    const similar = (row.receipt.duplicates ?? submitted.duplicates ?? []).length;
    row.result.className = 'left result fine';
    row.result.replaceChildren(make('a', { href: `#wish/${row.id}` }, t('jsRecorded')),
      similar ? ` ${t('jsSimilarFound', similar)}` : '');
  }

  async function recordAll() {
    const waiting = rows.filter((row) => !row.finished && typed(row));
    bar.hidden = false;
    bar.max = Math.max(1, waiting.length);
    bar.value = 0;
    go.disabled = true;
    let refused = 0;
    for (const row of waiting) {
      Object.values(row.inputs).forEach((input) => input.removeAttribute('aria-invalid'));
      try {
        await record(row);
      } catch (problem) {
        refused += 1;
        row.result.className = 'left result refusal';
        row.result.replaceChildren(problem.message,
          row.id ? make('a', { href: `#wish/${row.id}` }, ` ${t('jsOpenDraft')}`) : '');
        for (const error of problem.errors ?? []) {
          row.inputs[(error.pointer ?? '').split('/').at(-1)]?.setAttribute('aria-invalid', 'true');
        }
        // Without an answer, a login or a free service the next row would be refused as well.
        if ([0, 401, 429].includes(problem.status) || problem.status >= 500) {
          break;
        }
      }
      bar.value += 1;
      said.replaceChildren(t('jsProgressOf', bar.value, waiting.length));
    }
    bar.hidden = true;
    go.disabled = false;
    said.replaceChildren(t('jsRecordedAll', waiting.filter((row) => row.finished).length, refused));
    done();
  }

  const go = make('button', { type: 'button', onclick: recordAll }, t('jsRecordAll'));
  for (let i = 0; i < EMPTY_ROWS; i += 1) {
    addRow();
  }
  const parts = [
    make('h2', {}, t('jsGrid')), make('p', {}, t('jsGridText')),
    make('p', { className: 'line-form' }, ...columns.filter((column) => column.options?.[0] === unchosen[0]).flatMap(forAll)),
    make('div', { className: 'wide grid', tabIndex: 0, role: 'region', ariaLabel: t('jsGrid') },
      make('table', {}, make('thead', {}, make('tr', {}, make('th', { scope: 'col' }, t('jsRow')),
        ...columns.map((column) => make('th', { scope: 'col', className: 'left' }, column.head)),
        make('th', { scope: 'col', className: 'left' }, t('jsResult')))), body)),
    make('p', { className: 'buttons' }, go,
      make('button', { type: 'button', className: 'quiet', onclick: () => addRow().inputs.title.focus() }, t('jsAddRow'))),
    bar, said,
  ];
  kept = { parts, some: () => rows.some((row) => !row.finished && typed(row)) };
  place.replaceChildren(...parts);
}
