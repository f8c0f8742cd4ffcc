package org.microwish.wish;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.ledger.EventTime;
import org.microwish.platform.Confidential;
import org.microwish.wish.lifecycle.WishRole;

/** What a command finds under the lock, and what it leaves to be written with its entry. */
public final class CommandContext {
  public final Caller caller;
  public final Wish wish;

  /** The claim that the command names, or null. */
  public final Claim claim;

  /** The claims that the decision may touch. */
  final List<Claim> claims;

  final Set<WishRole> roles;

  /** The entry that will record the command. */
  public final long entryId;

  /** When it happened. */
  public final Instant at;

  /** When it is written. */
  public final Instant now;

  /** The leaf's facts. */
  public final Map<String, Object> facts = new LinkedHashMap<>();

  /** Vault fields of the wish with their new values; null removes one. */
  public final Map<String, String> secrets = new LinkedHashMap<>();

  /** Values that the leaf commits to and nobody reads as current ones, by field. */
  final Map<String, String> commitments = new LinkedHashMap<>();

  /** Words to be kept as notes. */
  final List<Words> notes = new ArrayList<>();

  /** The members of a changed claim, the claiming one included; null when unchanged. */
  public List<Long> participants;

  /** Why claims end with this command. */
  public EndReason endReason;

  /** The id of what the command adds, for the receipt. */
  public Long item;

  /** A note of one kind. */
  record Words(WishNote.Kind kind, Confidential text) {}

  public CommandContext(
      Caller caller,
      Wish wish,
      Claim claim,
      List<Claim> claims,
      Set<WishRole> roles,
      long entryId,
      EventTime when) {
    this.caller = caller;
    this.wish = wish;
    this.claim = claim;
    this.claims = claims;
    this.roles = roles;
    this.entryId = entryId;
    this.at = when.occurredAt();
    this.now = when.recordedAt();
  }

  /** Commits the leaf to a value. */
  public void commitTo(String field, String value) {
    commitments.put(field, value);
  }

  /** Keeps words; nothing where there are none. */
  public void note(WishNote.Kind kind, String text) {
    if (text != null) {
      notes.add(new Words(kind, new Confidential(text)));
    }
  }

  /** The claims that the decision may touch, by id. */
  Map<Long, Claim> claimsById() {
    Map<Long, Claim> byId = new HashMap<>();
    claims.forEach(each -> byId.put(each.id, each));
    return byId;
  }
}
