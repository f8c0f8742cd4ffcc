// The lists of the desk: wishes in a state, what is overdue, claims that wait, findings.
import { make, refusal } from '../dom.js';
import { form } from '../forms.js';
import { day, minute, t } from '../i18n.js';
import { all, command, read } from '../session.js';
import { onlyFirst, table } from '../tables.js';
import { word } from '../words.js';

/** The largest number of items of one batch. */
const BATCH = 100;

const titleOf = (wish) => wish.title ?? wish.own?.title ?? t('jsUntitled');

/**
 * A list of links that arrow keys walk through. Items are {href, title, about, late, id}; with
 * `chosen`, a set of ids, they can be ticked.
 */
function lines(items, open, chosen, tick) {
  const list = make('ul', { className: 'lines' }, ...items.map((item) => {
    const line = make('a', { href: item.href, ariaCurrent: item.id === open ? 'true' : null },
      make('strong', {}, item.title), make('span', {}, item.about),
      item.late ? make('span', { className: 'chip late' }, t('jsOverdue')) : '');
    line.dataset.id = item.id;
    if (!chosen) {
      return make('li', {}, line);
    }
    const box = make('input', {
      type: 'checkbox', checked: chosen.has(item.id), ariaLabel: t('jsChoose', item.title),
      onchange: () => {
        if (box.checked) {
          chosen.add(item.id);
        } else {
          chosen.delete(item.id);
        }
        tick();
      },
    });
    return make('li', { className: 'ticked' }, box, line);
  }));
  list.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...list.querySelectorAll('a')];
    const at = links.indexOf(document.activeElement);
    if (step && at >= 0) {
      event.preventDefault();
      links[Math.min(links.length - 1, Math.max(0, at + step))].focus();
    } else if (event.key === ' ' && chosen && at >= 0) {
      event.preventDefault();
      links[at].previousElementSibling.click();
    }
  });
  return list;
}

/** Shows the wishes of a state, or the overdue ones. */
export async function showWishes(me, view, place, open, batch) {
  const query = view.overdue ? 'overdue=true' : `state=${view.state}&sort=${view.state === 'DRAFT' ? 'OLDEST' : 'DEADLINE'}`;
  const items = await all(`/desk/wishes?${query}`, 300)
    .catch(async (problem) => {
      if (problem.status !== 400) {
        throw problem;
      }
      // Not every state has a deadline.
      return all(`/desk/wishes?state=${view.state}&sort=NEWEST`, 300);
    });
  const chosen = view.state === 'SUBMITTED' && me.operations.includes('publishWishes') ? new Set() : null;
  const button = make('button', { type: 'button', disabled: true, onclick: () =>
    batch(items.map((one) => one.wish).filter((wish) => chosen.has(wish.id)).slice(0, BATCH)) });
  const tick = () => {
    button.textContent = t('jsPublishChosen', chosen.size);
    button.disabled = chosen.size === 0;
  };
  const list = lines(items.map(({ wish, waitingDays, dueBy, overdue }) => ({
    id: wish.id, href: `#wish/${wish.id}`, title: titleOf(wish), late: overdue,
    about: [wish.divisionName, word('Category', wish.category),
      waitingDays > 0 ? t('jsWaiting', waitingDays) : '', dueBy ? t('jsDue', day(dueBy)) : ''].filter(Boolean).join(' · '),
  })), open, chosen, tick);
  const everything = chosen && items.length > 0 ? make('p', { className: 'buttons' },
    make('button', { type: 'button', className: 'quiet', onclick: () => {
      items.slice(0, BATCH).forEach(({ wish }) => chosen.add(wish.id));
      list.querySelectorAll('input').forEach((box, i) => { box.checked = i < BATCH; });
      tick();
    } }, t('jsChooseAll')), button) : '';
  if (chosen) {
    tick();
  }
  place.replaceChildren(make('h2', {}, view.title), everything,
    items.length === 0 ? make('p', {}, t('jsNothingHere')) : list, onlyFirst(items));
}

let reviewing = null;

/** Whether public titles were changed that are not published yet. */
export const isReviewing = () => Boolean(reviewing?.());

