// The words of the API's dictionary in the language of the page.
import { json } from './api.js';
import { label } from './i18n.js';

let enums = null;
let categories = [];

/** Reads the dictionary once; `word` needs it. */
export async function readWords() {
  if (enums === null) {
    const read = await json('/dictionary');
    enums = Object.fromEntries(read.enums.map((one) => [
      one.name, Object.fromEntries(one.values.map((value) => [value.code, value])),
    ]));
    categories = read.categories;
  }
}

/** Returns the label of a constant; the constant itself if it is new. */
export const word = (name, code) => (enums[name]?.[code] ? label(enums[name][code]) : code);

/** Returns [code, label] of the constants of an enum, for a selection. */
export const choices = (name, codes = Object.keys(enums[name] ?? {})) =>
  codes.map((code) => [code, word(name, code)]);

/** Returns [code, label] of the categories. */
export const categoryChoices = () => categories.map((one) => [one.code, label(one)]);
