// Verifies proofs of the ledger: RFC 6962 and RFC 9162 hashes and proofs, C2SP signed notes and
// checkpoints. The libraries set globals, because browsers offer crypto.subtle only on HTTPS.
import '/webjars/js-sha256/build/sha256.min.js';
import '/webjars/tweetnacl/nacl-fast.min.js';

const { nacl, sha256 } = globalThis;
const utf8 = new TextEncoder();
const ED25519 = 0x01;

/** Data that does not have the form it must have. */
export class Malformed extends Error {}

function must(condition, message) {
  if (!condition) {
    throw new Malformed(message);
  }
}

export const bytes = (text) => utf8.encode(text);
export const hex = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, '0')).join('');
export const same = (one, other) => hex(one) === hex(other);

export function fromHex(text) {
  must(/^([0-9a-f]{2})*$/.test(text), 'hex');
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function fromBase64(text) {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    throw new Malformed('base64');
  }
}

const join = (...parts) => Uint8Array.from(parts.flatMap((part) => Array.from(part)));

export const hash = (data) => Uint8Array.from(sha256.array(data));
export const leafHash = (leaf) => hash(join([0], leaf));
const node = (left, right) => hash(join([1], left, right));

/** The same for base64url without padding. */
export const fromBase64Url = (text) => fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'));

/** Whether a leaf is in the tree of that size and root (RFC 9162 section 2.1.3.2). */
export function isIncluded(index, size, leaf, proof, root) {
  if (!(index >= 0 && index < size)) {
    return false;
  }
  let fn = index;
  let sn = size - 1;
  let at = leaf;
  for (const next of proof) {
    if (sn === 0 || next.length !== 32) {
      return false;
    }
    if (fn % 2 === 1 || fn === sn) {
      at = node(next, at);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else {
      at = node(at, next);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && same(at, root);
}

/** Whether the tree of size `to` extends that of size `from` (RFC 9162 section 2.1.4.2). */
export function isConsistent(from, fromRoot, to, toRoot, proof) {
  if (from === to) {
    return proof.length === 0 && same(fromRoot, toRoot);
  }
  if (from === 0) {
    return proof.length === 0;
  }
  if (from > to) {
    return false;
  }
  let fn = from - 1;
  let sn = to - 1;
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  const path = fn === 0 ? [fromRoot, ...proof] : [...proof];
  if (path.length === 0) {
    return false;
  }
  let fr = path[0];
  let sr = path[0];
  for (const next of path.slice(1)) {
    if (sn === 0 || next.length !== 32) {
      return false;
    }
    if (fn % 2 === 1 || fn === sn) {
      fr = node(next, fr);
      sr = node(next, sr);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else {
      sr = node(sr, next);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && same(fr, fromRoot) && same(sr, toRoot);
}

/** Parses a verifier key, `name+hex8+base64(type and key)`. */
export function parseKey(text) {
  const [name, id, ...rest] = text.split('+');
  const data = fromBase64(rest.join('+'));
  must(data.length === 33 && data[0] === ED25519, 'key');
  must(hex(hash(join(bytes(`${name}\n`), data)).slice(0, 4)) === id, 'key');
  return { name, id, raw: data.slice(1), text };
}

/**
 * Parses a signed note with a checkpoint, and verifies the signatures of the log's keys.
 * Returns {origin, size, root, key, signers}; `signers` are the known keys that signed, `key` is the
 * first of them or null, and `forged` is true if a signature of a known key is wrong.
 */
export function openCheckpoint(note, keys) {
  const end = note.lastIndexOf('\n\n');
  must(end > 0, 'note');
  const text = note.slice(0, end + 1);
  const [origin, size, root] = text.split('\n');
  must(/^(0|[1-9][0-9]{0,14})$/.test(size ?? ''), 'size');
  const opened = {
    origin, size: Number(size), root: fromBase64(root ?? ''), key: null, signers: [], forged: false, note,
  };
  must(opened.root.length === 32, 'root');
  for (const line of note.slice(end + 2).split('\n').filter(Boolean)) {
    const [dash, name, signature] = line.split(' ');
    must(dash === '\u2014' && signature, 'signature');
    const data = fromBase64(signature);
    const key = keys.find((one) => one.name === name && one.id === hex(data.slice(0, 4)));
    if (key && name === origin) {
      const signed = data.slice(4);
      if (signed.length === 64 && nacl.sign.detached.verify(bytes(text), signed, key.raw)) {
        opened.signers.push(key);
        opened.key ??= key;
      } else {
        opened.forged = true;
      }
    }
  }
  return opened;
}

/** Returns the ticket of a wish in a sample: SHA-256, in hex digits. */
export const ticket = (seed, wishId) => hex(hash(bytes(`microwish/sample/v1\n${seed}\n${wishId}`)));

/** Whether a commitment, in base64url, is the one to a value of a field with that salt. */
export const isCommitted = (mac, salt, field, value) => same(
  fromBase64Url(mac),
  Uint8Array.from(sha256.hmac.array(salt, bytes(`microwish/commitment/v1\n${field}\n${value}`))));
