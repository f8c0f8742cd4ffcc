package org.microwish.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.ledger.Checkpoints.Published;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.NoteSigner;
import org.microwish.ledger.merkle.SignedNote;

/**
 * Decides whether the tree's head may be signed, and signs it. It signs only a head that was read
 * back after its commit and that extends both the last published checkpoint and the newest one this
 * instance saw, which it keeps outside the database: a database that was restored behind a
 * published checkpoint must not get a second history signed. Not for several threads.
 */
final class CheckpointSigner {

  private static final Duration ASK_WITNESSES_EVERY = Duration.ofSeconds(10);

  /** Why this instance does not sign. */
  enum Stop {
    /** No signing key is configured. */
    NO_KEY("no signing key is configured (microwish.ledger.checkpoint.signing-keys)"),
    /** No place for the outside copy is configured. */
    NO_COPY("no file for the outside copy is configured (microwish.ledger.checkpoint.copy)"),
    /** None of the configured keys ever signed for this origin. */
    UNKNOWN_KEY("the database knows other keys of this origin and none of those configured"),
    /** The log is not empty and nobody says that it is the right one. */
    NOTHING_SAVED(
        "this instance has no saved checkpoint and the log is not empty; a witness or"
            + " microwish.ledger.checkpoint.trusted must agree with it first"),
    /** The configured trusted checkpoint is not the stored tree's beginning. */
    NOT_TRUSTED("the log does not extend microwish.ledger.checkpoint.trusted"),
    /** The stored tree does not extend the saved checkpoint. */
    ROLLED_BACK(
        "the log does not extend the checkpoint saved outside the database:"
            + " the database was restored behind it, or changed"),
    /** The history's last checkpoint is not the stored tree's beginning. */
    HISTORY_DIFFERS("the log does not extend the last published checkpoint"),
    /** Something failed; it is tried again. */
    FAILED("an error, see the log");

    /** For people. */
    final String why;

    Stop(String why) {
      this.why = why;
    }
  }

  /**
   * What a look came to.
   *
   * @param latest the newest checkpoint there is, just added or not; null before the first
   * @param added whether it was added by this look
   * @param ours whether signing is this instance's task now
   * @param current whether the newest checkpoint covers the whole tree
   * @param stop why this instance does not sign, or null
   */
  record Look(Published latest, boolean added, boolean ours, boolean current, Stop stop) {}

  private record Found(Optional<Published> latest, TreeHead head) {}

  private final LedgerConfig config;
  private final SigningKeys keys;
  private final Checkpoints checkpoints;
  private final CheckpointGuard guard;
  private final Witnesses witnesses;
  private final Lease lease;
  private final CheckpointFile copy;

  /** The newest checkpoint this instance saw; as the file has it. */
  private Checkpoint saved;

  private Found good;
  private long askedWitnessesAt = System.nanoTime() - ASK_WITNESSES_EVERY.toNanos();
  private long lastSeenSeq = -1;
  private long lastSeenAt;

  CheckpointSigner(
      LedgerConfig config,
      SigningKeys keys,
      Checkpoints checkpoints,
      CheckpointGuard guard,
      Witnesses witnesses,
      Lease lease) {
    this.config = config;
    this.keys = keys;
    this.checkpoints = checkpoints;
    this.guard = guard;
    this.witnesses = witnesses;
    this.lease = lease;
    this.copy =
        config
            .checkpoint()
            .copy()
            .or(() -> config.embeddedDirectory().map(home -> home.resolve("checkpoint.txt")))
            .map(CheckpointFile::new)
            .orElse(null);
  }

  /** Looks once, and signs if there is something to sign and it is ours to do. */
  Look look() {
    Optional<Published> latest = checkpoints.latest(config.origin());
    TreeHead head = checkpoints.head();
    noteSeen(latest);
    // What was found good and has not changed since needs no second look.
    Found found = new Found(latest, head);
    Stop stop = found.equals(good) ? null : check(latest, head);
    good = stop == null ? found : null;
    if (stop != null) {
      lease.release();
      return new Look(latest.orElse(null), false, false, false, stop);
    }
    follow(latest);
    boolean current = isCurrent(latest, head);
    if (current || !lease.held()) {
      return new Look(latest.orElse(null), false, false, current, null);
    }
    Optional<Published> added = isDue(latest) ? sign(latest, head) : Optional.empty();
    return new Look(added.or(() -> latest).orElse(null), added.isPresent(), true, false, null);
  }

  /** Lets another sign at once. */
  void release() {
    lease.release();
  }

