import { json, Problem } from './api.js';
import { byId, make } from './dom.js';
import { link, minute, t } from './i18n.js';
import {
  entryOf, isEntryIncluded, needTree, readCheckpoint, tree, verify, verifyWish,
} from './prove.js';
import { fromBase64, fromHex, hex, leafHash, same, ticket } from './verify.js';
import { readWords, word } from './words.js';

// Entries --------------------------------------------------------------------------------------

async function oneEntry(said) {
  byId('leaf').replaceChildren();
  needTree();
  const asked = byId('entry').value.trim();
  const entry = await entryOf(asked);
  const data = fromBase64(entry.leafBytes);
  const computed = leafHash(data);
  byId('leaf').append(make('details', {},
    make('summary', {}, t('jsLeafText')),
    make('pre', { tabIndex: 0 }, new TextDecoder().decode(data))));
  const right = hex(computed) === entry.leafHash;
  if (right) {
    said.right(t('jsLeafRight'));
  } else {
    said.wrong(t('jsLeafChanged'));
  }
  // The service must not answer with another entry than the one that was asked for.
  const { entryId } = JSON.parse(new TextDecoder().decode(data));
  if (entryId !== asked && String(entry.leafIndex) !== asked) {
    said.wrong(t('jsOtherEntry', entryId));
  } else if (entry.leafIndex === null || entry.leafIndex >= tree.size) {
    said.note(t('jsEntryLater', tree.size));
  } else if (await isEntryIncluded(entry.leafIndex, computed)) {
    said.right(t('jsIncluded', entry.leafIndex, tree.size));
  } else {
    said.wrong(t('jsNotIncluded'));
  }
}

// A wish ---------------------------------------------------------------------------------------

async function wishId(asked) {
  if (!asked.includes('-')) {
    return asked.toUpperCase();
  }
  const found = (await json(`/wishes?number=${encodeURIComponent(asked)}`)).items[0];
  if (!found) {
    throw new Problem('', 'NOT_FOUND', 404);
  }
  return found.id;
}

function timeline(entries, id) {
  const list = make('ol', { className: 'events' });
  for (const { leaf, leafIndex } of entries) {
    const { from, to } = leaf.transition ?? {};
    list.append(make('li', {},
      make('time', { dateTime: leaf.occurredAt }, minute(leaf.occurredAt)),
      `${word('EntryType', leaf.type)} · ${word('Role', leaf.actor.role)}`,
      to && to !== from ? ` · ${word('WishState', to)}` : '',
      ' ',
      make('span', { className: 'leaf' }, leafIndex === null || leafIndex >= tree.size ? t('jsNotVerified') : t('jsEntry', leafIndex))));
  }
  byId('timeline').replaceChildren(
    make('h3', {}, t('jsTimeline')),
    list,
    make('p', {},
      make('a', { href: `/api/v1/wishes/${id}/dossier`, download: `dossier-${id}.zip` }, t('jsDossier')),
      ' · ',
      make('a', { href: link(`/wall/${id}`) }, t('jsOpenWish'))));
}

async function oneWish(said) {
  byId('timeline').replaceChildren();
  needTree();
  await readWords();
  const id = await wishId(byId('wish').value.trim());
  const found = await verifyWish(id, said.progress);
  if (found.changed.length === 0) {
    said.right(t('jsAllLeaves', found.covered));
  }
  found.changed.forEach((entry) => said.wrong(`${t('jsEntry', entry.leafIndex)}: ${t('jsLeafChanged')}`));
  if (found.missing.length === 0) {
    said.right(t('jsAllIncluded', found.covered));
  }
  found.missing.forEach((entry) => said.wrong(`${t('jsEntry', entry.leafIndex)}: ${t('jsNotIncluded')}`));
  if (found.gap === null) {
    said.right(t('jsNoGap', found.entries.length));
  } else {
    said.wrong(t('jsGap', found.gap));
  }
  if (found.waiting !== null) {
    said.note(t('jsNotCovered', found.waiting));
  }
  timeline(found.entries, id);
}

// A sample -------------------------------------------------------------------------------------

async function sample(said) {
  byId('sample').replaceChildren();
  needTree();
  const seed = byId('seed').value.trim();
  const query = new URLSearchParams({ n: byId('n').value, treeSize: tree.size });
  if (seed) {
    query.set('seed', seed);
  }
  const drawn = await json(`/ledger/sample?${query}`);
  if (drawn.treeSize !== tree.size || !same(fromHex(drawn.rootHash), tree.root)) {
    said.wrong(t('jsSampleOther'));
    return;
  }
  const wishes = drawn.strata.flatMap((stratum) => stratum.wishes);
  const population = drawn.strata.reduce((sum, stratum) => sum + stratum.population, 0);
  said.right(t('jsSampleRoot', tree.size, population));
  const tickets = wishes.map((wish) => ticket(drawn.seed, wish.wishId));
  const enough = wishes.length === Math.min(Number(byId('n').value), population);
  if (enough && (!seed || seed === drawn.seed) && tickets.every((one, i) => i === 0 || tickets[i - 1] < one)) {
    said.right(t('jsSampleOrder', drawn.seed));
  } else {
    said.wrong(t('jsSampleWrong'));
  }
  let wrong = 0;
  let done = 0;
  for (const { wishId: id } of wishes) {
    const found = await verifyWish(id);
    wrong += found.right ? 0 : 1;
    byId('sample').append(make('li', {},
      make('a', { href: link(`/ledger?wish=${id}`) }, id),
      ` · ${found.right ? t('jsRight') : t('jsWrong')}`,
      found.waiting === null ? '' : ` · ${t('jsNotCovered', found.waiting)}`));
    done += 1;
    said.progress(done, wishes.length);
  }
  if (wrong === 0) {
    said.right(t('jsSampleClean', wishes.length));
  } else {
    said.wrong(t('jsSampleDirty', wishes.length, wrong));
  }
}

// Start ----------------------------------------------------------------------------------------

function onSubmit(form, place, work) {
  byId(form).addEventListener('submit', (event) => {
    event.preventDefault();
    verify(place, work);
  });
}

onSubmit('wish-form', 'wish-result', oneWish);
onSubmit('entry-form', 'entry-result', oneEntry);
onSubmit('sample-form', 'sample-result', sample);
byId('again').addEventListener('click', () => verify('checkpoint', readCheckpoint));
await verify('checkpoint', readCheckpoint);
if (byId('wish').value) {
  await verify('wish-result', oneWish);
}
if (byId('entry').value) {
  await verify('entry-result', oneEntry);
}
