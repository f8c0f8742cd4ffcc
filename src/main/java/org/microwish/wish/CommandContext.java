package org.microwish.wish;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.wish.lifecycle.WishRole;

/** What a command finds under the lock, and what it leaves to be written with its entry. */
final class CommandContext {
  final Caller caller;
  final Wish wish;

  /** The claim that the command names, or null. */
  final Claim claim;

  /** The claims that the decision may touch. */
  final List<Claim> claims;

  final Set<WishRole> roles;

  /** The entry that will record the command. */
  final long entryId;

  /** When it happened. */
  final Instant at;

  /** When it is written. */
  final Instant now;

  /** The leaf's facts. */
  final Map<String, Object> facts = new LinkedHashMap<>();

  /** Vault fields of the wish with their new values; null removes one. */
  final Map<String, String> secrets = new LinkedHashMap<>();

  /** Values that the leaf commits to and nobody reads as current ones, by field. */
  final Map<String, String> commitments = new LinkedHashMap<>();

  /** Words to be kept as notes. */
  final List<Words> notes = new ArrayList<>();

  /** The members of a changed claim, the claiming one included; null when unchanged. */
  List<Long> participants;

  /** Why claims end with this command. */
  EndReason endReason;

  /** The id of what the command adds, for the receipt. */
  Long item;

  /** A note of one kind. */
  record Words(WishNote.Kind kind, String text) {
    /** Hides what people wrote. */
    @Override
    public String toString() {
      return "Words[hidden]";
    }
  }

  CommandContext(
      Caller caller,
      Wish wish,
      Claim claim,
      List<Claim> claims,
      Set<WishRole> roles,
      long entryId,
      Instant at,
      Instant now) {
    this.caller = caller;
    this.wish = wish;
    this.claim = claim;
    this.claims = claims;
    this.roles = roles;
    this.entryId = entryId;
    this.at = at;
    this.now = now;
  }

  /** Commits the leaf to a value. */
  void commitTo(String field, String value) {
    commitments.put(field, value);
  }

  /** Keeps words; nothing where there are none. */
  void note(WishNote.Kind kind, String text) {
    if (text != null) {
      notes.add(new Words(kind, text));
    }
  }

  /** The claims that the decision may touch, by id. */
  Map<Long, Claim> claimsById() {
    Map<Long, Claim> byId = new HashMap<>();
    claims.forEach(each -> byId.put(each.id, each));
    return byId;
  }
}