  private void noteSeen(Optional<Published> latest) {
    long seq = latest.map(Published::seq).orElse(0L);
    if (seq != lastSeenSeq) {
      lastSeenSeq = seq;
      lastSeenAt = System.nanoTime();
    }
  }

  private Stop check(Optional<Published> latest, TreeHead head) {
    if (keys.signers().isEmpty()) {
      return Stop.NO_KEY;
    }
    if (copy == null) {
      return Stop.NO_COPY;
    }
    if (latest.isPresent() && !guard.extendsTree(head, latest.get().head())) {
      return Stop.HISTORY_DIFFERS;
    }
    if (saved == null) {
      saved = copy.read(config.origin()).orElse(null);
    }
    if (saved != null) {
      if (!guard.extendsTree(head, CheckpointGuard.head(saved))) {
        return Stop.ROLLED_BACK;
      }
    } else {
      Stop untrusted = checkUnsaved(latest, head);
      if (untrusted != null) {
        return untrusted;
      }
    }
    return checkKeys(latest);
  }

  private Stop checkUnsaved(Optional<Published> latest, TreeHead head) {
    if (head.size() == 0) {
      return null;
    }
    // Nothing can have been published under a key that did not exist before this start.
    if (keys.isNew() && latest.isEmpty()) {
      return null;
    }
    Optional<TreeHead> trusted = config.checkpoint().trusted().map(CheckpointSigner::parse);
    if (trusted.isPresent()) {
      return guard.extendsTree(head, trusted.get()) ? null : Stop.NOT_TRUSTED;
    }
    if (latest.isPresent()
        && System.nanoTime() - askedWitnessesAt > ASK_WITNESSES_EVERY.toNanos()) {
      askedWitnessesAt = System.nanoTime();
      return witnesses.agree(latest.get()) ? null : Stop.NOTHING_SAVED;
    }
    return Stop.NOTHING_SAVED;
  }

  private static TreeHead parse(String sizeAndRoot) {
    String[] parts = sizeAndRoot.strip().split("[ :]", 2);
    Checkpoint checkpoint = Checkpoint.parse("trusted\n" + String.join("\n", parts) + "\n");
    return CheckpointGuard.head(checkpoint);
  }

  /** A key that the database does not know signs only beside one that it knows. */
  private Stop checkKeys(Optional<Published> latest) {
    List<NoteKey> pinned = checkpoints.keys(config.origin());
    List<NoteKey> ours = keys.signers().stream().map(NoteSigner::key).toList();
    if (pinned.containsAll(ours)) {
      return null;
    }
    boolean first = pinned.isEmpty() && latest.isEmpty();
    if (!first && ours.stream().noneMatch(pinned::contains)) {
      return Stop.UNKNOWN_KEY;
    }
    ours.stream().filter(key -> !pinned.contains(key)).forEach(checkpoints::pin);
    return null;
  }

  /** Keeps what another instance published. */
  private void follow(Optional<Published> latest) {
    if (latest.isPresent() && (saved == null || latest.get().head().size() > saved.size())) {
      save(latest.get().note());
    }
  }

  private void save(String note) {
    copy.write(note);
    saved = Checkpoint.parse(SignedNote.parse(note).text());
  }

  /** Whether the newest checkpoint covers the whole tree and is signed by today's keys. */
  private boolean isCurrent(Optional<Published> latest, TreeHead head) {
    if (latest.isEmpty() || head.size() > latest.get().head().size()) {
      return false;
    }
    Set<Integer> signers =
        SignedNote.parse(latest.get().note()).lines().stream()
            .map(SignedNote.Line::keyId)
            .collect(Collectors.toSet());
    return signers.equals(
        keys.signers().stream().map(signer -> signer.key().id()).collect(Collectors.toSet()));
  }

  private boolean isDue(Optional<Published> latest) {
    return latest.isEmpty()
        || System.nanoTime() - lastSeenAt >= config.checkpoint().interval().toNanos();
  }

  private Optional<Published> sign(Optional<Published> latest, TreeHead head) {
    Checkpoint checkpoint = new Checkpoint(config.origin(), head.size(), head.root());
    String text = checkpoint.text();
    SignedNote note =
        new SignedNote(text, keys.signers().stream().map(signer -> signer.sign(text)).toList());
    // Saved before it is published: whatever became public is what we hold the database against.
    save(note.note());
    // Another's may have come since we looked. If it is of this origin it must be looked at first.
    long last = checkpoints.lastSeq();
    if (!checkpoints.latest(config.origin()).equals(latest)
        || !checkpoints.append(last + 1, checkpoint, note)) {
      return Optional.empty();
    }
    Optional<Published> added = checkpoints.latest(config.origin());
    noteSeen(added);
    return added;
  }
}
