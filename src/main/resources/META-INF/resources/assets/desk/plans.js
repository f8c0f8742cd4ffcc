// Plans: which claimant should be offered which wish, computed for the whole street, and the
// invitations that follow from it.
import { make } from '../dom.js';
import { dialogue } from '../forms.js';
import { minute, t } from '../i18n.js';
import { all, command, read } from '../session.js';
import { table } from '../tables.js';
import { word } from '../words.js';

const EVERY = 1000;

export async function showPlans(me, place) {
  const plans = await all('/matching/plans', 50);
  const send = command('POST', '/matching/plans');
  place.replaceChildren(
    make('h2', {}, t('jsPlans')), make('p', {}, t('jsPlansText')),
    make('p', {}, make('button', { type: 'button', onclick: async () => {
      const made = await dialogue(t('jsNewPlan'), [
        { name: 'timeLimit', label: t('jsTimeLimit'), type: 'number', min: 1, value: 20, hint: t('jsTimeLimitHint') },
      ], (values) => send({ division: me.division, ...values }), { action: t('jsNewPlan') });
      if (made) {
        location.hash = `#plan/${made.id}`;
      }
    } }, t('jsNewPlan'))),
    plans.length === 0 ? make('p', {}, t('jsNothingHere')) : table(t('jsPlans'), [
      { head: t('jsPlan'), key: true, cell: (plan) => make('a', { href: `#plan/${plan.id}` }, minute(plan.createdAt)) },
      { head: t('jsState'), left: true, cell: (plan) => word('PlanState', plan.state) },
      { head: t('jsPairs'), cell: (plan) => plan.pairs },
      { head: t('jsServed'), cell: (plan) => `${plan.wishesServed} / ${plan.wishes}` },
      { head: t('jsSent'), cell: (plan) => plan.invitations.sent },
    ], plans));
}

export async function showPlan(me, id, place) {
  const said = make('div', { role: 'status' });
  place.replaceChildren(make('h2', { tabIndex: -1 }, t('jsPlan')), said);
  let plan = await read(`/matching/plans/${id}`);
  const bar = make('progress', { ariaLabel: t('jsPlan') });
  while (plan.state === 'RUNNING' && place.contains(said)) {
    said.replaceChildren(make('p', {}, plan.text), bar);
    await new Promise((resolve) => { setTimeout(resolve, EVERY); });
    plan = await read(`/matching/plans/${id}`);
  }
  if (!place.contains(said)) {
    return;
  }
  const [pairs, unserved] = plan.state === 'COMPLETED' ? await Promise.all([
    all(`/matching/plans/${id}/pairs`), all(`/matching/plans/${id}/unserved`),
  ]) : [[], []];
  const send = command('POST', `/matching/plans/${id}/invitations`);
  const open = pairs.filter((pair) => pair.holds && !pair.invitation);
  said.replaceChildren(
    make('p', { className: 'now' }, plan.text),
    make('p', { className: 'truth' }, plan.treeSize ? t('jsFiguresOf', plan.treeSize) : ''),
    open.length === 0 || !me.operations.includes('sendPlanInvitations') ? '' : make('p', {}, make('button', { type: 'button', onclick: async () => {
      if (await dialogue(t('jsSendInvitations', open.length), [
        { name: 'reserved', label: t('jsReserved'), type: 'checkbox' },
      ], (values) => send(values), { action: t('jsSend'), note: t('jsSendText') })) {
        showPlan(me, id, place);
      }
    } }, t('jsSendInvitations', open.length))),
    pairs.length === 0 ? '' : table(t('jsPairs'), [
      { head: t('jsWish'), key: true, cell: (pair) => make('a', { href: `#wish/${pair.wishId}` }, pair.wishTitle ?? pair.wishId) },
      { head: t('jsWho'), left: true, cell: (pair) => pair.claimantName ?? `${word('ClaimantType', pair.claimantType)} ${pair.claimantId}` },
      { head: t('jsScore'), cell: (pair) => pair.score },
      { head: t('jsWhy'), left: true, cell: (pair) => pair.reasons.map((why) => `${why.text} ${why.points}`).join(t('jsComma')) },
      { head: t('jsInvitation'), left: true, cell: (pair) => (pair.invitation ? pair.invitation.obstacleText ?? word('PlanInvitationState', pair.invitation.state)
        : pair.obstacleText ?? '') },
    ], pairs),
    unserved.length === 0 ? '' : make('h3', {}, t('jsUnserved')),
    unserved.length === 0 ? '' : table(t('jsUnserved'), [
      { head: t('jsWish'), key: true, cell: (one) => make('a', { href: `#wish/${one.wishId}` }, one.wishTitle ?? one.wishId) },
      { head: t('jsWhy'), left: true, cell: (one) => one.explanation ?? one.reason },
    ], unserved));
}
