// Invitations and waiting lists: those of a wish, and all those of the division.
import { make, refusal, trying } from '../dom.js';
import { minute, t } from '../i18n.js';
import { all, post } from '../session.js';
import { table } from '../tables.js';
import { choices, word } from '../words.js';

/** The states in which an invitation, or a place in a waiting list, has not ended. */
export const LIVE = ['WAITING', 'INVITED'];

/** How many are read; older ones are found by their wish. */
const MOST = 500;

const who = ({ invitation, claimantName }) => claimantName ?? `${word('ClaimantType', invitation.claimant.type)} ${invitation.claimant.id}`;

function withdrawing(me, one, changed) {
  return LIVE.includes(one.invitation.state) && me.operations.includes('withdrawInvitation')
    ? make('button', { type: 'button', className: 'quiet small', ariaLabel: `${t('jsWithdrawInvitation')} ${who(one)}`,
      onclick: trying(async () => {
        await post(`/invitations/${one.invitation.id}/withdraw`);
        changed();
      }) }, t('jsWithdrawInvitation'))
    : '';
}

/** Returns the parts of a line about an invitation to the wish that is open. */
export function invitationLine(me, one, changed) {
  const { invitation } = one;
  return [
    [who(one), word('InvitationState', invitation.state), invitation.reserved ? t('jsHeldPlace') : '',
      invitation.until && LIVE.includes(invitation.state) ? t('jsUntil', minute(invitation.until)) : '',
      invitation.endedAt ? minute(invitation.endedAt) : ''].filter(Boolean).join(' · '),
    ' ', withdrawing(me, one, changed),
  ];
}

/** Shows the invitations of the division in one state; `state` is empty for those that have not ended. */
export async function showInvitations(me, place, state = '') {
  const items = await all(`/desk/invitations?state=${state || LIVE.join(',')}`, MOST);
  const select = make('select', { id: 'invitation-state' }, make('option', { value: '' }, t('jsNotEnded')),
    ...choices('InvitationState').map(([value, words]) => make('option', { value, selected: value === state }, words)));
  const again = () => { showInvitations(me, place, select.value).catch((problem) => place.append(refusal(problem))); };
  select.addEventListener('change', again);
  place.replaceChildren(make('h2', { tabIndex: -1 }, t('jsInvitations')),
    make('p', {}, make('label', { htmlFor: select.id }, t('jsState')), ' ', select),
    items.length === 0 ? make('p', {}, t('jsNothingHere')) : table(t('jsInvitations'), [
      { head: t('jsWish'), key: true, cell: (one) => make('a', { href: `#wish/${one.invitation.wishId}` }, one.wishTitle ?? one.invitation.wishId) },
      { head: t('jsWho'), left: true, cell: who },
      { head: t('jsState'), left: true, cell: (one) => word('InvitationState', one.invitation.state) },
      { head: t('jsInvitedAt'), left: true, cell: (one) => minute(one.invitation.invitedAt ?? one.invitation.createdAt) },
      { head: t('jsValidUntil'), left: true, cell: (one) => (one.invitation.until ? minute(one.invitation.until) : '') },
      { head: t('jsHeldPlace'), left: true, cell: (one) => (one.invitation.reserved ? t('jsYes') : '') },
      { head: t('jsWishState'), left: true, cell: (one) => word('WishState', one.wishState) },
      { head: t('jsDo'), left: true, cell: (one) => withdrawing(me, one, again) },
    ], items));
}
