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
 * Checks whether the tree head may be signed, and signs it. Signs only a head that is committed and
 * whose tree extends both the last published checkpoint and the newest checkpoint that this
 * instance has seen. The newest seen checkpoint is saved outside the database, so that no second
 * history is signed after the database was restored to a state before a published checkpoint. Not
 * thread-safe.
 */
final class CheckpointSigner {

  private static final Duration ASK_WITNESSES_EVERY = Duration.ofSeconds(10);

  /** Why this instance does not sign. */
  enum Stop {
    /** No signing key is configured. */
    NO_KEY("no signing key is configured (microwish.ledger.checkpoint.signing-keys)"),
    /** No file for the newest seen checkpoint is configured. */
    NO_COPY("no file for the external copy is configured (microwish.ledger.checkpoint.copy)"),
    /** The origin already has recorded keys or checkpoints, but no configured key is recorded. */
    UNKNOWN_KEY("the database has keys for this origin, but none of the configured ones"),
    /**
     * The log is not empty, this instance has no saved checkpoint, and neither a trusted checkpoint
     * nor a witness confirms the log.
     */
    NOTHING_SAVED(
        "this instance has no saved checkpoint and the log is not empty; a witness or"
            + " microwish.ledger.checkpoint.trusted must confirm it first"),
    /** The stored tree does not extend the configured trusted checkpoint. */
    NOT_TRUSTED("the log does not extend microwish.ledger.checkpoint.trusted"),
    /** The stored tree does not extend the saved checkpoint. */
    ROLLED_BACK(
        "the log does not extend the checkpoint saved outside the database:"
            + " the database was restored behind it, or changed"),
    /** The stored tree does not extend the last published checkpoint. */
    HISTORY_DIFFERS("the log does not extend the last published checkpoint"),
    /** An exception was thrown; the next round tries again. */
    FAILED("an error, see the log");

    /** The reason as shown in log and health. */
    final String why;

    Stop(String why) {
      this.why = why;
    }
  }

  /**
   * The result of {@link #look}.
   *
   * @param latest the newest checkpoint, which this call may have added; null before the first
   * @param added whether this call added {@code latest}
   * @param ours whether this instance holds the lease and there is a head to sign
   * @param current whether the newest checkpoint already covered the whole tree and had signatures
   *     of all configured keys
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

  /**
   * The newest checkpoint that this instance has seen, as saved in the file; null if none was read
   * or saved yet.
   */
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

  /**
   * Checks the current tree head, and publishes a signed checkpoint if one is due and this instance
   * holds the lease.
   */
  Look look() {
    Optional<Published> latest = checkpoints.latest(config.origin());
    TreeHead head = checkpoints.head();
    noteSeen(latest);
    // A state that passed the checks and has not changed is not checked again.
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

  /** Releases the lease, so that another instance can sign at once. */
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
    // Nothing can have been published under a key that was created at this start.
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

  /**
   * Pins, that is, permanently records, configured keys that are new. Except for the first keys of
   * an origin, a new key is accepted only together with a configured key that is already pinned.
   */
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

  /**
   * Writes the newest published checkpoint to this instance's file, unless the file already has a
   * checkpoint of the same or a larger tree.
   */
  private void follow(Optional<Published> latest) {
    if (latest.isPresent() && (saved == null || latest.get().head().size() > saved.size())) {
      save(latest.get().note());
    }
  }

  private void save(String note) {
    copy.write(note);
    saved = Checkpoint.parse(SignedNote.parse(note).text());
  }

  /**
   * Returns true if the newest checkpoint covers the whole tree and is signed by exactly the
   * configured keys.
   */
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
    // Save the checkpoint before publishing it, so that the file is never older than a public
    // checkpoint.
    save(note.note());
    // Do not publish if another instance has published a checkpoint of this origin meanwhile: that
    // checkpoint must be checked first.
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
