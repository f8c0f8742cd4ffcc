// Finds a wish by its number, public words, name or telephone number. Searches by person are
// recorded in the ledger, with a purpose.
import { make } from '../dom.js';
import { form } from '../forms.js';
import { t } from '../i18n.js';
import { command, read } from '../session.js';
import { choices, word } from '../words.js';

export function showSearch(me, place) {
  const found = make('div', { role: 'status' });
  const show = (items) => {
    found.replaceChildren(items.length === 0 ? t('jsNotFound') : make('ul', { className: 'lines' },
      ...items.map((one) => make('li', {}, make('a', { href: `#wish/${one.wishId ?? one.id}` },
        make('strong', {}, one.title ?? one.number ?? one.wishId),
        make('span', {}, [one.number, word('WishState', one.state), one.residentName, one.contactPhone].filter(Boolean).join(' · ')))))));
  };
  const publicly = form([
    { name: 'asked', label: t('jsNumberOrWords'), required: true, max: 40 },
  ], { action: t('jsSearch'), submit: async ({ asked }) => {
    const number = /^[0-9]{9}-[0-9]{4}-[A-Z]-[0-9]+$/.test(asked);
    const page = await read(number ? `/wishes?number=${asked}` : `/wishes?q=${encodeURIComponent(asked)}&limit=50`);
    show(page.items);
  } });
  const parts = [make('h2', {}, t('jsSearch')), publicly.element];
  if (me.operations.includes('searchWishes')) {
    const send = command('POST', '/wish-searches');
    parts.push(make('h3', {}, t('jsSearchPerson')), make('p', {}, t('jsSearchPersonText')), form([
      { name: 'name', label: t('jsField_residentName'), max: 40 },
      { name: 'phone', label: t('jsField_contactPhone'), max: 20, inputMode: 'tel' },
      { name: 'purpose', label: t('jsPurpose'), type: 'select', required: true, options: choices('ReadPurpose', ['CONTACT', 'VERIFICATION', 'EMERGENCY', 'ON_REQUEST', 'OTHER']) },
      { name: 'words', label: t('jsPurposeWords'), max: 200, hint: t('jsPurposeWordsHint') },
    ], { action: t('jsSearch'), submit: async (values) => show((await send(values)).items) }).element);
  }
  place.replaceChildren(...parts, found);
}
