package org.microwish.login.wechat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.party.Member;
import org.microwish.party.MemberState;
import org.microwish.party.Members;
import org.microwish.party.Organisations;
import org.microwish.platform.Id;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Residents;

/**
 * Codes that staff give out, each for one member or one resident's wish, good once and for a day.
 * Another code makes the one before useless, so that a repeat after a lost answer leaves only one.
 * Works in the caller's transaction.
 */
@ApplicationScoped
class BindingCodes {

  /** What a code is for. */
  enum Kind {
    MEMBER,
    WISH;

    private String target(long id) {
      return name() + ":" + Id.text(id);
    }
  }

  /**
   * A code that was just made.
   *
   * @param written as it is shown, this once
   */
  record Made(String written, Instant expiresAt) {

    /** Hides the code from logs. */
    @Override
    public String toString() {
      return "Made[" + expiresAt + "]";
    }
  }

  /**
   * A code that was just used.
   *
   * @param steward whether it binds to the member's organisation too
   * @param organisationId the member's organisation when a steward's code was made; else null
   * @param madeBy the account of the staff who made it
   */
  record Used(Kind kind, long id, boolean steward, Long organisationId, String madeBy) {}

  private final EntityManager entities;
  private final Members members;
  private final Organisations organisations;
  private final Residents residents;
  private final BindingConfig config;

  BindingCodes(
      EntityManager entities,
      Members members,
      Organisations organisations,
      Residents residents,
      BindingConfig config) {
    this.entities = entities;
    this.members = members;
    this.organisations = organisations;
    this.residents = residents;
    this.config = config;
  }

  /** Makes a code for a member of an organisation in the operator's subtree. */
  Made forMember(Caller caller, long id, boolean steward) {
    Member member = requireOperator(caller, id);
    if (member.state != MemberState.ACTIVE) {
      throw ProblemType.ALREADY_ENDED.exception();
    }
    if (member.account != null) {
      throw ProblemType.ALREADY_BOUND.exception();
    }
    return make(caller, Kind.MEMBER, id, steward ? Long.valueOf(member.organisationId) : null);
  }

  /** The member, where the caller is operator of its organisation's division; else NOT_FOUND. */
  Member requireOperator(Caller caller, long memberId) {
    return members
        .find(memberId)
        .filter(
            row ->
                caller.role() == Role.OPERATOR
                    && organisations
                        .find(row.organisationId)
                        .filter(organisation -> caller.covers(organisation.divisionPath))
                        .isPresent())
        .orElseThrow(ProblemType.NOT_FOUND::exception);
  }

  /** Makes a code for the resident of a wish in the operator's subtree. */
  Made forWish(Caller caller, long id) {
    String division = residents.division(id).orElseThrow(ProblemType.NOT_FOUND::exception);
    if (caller.role() != Role.OPERATOR || !caller.covers(division)) {
      throw ProblemType.NOT_FOUND.exception();
    }
    if (!residents.isUnbound(id)) {
      throw ProblemType.ALREADY_BOUND.exception();
    }
    return make(caller, Kind.WISH, id, null);
  }

  private Made make(Caller caller, Kind kind, long id, Long stewarded) {
    BindingCode code = BindingCode.random();
    entities
        .createNativeQuery(
            "INSERT INTO binding_code (target, code_hash, steward, organisation_id, made_by,"
                + " created_at, expires_at) VALUES (?1, ?2, ?3, ?6, ?4, UTC_TIMESTAMP(6),"
                + " UTC_TIMESTAMP(6) + INTERVAL ?5 SECOND)"
                + " ON DUPLICATE KEY UPDATE code_hash = VALUES(code_hash),"
                + " steward = VALUES(steward), organisation_id = VALUES(organisation_id),"
                + " made_by = VALUES(made_by),"
                + " created_at = VALUES(created_at), expires_at = VALUES(expires_at),"
                + " used_at = NULL")
        .setParameter(1, kind.target(id))
        .setParameter(2, code.hash())
        .setParameter(3, stewarded != null)
        .setParameter(4, caller.account())
        .setParameter(5, config.codeLife().toSeconds())
        .setParameter(6, stewarded)
        .executeUpdate();
    Object expires =
        entities
            .createNativeQuery(
                "SELECT expires_at FROM binding_code WHERE target = ?1", LocalDateTime.class)
            .setParameter(1, kind.target(id))
            .getSingleResult();
    return new Made(code.written(), ((LocalDateTime) expires).toInstant(ZoneOffset.UTC));
  }

  /** Uses a code up; nothing where it is none, too old, or was used. */
  Optional<Used> use(BindingCode code) {
    int used =
        entities
            .createNativeQuery(
                "UPDATE binding_code SET used_at = UTC_TIMESTAMP(6) WHERE code_hash = ?1"
                    + " AND used_at IS NULL AND expires_at > UTC_TIMESTAMP(6)")
            .setParameter(1, code.hash())
            .executeUpdate();
    if (used == 0) {
      return Optional.empty();
    }
    @SuppressWarnings("unchecked")
    List<Object[]> rows =
        entities
            .createNativeQuery(
                "SELECT target, CASE WHEN steward THEN 1 ELSE 0 END, organisation_id,"
                    + " made_by FROM binding_code WHERE code_hash = ?1")
            .setParameter(1, code.hash())
            .getResultList();
    Object[] row = rows.getFirst();
    String[] target = ((String) row[0]).split(":", 2);
    return Optional.of(
        new Used(
            Kind.valueOf(target[0]),
            Id.fromString(target[1]).value(),
            ((Number) row[1]).intValue() == 1,
            row[2] == null ? null : Long.valueOf(((Number) row[2]).longValue()),
            (String) row[3]));
  }
}
