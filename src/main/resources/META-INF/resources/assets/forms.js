// Forms and dialogues. What was typed stays until the service has accepted it.
import { make } from './dom.js';
import { day, t } from './i18n.js';

let count = 0;

/** The offset of the office's time zone, in which people type days and times. */
const OFFSET = '+08:00';
const OFFSET_HOURS = 8;

/** How long to wait after the last key before names are looked up, in ms. */
const PAUSE = 300;

/**
 * Creates a form. Each field is {name, label, type, value, options, required, max, min, hint,
 * autocomplete, pattern, past}. `name` is the path of the value in the request's body, such as
 * `pledge.amount`. `type` is that of an input, or
 *
 *   textarea, select, checkbox, file
 *   money     an amount in yuan
 *   date      a day, meant until its end; with `day` the day itself
 *   time      a time of day
 *   several   boxes to tick, for a list of `options`
 *   lookup    a search, by `find(text)`, whose results are chosen from
 *
 * A field with `changed` is sent only if it differs from its `value`. A field with `fields` is a
 * group of fields that is closed at first.
 *
 * Returns {element, values, show}: `values()` has what was filled in, without empty fields;
 * `show(problem)` shows a refusal, its faults at their fields, or null for none.
 */
export function form(fields, { action, cancel, submit }) {
  const inputs = new Map();
  const place = make('div', { role: 'alert', className: 'refusal' });
  const element = make('form', { className: 'stack', noValidate: false });
  const add = (one, into) => {
    if (one.fields) {
      const group = make('details', { open: Boolean(one.open) }, make('summary', {}, one.label),
        one.hint ? make('p', { className: 'hint' }, one.hint) : '');
      one.fields.forEach((field) => add(field, group));
      into.append(group);
    } else {
      const shown = fieldOf(one);
      inputs.set(one.name, shown);
      into.append(shown.element);
    }
  };
  fields.forEach((field) => add(field, element));
  const go = make('button', {}, action);
  const buttons = make('p', { className: 'buttons' }, go);
  if (cancel) {
    buttons.append(make('button', { type: 'button', className: 'quiet', onclick: cancel.run }, cancel.label));
  }
  element.append(place, buttons);
  const show = (problem) => {
    inputs.forEach((one) => one.fault(''));
    const elsewhere = [];
    let first = null;
    for (const error of problem?.errors ?? []) {
      const one = inputs.get(nameOf(error.pointer, [...inputs.keys()]));
      if (one) {
        one.fault(error.detail ?? problem.detail);
        first ??= one;
      } else if (error.detail) {
        elsewhere.push(error.name ? `${error.name}: ${error.detail}` : error.detail);
      }
    }
    place.replaceChildren(problem ? [problem.detail ?? problem.message, ...elsewhere].join(' ') : '');
    const closed = first?.element.closest('details');
    if (closed) {
      closed.open = true;
    }
    first?.focus();
  };
  const values = () => {
    const body = {};
    inputs.forEach(({ value }, name) => {
      const found = value();
      if (found !== null) {
        put(body, name.split('.'), found);
      }
    });
    return body;
  };
  // A required field in a closed group could not be pointed at by the browser.
  element.addEventListener('invalid', (event) => {
    const group = event.target.closest('details');
    if (group) {
      group.open = true;
    }
  }, true);
  element.addEventListener('submit', async (event) => {
    event.preventDefault();
    go.disabled = true;
    show(null);
    try {
      await submit(values());
      go.disabled = false;
    } catch (problem) {
      go.disabled = false;
      show(problem);
    }
  });
  return { element, values, show };
}

/** Sets a value at its path in a body. */
function put(body, [name, ...below], value) {
  if (below.length === 0) {
    body[name] = value;
  } else {
    put(body[name] ??= {}, below, value);
  }
}

/**
 * Returns the name of the field that a JSON pointer is about: the one of that path, the one that
 * holds it, or the first one below it. Returns undefined if there is none.
 */
