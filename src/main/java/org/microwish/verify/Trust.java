package org.microwish.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.SignedNote;

/**
 * The keys that the auditor trusts: those of the log and of witnesses. The auditor must get them
 * from a source other than the log.
 *
 * @param keys the log's keys; one of them must have signed the checkpoint
 * @param witnesses the keys of witnesses
 * @param quorum how many of the witnesses must have cosigned the checkpoint; keys with the same
 *     name count as one witness
 */
record Trust(List<NoteKey> keys, List<NoteKey> witnesses, int quorum) {

  /** A valid cosignature by a trusted witness. */
  record Cosignature(NoteKey key, Instant at) {
    @Override
    public String toString() {
      return "%s, key id %s, at %s".formatted(key.name(), key.hexId(), at);
    }
  }

  /**
   * The signatures of a checkpoint.
   *
   * @param log the log's keys that signed it
   * @param witnesses the valid cosignatures by trusted witnesses, in the order of their lines
   * @param refused cosignatures by trusted witnesses that do not count, because their time is in
   *     the future, each with the reason
   * @param ignored the name and key id of each signature by an unknown key, which is not checked
   */
  record Signatures(
      List<NoteKey> log, List<Cosignature> witnesses, List<String> refused, List<String> ignored) {

    /** Returns how many witnesses, counted by name, have cosigned. */
    int cosigned() {
      return names(witnesses.stream().map(Cosignature::key).toList()).size();
    }
  }

  /** A checkpoint that the log signed and enough witnesses cosigned. */
  record Signed(Checkpoint tree, Signatures signatures) {}

  Trust {
    keys = List.copyOf(keys);
    witnesses = List.copyOf(witnesses);
    if (quorum < 0 || quorum > names(witnesses).size()) {
      throw new IllegalArgumentException(
          "a quorum of %d needs as many witnesses with different names, but %d are given"
              .formatted(quorum, names(witnesses).size()));
    }
  }

  /** Creates a trust in the log's keys only, without witnesses. */
  static Trust only(List<NoteKey> keys) {
    return new Trust(keys, List.of(), 0);
  }

  private static Set<String> names(List<NoteKey> keys) {
    return keys.stream().map(NoteKey::name).collect(Collectors.toSet());
  }

  /**
   * Returns the trusted keys of the log that signed a note.
   *
   * @throws IllegalArgumentException when a line names one of these keys and its signature is wrong
   */
  List<NoteKey> logSigners(SignedNote note, String origin) {
    return note.signedBy(keys.stream().filter(key -> key.isOfLog(origin)).toList());
  }

  /**
   * Checks the signatures of a checkpoint that name trusted keys, and lists the others unchecked.
   *
   * @throws IllegalArgumentException when a line names a trusted key and its signature is wrong
   */
  Signatures check(SignedNote note, String origin, Instant now) {
    List<Cosignature> good = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    List<String> ignored = new ArrayList<>();
    for (SignedNote.Line line : note.lines()) {
      boolean known = keys.stream().anyMatch(key -> key.isOfLog(origin) && line.isOf(key));
      for (NoteKey key : witnesses) {
        if (!line.isOf(key)) {
          continue;
        }
        known = true;
        if (!line.isGood(key, note.text())) {
          throw new IllegalArgumentException("the cosignature of " + line + " is wrong");
        }
        if (line.isFromTheFuture(now)) {
          refused.add(
              "%s, key id %s: its time is in the future, %s seconds since 1970"
                  .formatted(key.name(), key.hexId(), Long.toUnsignedString(line.cosignedAt())));
        } else {
          good.add(new Cosignature(key, Instant.ofEpochSecond(line.cosignedAt())));
        }
      }
      if (!known) {
        ignored.add(line.toString());
      }
    }
    return new Signatures(logSigners(note, origin), good, refused, ignored);
  }

  /**
   * Returns the checkpoint in a note after checking that the log signed it and enough witnesses
   * cosigned it.
   *
   * @throws IllegalArgumentException when the text is not a checkpoint, a signature by a given key
   *     is wrong, no given key of the log signed, or too few given witnesses cosigned; the message
   *     says why
   */
  Signed require(SignedNote note) {
    Checkpoint tree = Checkpoint.parse(note.text());
    Signatures signatures = check(note, tree.origin(), Instant.now());
    if (signatures.log().isEmpty()) {
      throw new IllegalArgumentException("no given key of the log signed the checkpoint");
    }
    if (!isEnough(signatures)) {
      throw new IllegalArgumentException(shortfall(signatures));
    }
    return new Signed(tree, signatures);
  }

  /** Returns whether enough witnesses have cosigned. */
  boolean isEnough(Signatures signatures) {
    return signatures.cosigned() >= quorum;
  }

  /** Returns a sentence that says how many witnesses cosigned and how many must. */
  String shortfall(Signatures signatures) {
    return "%d of the given witnesses cosigned the checkpoint, but %d must"
        .formatted(signatures.cosigned(), quorum);
  }
}