/** Reviews the public titles of many wishes, and publishes them in one request. */
export function publishMany(wishes, place, done) {
  const titles = new Map();
  const results = new Map();
  const rows = table(t('jsPublishMany'), [
    { head: t('jsPrivateTitle'), key: true, cell: (wish) => wish.own?.title ?? wish.id },
    { head: t('jsPublicTitle'), left: true, cell: (wish) => {
      const input = make('input', { value: wish.own?.title ?? '', maxLength: 80, required: true, ariaLabel: `${t('jsPublicTitle')}: ${wish.own?.title ?? wish.id}` });
      titles.set(wish.id, input);
      return input;
    } },
    { head: t('jsResult'), left: true, cell: (wish) => {
      const result = make('span', { role: 'status' });
      results.set(wish.id, result);
      return result;
    } },
  ], wishes);
  const send = command('POST', '/wishes/publish-batch');
  let left = wishes;
  const { element } = form([{ name: 'attested', label: t('jsAttestedAll'), type: 'checkbox', required: true }], {
    action: t('jsPublishMany'),
    submit: async () => {
      const items = left.map((wish) => ({
        wishId: wish.id, publication: { publicTitle: titles.get(wish.id).value.trim(), attested: true },
      }));
      const { items: outcomes } = await send({ items });
      const refused = [];
      outcomes.forEach(({ index, problem }) => {
        const { id } = left[index];
        results.get(id).className = problem ? 'refusal' : 'fine';
        results.get(id).textContent = problem ? problem.detail : t('jsPublished');
        titles.get(id).disabled = !problem;
        if (problem) {
          refused.push(left[index]);
        }
      });
      left = refused;
      element.hidden = left.length === 0;
      done();
    },
  });
  reviewing = () => element.isConnected
    && left.some((wish) => titles.get(wish.id).value !== (wish.own?.title ?? ''));
  place.replaceChildren(make('h2', { tabIndex: -1 }, t('jsPublishMany')), make('p', {}, t('jsPublishManyText')), rows, element);
  place.firstChild.focus();
}

/** Shows the claims that wait for approval, and approves the chosen ones in one request. */
export async function showClaims(me, view, place, open, changed) {
  const items = await all(view.overdue ? '/desk/claims?overdue=true' : '/desk/claims?state=PENDING', 300);
  const chosen = !view.overdue && me.operations.includes('approveClaims') ? new Set() : null;
  const wishOf = Object.fromEntries(items.map((claim) => [claim.id, claim.wishId]));
  const said = make('div', { role: 'status' });
  const button = make('button', { type: 'button', disabled: true });
  const tick = () => {
    button.textContent = t('jsApproveChosen', chosen.size);
    button.disabled = chosen.size === 0;
  };
  const list = lines(items.map((claim) => ({
    id: claim.id, href: `#wish/${wishOf[claim.id]}`, title: claim.wishTitle ?? t('jsUntitled'), late: claim.overdue,
    about: [claim.claimantName ?? word('ClaimantType', claim.claimantType),
      claim.approveBy && !view.overdue ? t('jsDue', day(claim.approveBy)) : claim.completeBy ? t('jsDue', day(claim.completeBy)) : ''].filter(Boolean).join(' · '),
  })), open, chosen, tick);
  if (chosen) {
    tick();
    button.addEventListener('click', async () => {
      button.disabled = true;
      try {
        const ids = [...chosen].slice(0, BATCH);
        const { items: outcomes } = await command('POST', '/claims/approve-batch')({ claims: ids });
        const refused = outcomes.filter((one) => one.problem);
        await changed();
        // The list is a new one now.
        place.querySelector('h2').after(make('div', { className: 'now', role: 'status' },
          t('jsApproved', outcomes.length - refused.length),
          ...refused.map((one) => refusal({ message: one.problem.detail }))));
      } catch (problem) {
        said.replaceChildren(problem.message);
        tick();
      }
    });
  }
  place.replaceChildren(make('h2', {}, view.title), said,
    chosen && items.length > 0 ? make('p', { className: 'buttons' }, button) : '',
    items.length === 0 ? make('p', {}, t('jsNothingHere')) : list, onlyFirst(items));
}

/** Shows the findings that wait for an operator. */
export async function showFindings(view, place, open) {
  const items = await all('/moderation', 300);
  place.replaceChildren(make('h2', {}, view.title), items.length === 0 ? make('p', {}, t('jsNothingHere'))
    : lines(items.filter((one) => one.wishId).map((one) => ({
      id: one.wishId, href: `#wish/${one.wishId}`,
      title: (one.words ?? []).map((found) => found.word).join(t('jsComma')) || word('FindingSubject', one.subject),
      about: `${word('FindingSubject', one.subject)} · ${minute(one.createdAt)}`,
    })), open));
}

/** Shows what readers of the wall have reported, until it is decided. */
export async function showReports(view, place, open) {
  const items = await all('/reports?state=OPEN', 300);
  place.replaceChildren(make('h2', {}, view.title), items.length === 0 ? make('p', {}, t('jsNothingHere'))
    : lines(items.map((one) => ({
      id: one.wishId, href: `#wish/${one.wishId}`, title: word('ReportReason', one.reason),
      about: [one.evidenceId ? t('jsPhoto') : '', one.words, minute(one.createdAt)].filter(Boolean).join(' · '),
    })), open));
}

/** Reads how many wishes are in each state, and what waits in the inbox. */
export async function readCounts(me) {
  const [states, inbox] = await Promise.all([
    read('/desk/wish-counts'),
    me.operations.includes('countInbox') ? read('/inbox/counts') : { kinds: [] },
  ]);
  return {
    states: Object.fromEntries(states.items.map((one) => [one.state, one.more ? `${one.count}+` : one.count])),
    inbox: Object.fromEntries(inbox.kinds.map((one) => [one.kind, one])),
  };
}