function nameOf(pointer, names) {
  const path = (pointer ?? '').split('/').slice(1);
  for (let length = path.length; length > 0; length -= 1) {
    const name = path.slice(0, length).join('.');
    const found = names.find((one) => one === name) ?? names.find((one) => one.startsWith(`${name}.`));
    if (found) {
      return found;
    }
  }
  return undefined;
}

function mark() {
  return make('span', { className: 'required', ariaHidden: 'true' }, ' *');
}

/** Creates a field: {element, value, fault, focus}. */
function fieldOf(field) {
  count += 1;
  const id = `field-${count}`;
  const hint = field.hint ? make('span', { className: 'hint', id: `${id}-hint` }, field.hint) : '';
  const said = make('span', { className: 'refusal', id: `${id}-fault` });
  const described = (input) => {
    input.setAttribute('aria-describedby', field.hint ? `${id}-hint ${id}-fault` : `${id}-fault`);
    return input;
  };
  const words = [field.label, ...(field.required && field.type !== 'checkbox' ? [mark()] : [])];
  const fault = (marked) => (text) => {
    said.replaceChildren(text);
    if (text) {
      marked.setAttribute('aria-invalid', 'true');
    } else {
      marked.removeAttribute('aria-invalid');
    }
  };
  if (field.type === 'several') {
    const boxes = field.options.map(([value, label]) => [value,
      make('input', { type: 'checkbox', checked: (field.value ?? []).includes(value) }), label]);
    const element = make('fieldset', { id }, make('legend', {}, ...words),
      ...boxes.map(([, box, label]) => make('label', { className: 'check' }, described(box), ' ', label)), hint, said);
    return {
      element, focus: () => boxes[0]?.[1].focus(),
      fault: (text) => boxes.forEach(([, box]) => fault(box)(text)),
      value: () => boxes.filter(([, box]) => box.checked).map(([value]) => value),
    };
  }
  const input = described(inputOf(field, id));
  const label = make('label', { htmlFor: id, className: field.type === 'checkbox' ? 'check' : '' });
  label.append(...(field.type === 'checkbox' ? [input, ' ', ...words] : words));
  const element = field.type === 'checkbox' ? make('p', {}, label, hint, said)
    : make('p', {}, label, field.type === 'lookup' ? searchOf(field, input) : '', input, hint, said);
  const unchanged = () => field.changed && input.value.trim() === String(field.value ?? '');
  return {
    element, fault: fault(input), focus: () => input.focus(),
    value: () => (unchanged() ? null : valueOf(field, input)),
  };
}

/** The words to search for; what is found is in the selection. */
function searchOf(field, select) {
  const words = make('input', { type: 'search', ariaLabel: t('jsLookup', field.label), placeholder: t('jsLookupHint'), autocomplete: 'off' });
  let asked = 0;
  const find = async () => {
    asked += 1;
    const mine = asked;
    try {
      const found = await field.find(words.value.trim());
      if (mine !== asked) {
        return; // A later search has been asked meanwhile.
      }
      const chosen = select.value;
      select.replaceChildren(
        make('option', { value: '' }, found.length === 0 ? t('jsFoundNone') : t('jsFoundSome', found.length)),
        ...found.map(([value, label]) => make('option', { value }, label)));
      if (found.length === 1) {
        [[select.value]] = found;
      } else if (found.some(([value]) => value === chosen)) {
        select.value = chosen;
      }
    } catch (problem) {
      if (mine === asked) {
        select.replaceChildren(make('option', { value: '' }, problem.message));
      }
    }
  };
  let waiting;
  words.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, PAUSE);
  });
  words.addEventListener('keydown', async (event) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      clearTimeout(waiting);
      await find();
      select.focus();
    }
  });
  find();
  return words;
}

