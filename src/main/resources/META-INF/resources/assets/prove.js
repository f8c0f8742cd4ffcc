// Proves with what the public API says: the checkpoint of the ledger, entries, and whole wishes; and
// says in words what was proven. The explorer and the check of papers use it.
import { entriesOf, json, Problem, text } from './api.js';
import { byId, make } from './dom.js';
import { t } from './i18n.js';
import {
  bytes, fromBase64, fromHex, hex, isConsistent, isIncluded, leafHash, Malformed, openCheckpoint,
  parseKey,
} from './verify.js';

/** How many proofs are asked for at the same time. */
const AT_ONCE = 4;

/** The verified checkpoint; null before, and if it is not right. */
export let tree = null;
let keys = [];
const running = new Set();

// What is written ------------------------------------------------------------------------------

/** A list of what was found out, in words. */
function checks(place) {
  const list = make('ul', { className: 'checks' });
  byId(place).replaceChildren(list);
  const add = (kind) => (sentence) => list.append(make('li', { className: kind }, sentence));
  const working = make('li', {}, t('jsWorking'));
  list.append(working);
  return {
    right: add('right'),
    wrong: add('wrong'),
    note: add('note'),
    progress: (done, all) => { working.textContent = t('jsProgress', done, all); },
    end: () => working.remove(),
    failed: (error) => {
      if (error instanceof Malformed || error instanceof SyntaxError || error instanceof TypeError) {
        add('wrong')(t('jsMalformed', error.message));
      } else if (error instanceof Problem && error.status === 404) {
        add('note')(t('jsNotFound'));
      } else {
        add('note')(error.message);
      }
    },
  };
}

/** Runs a verification; what goes wrong becomes a sentence. One at a time is shown in a place. */
export async function verify(place, work) {
  if (running.has(place)) {
    return;
  }
  running.add(place);
  const said = checks(place);
  try {
    await work(said);
  } catch (error) {
    said.failed(error);
  } finally {
    said.end();
    running.delete(place);
  }
}

// Checkpoint -----------------------------------------------------------------------------------

const remembered = (origin) => `microwish.ledger.${origin}`;

function recall(origin) {
  try {
    return JSON.parse(localStorage.getItem(remembered(origin)));
  } catch {
    return null;
  }
}

/** Verifies the checkpoint of now, and that it extends that of the last visit. */
export async function readCheckpoint(said) {
  tree = null;
  const published = await json('/ledger/keys');
  keys = published.log.map((key) => parseKey(key.verifierKey));
  const opened = openCheckpoint(await text('/ledger/checkpoint'), keys);
  if (opened.forged) {
    said.wrong(t('jsForged'));
    return;
  }
  if (!opened.key) {
    said.wrong(t('jsNoKey'));
    return;
  }
  said.right(t('jsSigned', opened.size, opened.key.id));
  said.note(t('jsKeyIs', opened.key.text));
  const last = recall(opened.origin);
  if (last && !(await follows(said, last, opened))) {
    return;
  }
  if (!last) {
    said.note(t('jsFirstVisit'));
  }
  tree = opened;
  // A new key stays a warning at each visit until the visitor has accepted it.
  note(said, opened, last && !isSignedBy(opened, last.key) ? last.key : opened.key.text);
}

const isSignedBy = (opened, key) => opened.signers.some((one) => one.text === key);

/** Keeps the tree and the key for the next visit. */
function note(said, opened, key) {
  try {
    localStorage.setItem(remembered(opened.origin), JSON.stringify({
      size: opened.size, root: hex(opened.root), key,
    }));
  } catch {
    said.note(t('jsNotNoted'));
  }
}

/** Says that no key of the last visit signed; the visitor can accept the new one. */
function changedKey(said, now) {
  const accept = make('button', { type: 'button', className: 'quiet small' }, t('jsAcceptKey'));
  accept.addEventListener('click', () => {
    note(said, now, now.key.text);
    accept.remove();
  });
  said.wrong(make('span', {}, t('jsKeyChanged'), ' ', accept));
}

/** Whether a tree extends the one of that size and root. */
export async function extended(size, root, now) {
  const between = size === now.size || size === 0
    ? []
    : (await json(`/ledger/proofs/consistency?from=${size}&to=${now.size}`)).hashes;
  return isConsistent(size, root, now.size, now.root, between.map(fromHex));
}

