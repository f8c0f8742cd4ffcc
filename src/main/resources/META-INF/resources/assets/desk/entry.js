// One wish or micro-project with everything that can be said of it. It is a draft until it is
// submitted: consents and files can be added first.
import { make } from '../dom.js';
import { form } from '../forms.js';
import { t } from '../i18n.js';
import { command } from '../session.js';
import { categoryChoices, choices } from '../words.js';
import { communitiesOf, staffChannels } from './grid.js';

export async function showEntry(me, place) {
  const communities = await communitiesOf(me);
  const send = command('POST', '/wishes');
  const words = (name, more) => ({ name: `words.${name}`, label: t(`jsField_${name}`), max: 40, ...more });
  const { element } = form([
    { name: 'kind', label: t('jsKind'), type: 'select', required: true, options: choices('WishKind'), value: 'WISH' },
    { name: 'words.title', label: t('jsPrivateTitle'), required: true, max: 80 },
    { name: 'words.details', label: t('jsDetails'), type: 'textarea', max: 4000 },
    { name: 'category', label: t('jsCategory'), type: 'select', required: true, options: categoryChoices() },
    { name: 'division', label: t('jsPlace'), type: 'select', required: true, options: communities },
    { name: 'channel', label: t('jsChannel'), type: 'select', required: true, options: staffChannels(), value: 'HOME_VISIT' },
    words('residentName'), words('contactPhone', { inputMode: 'tel' }), words('address', { max: 200 }),
    { label: t('jsProjectTerms'), fields: [
      { name: 'budget', label: t('jsBudget'), type: 'money', hint: t('jsBudgetHint') },
      { name: 'claimPolicy', label: t('jsClaimPolicy'), type: 'select', options: choices('ClaimPolicy') },
      { name: 'capacity', label: t('jsCapacity'), type: 'select', options: choices('Capacity') },
      { name: 'places', label: t('jsPlaces'), type: 'number', min: 1 },
      { name: 'claimableBy', label: t('jsClaimableBy'), type: 'select', options: choices('ClaimableBy') },
      { name: 'claimableFrom', label: t('jsClaimableFrom'), type: 'select', options: choices('ClaimableFrom') },
      { name: 'needsApproval', label: t('jsNeedsApproval'), type: 'checkbox' },
    ] },
    { label: t('jsMore'), fields: [
      words('contactName'), words('reporter'),
      { name: 'words.remark', label: t('jsRemark'), type: 'textarea', max: 500 },
      { name: 'neededSkill', label: t('jsSkill'), max: 40 },
      { name: 'sensitivity', label: t('jsSensitivity'), type: 'select', options: choices('Sensitivity') },
      { name: 'completeBy', label: t('jsCompleteBy'), type: 'date' },
      ...['people', 'households', 'buildings'].map((name) => ({ name: `beneficiaries.${name}`, label: t(`jsField_${name}`), type: 'number', min: 0 })),
    ] },
  ], { action: t('jsSaveDraft'), submit: async (values) => {
    location.hash = `#wish/${(await send(values)).wishId}`;
  } });
  place.replaceChildren(make('h2', { tabIndex: -1 }, t('jsNewWish')), make('p', {}, t('jsEntryText')), element);
}
