// What the pages behind the login share: the login itself, who is logged in, navigation by the part
// of the address behind #, and the place for messages.
import { ask } from './api.js';
import { byId, make, refusal } from './dom.js';
import { dialogue, form, showOnce } from './forms.js';
import { t } from './i18n.js';
import { codeFields, login, loginByCode, loginFields, logout, onLogin, read } from './session.js';
import { readWords, word } from './words.js';

/** Accepts an invitation: a password of one's own and the second factor. */
async function enrol() {
  let begun = null;
  let code;
  const started = await dialogue(t('jsEnrol'), [
    { name: 'code', label: t('jsInvitationCode'), required: true, max: 60, autocomplete: 'off' },
  ], async (values) => {
    ({ code } = values);
    begun = await (await ask('/auth/enrolment', { method: 'POST', body: values })).json();
  }, { action: t('jsNext'), note: t('jsEnrolText') });
  if (!started) {
    return;
  }
  const finished = await dialogue(t('jsEnrol'), [
    { name: 'password', label: t('jsNewPassword'), type: 'password', required: true, max: 128, autocomplete: 'new-password', hint: t('jsNewPasswordHint') },
    { name: 'totp', label: t('jsCode'), required: true, max: 6, pattern: '[0-9]{6}', inputMode: 'numeric', autocomplete: 'one-time-code' },
  ], async (values) => (await ask('/auth/enrolment/complete', { method: 'POST', body: { code, ...values } })).json(), {
    action: t('jsEnrol'),
    note: make('span', {}, t('jsAuthenticator', begun.loginName), ' ',
      make('a', { href: begun.totpUri }, t('jsOpenAuthenticator')),
      make('code', { className: 'secret' }, begun.totpSecret.replace(/(.{4})/g, '$1 ').trim())),
  });
  if (finished) {
    await showOnce(t('jsRecoveryCodes'), finished.recoveryCodes);
  }
}

/** The first administrator: proves the start of this installation by the secret in its file. */
async function bootstrap() {
  const receipt = await dialogue(t('jsBootstrap'), [
    { name: 'secret', label: t('jsBootstrapSecret'), required: true, max: 80, autocomplete: 'off' },
    { name: 'loginName', label: t('jsLoginName'), required: true, max: 32, hint: t('jsLoginNameHint'), autocomplete: 'off' },
    { name: 'name', label: t('jsName'), max: 50 },
  ], async (values) => (await ask('/auth/bootstrap', { method: 'POST', body: values })).json(), {
    action: t('jsNext'), note: t('jsBootstrapText'),
  });
  if (receipt) {
    await showOnce(t('jsInvitationCode'), [receipt.invitation.code]);
    await enrol();
  }
}

/** Logs in a user of the mini-program. */
const enterCode = () => dialogue(t('jsUseMiniProgram'), codeFields(), loginByCode, { action: t('jsLogin') });

function askLogin(place) {
  const { element } = form(loginFields(), { action: t('jsLogin'), submit: login });
  place.replaceChildren(make('div', { className: 'panel login' },
    make('h2', {}, t('jsLogin')), make('p', {}, t('jsLoginText')), element,
    make('p', {}, make('button', { type: 'button', className: 'quiet', onclick: enrol }, t('jsHaveInvitation'))),
    document.body.classList.contains('setup-page')
      ? make('p', {}, make('button', { type: 'button', className: 'quiet', onclick: bootstrap }, t('jsBootstrap')))
      : make('p', {}, make('button', { type: 'button', className: 'quiet', onclick: enterCode }, t('jsUseMiniProgram')))));
}

/** Asks for the login, and then calls `start(me)` with the caller's role and operations. */
export function begin(start) {
  const place = byId('shell-login');
  onLogin(async (account) => {
    if (!account) {
      // Nothing of the last person stays on the screen.
      location.replace(location.pathname + location.search);
      return;
    }
    try {
      await readWords();
      const me = await read('/me');
      byId('shell-who').replaceChildren(`${[word('Role', me.role), me.division].filter(Boolean).join(' · ')} `,
        make('button', { type: 'button', className: 'quiet small', onclick: logout }, t('jsLogout')));
      place.replaceChildren();
      await start(me);
    } catch (problem) {
      place.replaceChildren(refusal(problem));
    }
  });
  askLogin(place);
}

/**
 * Shows groups of views, [[title, [[hash, name, count, late], …]], …], as navigation; `here` is the
 * hash of the view that is shown.
 */
export function navigation(place, groups, here) {
  place.replaceChildren(...groups.filter(([, items]) => items.length > 0).flatMap(([title, items]) => [
    make('h2', {}, title),
    make('ul', {}, ...items.map(([hash, name, count, late]) => {
      const entry = make('a', { href: `#${hash}` }, make('span', {}, name),
        count === undefined ? '' : make('b', {}, count),
        late ? make('b', { className: 'late', title: t('jsOverdue') }, `!${late}`) : '');
      if (hash === here) {
        entry.setAttribute('aria-current', 'page');
      }
      return make('li', {}, entry);
    })),
  ]));
}

/**
 * Runs a page of views that each fill the same place: [hash, name, operation, show(place, me),
 * ofOrganisation]. A view whose operation the role may not call is left out, and one of an
 * organisation for callers without.
 */
export function views(title, all) {
  begin(async (me) => {
    const mine = all().filter(([, , operation, , ofOrganisation]) =>
      me.operations.includes(operation) && (!ofOrganisation || me.organisationId));
    const place = byId('shell-place');
    if (mine.length === 0) {
      byId('shell-login').replaceChildren(make('p', { className: 'now' }, t('jsNothingForRole', word('Role', me.role))));
      return;
    }
    const route = async () => {
      const hash = location.hash.slice(1).split('/')[0];
      const [here, , , show] = mine.find(([one]) => one === hash) ?? mine[0];
      navigation(byId('shell-nav'), [[title, mine.map(([one, name]) => [one, name])]], here);
      // Each view has a place of its own: one that comes late does not replace a newer one.
      const own = make('div');
      place.replaceChildren(own);
      own.replaceChildren(make('p', { role: 'status' }, t('jsReading')));
      try {
        await show(own, me);
      } catch (problem) {
        own.replaceChildren(refusal(problem), make('p', {}, make('button', { type: 'button', onclick: route }, t('jsAgain'))));
      }
    };
    byId('shell').hidden = false;
    window.addEventListener('hashchange', route);
    await route();
  });
}