/** Says whether the tree extends the one of the last visit. */
async function follows(said, last, now) {
  if (isSignedBy(now, last.key)) {
    said.right(t('jsKeySame'));
  } else {
    changedKey(said, now);
  }
  if (last.size > now.size) {
    said.wrong(t('jsShrunk', last.size, now.size));
    return false;
  }
  if (!await extended(last.size, fromHex(last.root), now)) {
    said.wrong(t('jsInconsistent'));
    return false;
  }
  said.right(last.size === now.size
    ? t('jsUnchanged')
    : t('jsConsistent', last.size, now.size - last.size));
  return true;
}

// Entries --------------------------------------------------------------------------------------

/**
 * Returns the bytes of a listed leaf. Lists show it as JSON, whose text is what was hashed; parsing
 * keeps the order of its members. Where that does not give the hash, the bytes are asked for.
 */
async function leafBytes(entry) {
  const written = bytes(JSON.stringify(entry.leaf));
  return hex(leafHash(written)) === entry.leafHash
    ? written
    : fromBase64((await json(`/ledger/entries/${entry.entryId}`)).leafBytes);
}

/** Reads an entry by its id or its number. */
export async function entryOf(asked) {
  if (!/^[0-9]{1,12}$/.test(asked)) {
    return json(`/ledger/entries/${encodeURIComponent(asked)}`);
  }
  const after = Number(asked) > 0 ? `after=${Number(asked) - 1}&` : '';
  const found = (await json(`/ledger/entries?${after}limit=1`)).items[0];
  if (!found || found.leafIndex !== Number(asked)) {
    throw new Problem('', 'NOT_FOUND', 404);
  }
  return json(`/ledger/entries/${found.entryId}`);
}

// A wish ---------------------------------------------------------------------------------------

/** Runs work for each item, a few at a time. */
export async function each(items, work) {
  const queue = items.entries();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const [, item] of queue) {
      await work(item);
    }
  }));
}

/** Whether a leaf is in the verified tree. */
export async function isEntryIncluded(index, computed) {
  const proof = await json(`/ledger/proofs/inclusion?leafIndex=${index}&treeSize=${tree.size}`);
  return isIncluded(index, tree.size, computed, proof.hashes.map(fromHex), tree.root);
}

/** Throws if there is no verified checkpoint to compare with. */
export function needTree() {
  if (!tree) {
    throw new Error(t('jsNeedsCheckpoint'));
  }
}

/**
 * Verifies all entries of a wish against the verified checkpoint.
 * Returns {entries, changed, missing, gap, waiting}: the entries in the order of versions, those
 * whose content or place is not right, the version before which one is missing, and the version
 * from which the checkpoint does not cover them yet.
 */
export async function verifyWish(id, progress = () => {}) {
  const entries = await entriesOf(id);
  if (entries.length === 0) {
    throw new Problem('', 'NOT_FOUND', 404);
  }
  const result = { entries, changed: [], missing: [], gap: null, waiting: null };
  let done = 0;
  const isCovered = (entry) => entry.leafIndex !== null && entry.leafIndex < tree.size;
  const covered = entries.filter(isCovered);
  result.waiting = entries.find((entry) => !isCovered(entry))?.leaf.aggregate.version ?? null;
  await each(entries, async (entry) => {
    const data = await leafBytes(entry);
    const computed = leafHash(data);
    // What is shown is what was hashed.
    entry.leaf = JSON.parse(new TextDecoder().decode(data));
    if (hex(computed) !== entry.leafHash || entry.leaf.aggregate.id !== id) {
      result.changed.push(entry);
    }
    if (isCovered(entry) && !await isEntryIncluded(entry.leafIndex, computed)) {
      result.missing.push(entry);
    }
    done += 1;
    progress(done, entries.length);
  });
  entries.forEach((entry, i) => {
    if (entry.leaf.aggregate.version !== i + 1 && result.gap === null) {
      result.gap = entry.leaf.aggregate.version;
    }
  });
  result.covered = covered.length;
  result.right = result.changed.length + result.missing.length === 0 && result.gap === null
    && covered.length > 0;
  return result;
}
