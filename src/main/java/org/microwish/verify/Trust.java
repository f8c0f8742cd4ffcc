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
 * Whom the auditor trusts: the keys of the log and of witnesses, from another source than the log.
 *
 * @param keys the log's keys; one of them must have signed the checkpoint
 * @param witnesses the keys of witnesses
 * @param quorum how many of the witnesses must have cosigned the checkpoint, by their names: two
 *     keys of one witness count once
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
   * Who signed a checkpoint.
   *
   * @param log the log's keys that signed it
   * @param witnesses the cosignatures, from the first to the last line
   * @param refused cosignatures by trusted keys that do not count, each with the reason
   * @param ignored signatures by unknown keys, which nobody has checked: name and key id
   */
  record Signatures(
      List<NoteKey> log, List<Cosignature> witnesses, List<String> refused, List<String> ignored) {

    /** How many witnesses cosigned. */
    int cosigned() {
      return names(witnesses.stream().map(Cosignature::key).toList()).size();
    }
  }

  Trust {
    keys = List.copyOf(keys);
    witnesses = List.copyOf(witnesses);
    if (quorum < 0 || quorum > names(witnesses).size()) {
      throw new IllegalArgumentException(
          "a quorum of %d needs as many witnesses with different names, but %d are given"
              .formatted(quorum, names(witnesses).size()));
    }
  }

  /** Trusts only keys of the log. */
  static Trust only(List<NoteKey> keys) {
    return new Trust(keys, List.of(), 0);
  }

  private static Set<String> names(List<NoteKey> keys) {
    return keys.stream().map(NoteKey::name).collect(Collectors.toSet());
  }

  /**
   * The keys of a log that signed a note.
   *
   * @throws IllegalArgumentException when a line names one of its keys and its signature is wrong
   */
  List<NoteKey> logSigners(SignedNote note, String origin) {
    return note.signedBy(keys.stream().filter(key -> key.isOfLog(origin)).toList());
  }

  /**
   * Checks all signatures of a checkpoint.
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
   * The tree of a checkpoint that the log signed and enough witnesses cosigned.
   *
   * @throws IllegalArgumentException when a signature is missing or wrong; the message says which
   */
  Checkpoint require(SignedNote note) {
    Checkpoint tree = Checkpoint.parse(note.text());
    Signatures signatures = check(note, tree.origin(), Instant.now());
    if (signatures.log().isEmpty()) {
      throw new IllegalArgumentException("no given key of the log signed the checkpoint");
    }
    if (!isEnough(signatures)) {
      throw new IllegalArgumentException(
          "%d of the given witnesses cosigned the checkpoint, but %d must"
              .formatted(signatures.cosigned(), quorum));
    }
    return tree;
  }

  /** Whether enough witnesses cosigned. */
  boolean isEnough(Signatures signatures) {
    return signatures.cosigned() >= quorum;
  }
}