function inputOf(field, id) {
  const common = { id, name: field.name, required: Boolean(field.required) };
  if (field.type === 'select' || field.type === 'lookup') {
    const empty = field.required && field.type === 'select' ? [] : [['', '']];
    return make('select', common, ...[...empty, ...(field.options ?? [])].map(([value, words]) =>
      make('option', { value, selected: value === field.value }, words)));
  }
  if (field.type === 'textarea') {
    return make('textarea', { ...common, value: field.value ?? '', maxLength: field.max ?? 4000 });
  }
  const money = field.type === 'money';
  const input = make('input', { ...common, type: { money: 'text', time: 'datetime-local' }[field.type] ?? field.type ?? 'text' });
  if (field.type === 'checkbox') {
    input.checked = Boolean(field.value);
    return input;
  }
  if (field.type === 'file') {
    input.accept = field.accept;
    return input;
  }
  input.value = field.value ?? '';
  if (field.past) {
    // The bound goes on with the clock while the form is open.
    input.addEventListener('focus', () => { input.max = latest(field.type); });
  }
  for (const [name, value] of Object.entries({
    maxLength: field.max, autocomplete: field.autocomplete, min: field.min, step: field.step,
    pattern: money ? '[0-9]+(\\.[0-9]{1,2})?' : field.pattern,
    inputMode: money ? 'decimal' : field.inputMode,
    title: money ? t('jsMoneyForm') : undefined,
    max: field.past ? latest(field.type) : undefined,
  })) {
    if (value !== undefined) {
      input[name] = value;
    }
  }
  return input;
}

/** The present day or time in the office's time zone, as an input has it. */
function latest(type) {
  return type === 'time' ? new Date(Date.now() + OFFSET_HOURS * 3_600_000).toISOString().slice(0, 16) : day(Date.now());
}

function valueOf(field, input) {
  if (field.type === 'checkbox') {
    return input.checked ? true : null;
  }
  if (field.type === 'file') {
    return input.files[0] ?? null;
  }
  const value = field.type === 'password' ? input.value : input.value.trim();
  if (value === '') {
    return null;
  }
  if (field.type === 'number') {
    return Number(value);
  }
  if (field.type === 'money') {
    const [yuan, fen = ''] = value.split('.');
    return `${yuan}.${fen.padEnd(2, '0')}`;
  }
  if (field.type === 'time') {
    // What happened in this minute happened now, and not before what was recorded a moment ago. A
    // repeat sends the same moment: with another one it would be another command.
    if (field.sent?.value !== value) {
      field.sent = { value, at: value === latest('time') ? new Date().toISOString() : `${value}:00${OFFSET}` };
    }
    return field.sent.at;
  }
  // Days are meant until their end, in the office's time zone.
  return field.type === 'date' && !field.day ? `${value}T23:59:59${OFFSET}` : value;
}

/**
 * Opens a dialogue with a form, and returns what `submit` returned; null if it was closed. While
 * `submit` throws, the dialogue stays open with all that was typed.
 */
export function dialogue(title, fields, submit, { action = t('jsOk'), note, wide } = {}) {
  return new Promise((resolve) => {
    count += 1;
    const heading = make('h2', { id: `dialogue-${count}` }, title);
    const box = make('dialog', { className: wide ? 'broad' : '' }, heading, note ? make('p', {}, note) : '');
    box.setAttribute('aria-labelledby', heading.id);
    let result = null;
    let busy = false;
    const { element } = form(fields, {
      action,
      cancel: { label: t('jsCancel'), run: () => (busy ? undefined : box.close()) },
      submit: async (values) => {
        busy = true;
        try {
          result = (await submit(values)) ?? true;
          box.close();
        } finally {
          busy = false;
        }
      },
    });
    box.append(element);
    // While a command runs, its answer is awaited: it may have a code that is shown only once.
    box.addEventListener('cancel', (event) => {
      if (busy) {
        event.preventDefault();
      }
    });
    box.addEventListener('close', () => {
      box.remove();
      resolve(result);
    });
    document.body.append(box);
    box.showModal();
  });
}

/** Shows a secret that the service tells only once, as a slip that can be printed and handed over. */
export function showOnce(title, lines) {
  return dialogue(title, [], () => true, {
    action: t('jsNoted'),
    note: make('span', {}, t('jsShownOnce'), ...lines.map((line) => make('code', { className: 'secret' }, line)),
      make('button', { type: 'button', className: 'quiet small', onclick: () => window.print() }, t('jsPrint'))),
  });
}
