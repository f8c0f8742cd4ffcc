// The texts of the page's language; the same bundles as the templates use.
const language = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
const texts = (await import(`/texts/${language}.js`)).default;

/** Returns a text with values at {0}, {1} and so on. */
export function t(key, ...values) {
  return values.reduce((text, value, i) => text.replaceAll(`{${i}}`, () => value), texts[key]);
}

/** Returns the path with the language, if the visitor chose one. */
export function link(path) {
  const chosen = document.documentElement.dataset.chosen;
  if (!chosen) {
    return path;
  }
  const [before, hash] = path.split('#');
  return `${before}${before.includes('?') ? '&' : '?'}lang=${chosen}${hash ? `#${hash}` : ''}`;
}

const minutes = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short',
});

/** Returns a time of the API to the minute, as the templates write it. */
export const minute = (time) => minutes.format(new Date(time));

/** Returns the label of a code in the API's dictionary: {en, zh}. */
export const label = (words) => words[language];

const days = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });

/** Returns the day of a time in the office's time zone, yyyy-MM-dd. */
export const day = (time) => days.format(new Date(time));
