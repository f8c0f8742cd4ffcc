package org.microwish.login.wechat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.attachment.Attachments;
import org.microwish.lifecycle.attachment.Consent;
import org.microwish.login.account.Account;
import org.microwish.login.account.Accounts;
import org.microwish.party.MemberCommands;
import org.microwish.party.MemberContact;
import org.microwish.party.RecordedVersion;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.privacy.Erased;
import org.microwish.privacy.SubjectType;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Registers volunteers: records a member without an organisation and binds the caller's account to
 * that member.
 */
@ApplicationScoped
class Volunteers {

  /** Volunteers younger than this, in years, need a guardian's consent (PIPL art. 31). */
  private static final int OF_AGE = 14;

  private static final int OLDEST = 120;

  private static final String OWN = "SELF";

  private final Accounts accounts;
  private final MemberCommands members;
  private final Ids ids;
  private final Time time;
  private final Attachments attachments;
  private final EntityManager entities;

  Volunteers(
      Accounts accounts,
      MemberCommands members,
      Ids ids,
      Time time,
      Attachments attachments,
      EntityManager entities) {
    this.accounts = accounts;
    this.attachments = attachments;
    this.members = members;
    this.ids = ids;
    this.time = time;
    this.entities = entities;
  }

  /** Deletes the guardian's consent when a member is erased. */
  void forget(@Observes Erased erased) {
    if (erased.subject().type() == SubjectType.MEMBER) {
      attachments.deleteConsents(AggregateType.MEMBER, erased.subject().id());
    }
  }

  /**
   * Registers the caller as a volunteer. ALREADY_BOUND if the caller's account has a member;
   * CONSENT_REQUIRED if the caller is under 14 and the request names no guardian.
   */
  RecordedVersion register(Caller caller, VolunteerRequest request) {
    Account account = accounts.of(caller).orElseThrow(Caller::forbidden);
    if (account.memberId != null) {
      throw ProblemType.ALREADY_BOUND.exception();
    }
    boolean young = isYoung(request.bornOn());
    if (young && request.guardian() == null) {
      throw ProblemType.CONSENT_REQUIRED
          .exception()
          .field(FieldError.body("/guardian", FieldFault.REQUIRED));
    }
    if (young && request.guardian().relation() == Consent.Relation.SELF) {
      throw ProblemException.invalid("/guardian/relation", FieldFault.NOT_ALLOWED);
    }
    if (!young && request.guardian() != null) {
      throw ProblemException.invalid("/guardian", FieldFault.NOT_ALLOWED);
    }
    long consentId = ids.next();
    RecordedVersion member =
        members.register(
            caller,
            request.member(),
            // Every volunteer's ledger leaf has this commitment, so that its presence does not
            // reveal who is a child.
            Map.of(MemberContact.CONSENT, young ? request.guardian().name().value() : OWN));
    if (young) {
      entities.persist(consent(caller, consentId, request.guardian(), member));
    }
    accounts.bind(
        caller, account.id, new Accounts.Binding(member.id(), null, null), ids.next(), List.of());
    return member;
  }

  private Consent consent(
      Caller caller, long id, VolunteerRequest.Guardian guardian, RecordedVersion member) {
    Consent consent = new Consent();
    consent.id = id;
    consent.aggregateType = AggregateType.MEMBER;
    consent.aggregateId = member.id();
    consent.entryId = Id.fromString(member.ledger().entryId()).value();
    consent.relation = guardian.relation();
    consent.method = guardian.method();
    consent.obtainedOn = today();
    consent.recordedBy = caller.account();
    return consent;
  }

  private boolean isYoung(LocalDate bornOn) {
    LocalDate today = today();
    if (bornOn.isAfter(today)) {
      throw ProblemException.invalid("/bornOn", FieldFault.IN_FUTURE);
    }
    if (bornOn.isBefore(today.minusYears(OLDEST))) {
      throw ProblemException.invalid("/bornOn", FieldFault.OUT_OF_RANGE);
    }
    return bornOn.isAfter(today.minusYears(OF_AGE));
  }

  private LocalDate today() {
    return time.now().atZone(Time.ZONE).toLocalDate();
  }
}
