// Tables for the eye, the screen reader and the spreadsheet.
import { make } from './dom.js';
import { t } from './i18n.js';

/**
 * Creates a table. A column is {head, cell, key}: `cell(row)` returns a text or a node; the first
 * column that says `key` names the row. `left` aligns a column of words.
 */
export function table(caption, columns, rows) {
  const cellOf = (column, row) => {
    const cell = make(column.key ? 'th' : 'td', { className: column.left || column.key ? 'left' : '' },
      column.cell(row) ?? '');
    if (column.key) {
      cell.scope = 'row';
    }
    return cell;
  };
  const head = make('tr', {}, ...columns.map((column) => {
    const cell = make('th', { scope: 'col', className: column.left || column.key ? 'left' : '' }, column.head);
    return cell;
  }));
  const wide = make('div', { className: 'wide', tabIndex: 0, role: 'region', ariaLabel: caption },
    make('table', {}, make('caption', { className: 'hidden' }, caption), make('thead', {}, head),
      make('tbody', {}, ...rows.map((row) =>
        make('tr', {}, ...columns.map((column) => cellOf(column, row)))))));
  wide.append(onlyFirst(rows));
  return wide;
}

/** Says that a list was too long to be read to its end. */
export const onlyFirst = (rows) => (rows.more ? make('p', { className: 'hint' }, t('jsOnlyFirst', rows.length)) : '');

/** Splits what was copied from a spreadsheet: rows of cells, with quoted cells of several lines. */
export function cells(pasted) {
  const rows = [[]];
  let cell = '';
  let quoted = false;
  const endCell = () => { rows.at(-1).push(cell.trim()); cell = ''; };
  for (let i = 0; i < pasted.length; i += 1) {
    const char = pasted[i];
    if (quoted && char === '"' && pasted[i + 1] === '"') {
      cell += '"';
      i += 1;
    } else if (char === '"' && (quoted || cell === '')) {
      quoted = !quoted;
    } else if (char === '\t' && !quoted) {
      endCell();
    } else if ((char === '\n' || char === '\r') && !quoted) {
      endCell();
      if (char === '\r' && pasted[i + 1] === '\n') {
        i += 1;
      }
      rows.push([]);
    } else {
      cell += char;
    }
  }
  endCell();
  return rows.filter((row) => row.some((one) => one !== ''));
}
