package org.microwish.wish.subject;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.privacy.PersonalReads;
import org.microwish.privacy.ReadReceipt;
import org.microwish.privacy.ReadRequest;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Wish;
import org.microwish.wish.WishAccess;
import org.microwish.wish.Wishes;

/**
 * Reads the unmasked contact data of a wish for operators, and records each reading on the ledger.
 */
@ApplicationScoped
public class WishContacts {

  /**
   * The vault fields that operators normally see masked; they always see the other fields unmasked.
   */
  private static final List<String> FIELDS =
      List.of("address", "contactName", "contactPhone", "reporter", "residentName");

  private final Wishes wishes;
  private final WishSubject subject;
  private final WishAccess access;
  private final Vault vault;
  private final PersonalReads reads;

  WishContacts(
      Wishes wishes, WishSubject subject, WishAccess access, Vault vault, PersonalReads reads) {
    this.wishes = wishes;
    this.subject = subject;
    this.access = access;
    this.vault = vault;
    this.reads = reads;
  }

  /**
   * Records on the ledger that the caller reads the contact data. Requires a running transaction.
   *
   * @throws org.microwish.problem.ProblemException NOT_FOUND if the caller may not see the wish;
   *     FORBIDDEN if the caller is not an operator of the wish's division; PERSONAL_DATA_ERASED if
   *     there is no data to read
   */
  ReadReceipt record(Caller caller, long wishId, ReadRequest request) {
    require(caller, wishId);
    // Locks the wish against a concurrent erasure: storing the purpose must not create a new key
    // after the erasure.
    subject.lock(wishId);
    Wish wish = require(caller, wishId);
    if (wish.erasedAt != null) {
      throw ProblemType.PERSONAL_DATA_ERASED.exception();
    }
    List<String> there =
        vault.read(Subject.wish(wishId)).keySet().stream().filter(FIELDS::contains).toList();
    if (there.isEmpty()) {
      throw ProblemType.PERSONAL_DATA_ERASED.exception();
    }
    return reads.record(
        caller,
        new PersonalReads.Whom(
            Subject.wish(wishId),
            Map.of("type", AggregateType.WISH.name(), "id", Id.text(wishId)),
            DivisionCode.publicPath(wish.divisionPath),
            caller.organisationId()),
        there,
        request);
  }

  /**
   * Returns all vault values of the wish, for a read that {@link #record} has recorded on the
   * ledger. Requires a running transaction.
   */
  Map<String, String> values(Caller caller, long wishId) {
    require(caller, wishId);
    return vault.read(Subject.wish(wishId));
  }

  private Wish require(Caller caller, long wishId) {
    Wish wish =
        wishes
            .findByIdOptional(wishId)
            .filter(found -> access.sees(caller, found))
            .orElseThrow(ProblemType.NOT_FOUND::exception);
    wish.requireUsable();
    if (caller.role() != Role.OPERATOR || !caller.covers(wish.divisionPath)) {
      throw Caller.forbidden();
    }
    return wish;
  }
}
