package org.microwish.rights;

import com.github.f4b6a3.tsid.Tsid;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerEntry;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Bulk;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.LockedSubject;
import org.microwish.privacy.Pseudonyms;
import org.microwish.privacy.Subject;
import org.microwish.privacy.SubjectStore;
import org.microwish.privacy.SubjectType;
import org.microwish.privacy.Vault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Erases the stored data about a person (PIPL art. 47): values, openings of the leaves'
 * commitments, the links between the person and pseudonyms, evidence files. The leaves stay, with
 * all proofs and figures; one ledger entry records the erasure. Open records, such as claims, must
 * be ended by other commands first. This class is longer than 400 lines because erasures on
 * request, after the retention period and after the restore of a backup share their steps.
 */
@ApplicationScoped
public class Erasures {

  private static final Logger LOG = Logger.getLogger(Erasures.class);

  /**
   * Maximum number of subjects that one erasure, and so one transaction, erases. If an account has
   * more wishes, the caller must repeat the erasure.
   */
  private static final int MOST = 500;

  private final EntityManager entities;
  private final ErasureQueries queries;
  private final Bulk bulk;
  private final Transactions transactions;
  private final Vault vault;
  private final Pseudonyms pseudonyms;
  private final Ledger ledger;
  private final Ids ids;
  private final Time time;
  private final ErasureList list;
  private final Instance<AccountStore> accounts;
  private final Map<SubjectType, SubjectStore> stores = new LinkedHashMap<>();

  Erasures(
      EntityManager entities,
      ErasureQueries queries,
      Bulk bulk,
      Transactions transactions,
      Vault vault,
      Pseudonyms pseudonyms,
      Ledger ledger,
      Ids ids,
      Time time,
      ErasureList list,
      @Any Instance<AccountStore> accounts,
      @Any Instance<SubjectStore> kept) {
    this.entities = entities;
    this.queries = queries;
    this.bulk = bulk;
    this.transactions = transactions;
    this.vault = vault;
    this.pseudonyms = pseudonyms;
    this.ledger = ledger;
    this.ids = ids;
    this.time = time;
    this.list = list;
    this.accounts = accounts;
    kept.forEach(one -> stores.put(one.type(), one));
  }

  /**
   * The result of an erasure.
   *
   * @param subjects the subjects that were erased
   * @param erasedAt the time of the erasure
   * @param ledger the receipt of the ledger entry that records the erasure
   */
  public record Erased(List<SubjectRef> subjects, Instant erasedAt, LedgerReceipt ledger) {}

  /** A subject to erase, and its state, read after its row was locked. */
  private record Target(Subject subject, LockedSubject standing) {}

  /**
   * Erases the stored data about a subject; for an account, also its wishes. If all of this was
   * erased before, returns the earlier erasure. Assumes a running transaction.
   *
   * @throws ProblemException NOT_FOUND if the wish, member or group does not exist, or the caller
   *     may not request the erasure; UNDER_LEGAL_HOLD; SUBJECT_STILL_OPEN with the records that
   *     must be ended first
   */
  public Erased erase(Caller caller, SubjectRef of, ErasureReason reason) {
    List<Target> targets = targets(caller, of);
    if (targets.stream().anyMatch(target -> target.standing().held())) {
      throw ProblemType.UNDER_LEGAL_HOLD.exception();
    }
    refuseOpen(targets);
    Optional<Erasure> before = queries.of(of.type(), of.id());
    if (before.isPresent()
        && before.get().entryId != null
        && targets.stream().allMatch(Erasures::isErased)) {
      return before(of, before.get());
    }
    return carryOut(caller, of, targets, reason);
  }

  private static boolean isErased(Target target) {
    return target.standing().erasedAt() != null;
  }

  private List<Target> targets(Caller caller, SubjectRef of) {
    return switch (of.type()) {
      case WISH, MEMBER, GROUP, DEMAND -> {
        SubjectType type = SubjectType.valueOf(of.type().name());
        Target target = lock(new Subject(type, number(of)));
        requireRight(caller, target);
        yield List.of(target);
      }
      case ACCOUNT -> {
        boolean own = of.id().equals(caller.account());
        if (!own && !(caller.role() == Role.ADMINISTRATOR && everywhere(caller))) {
          throw ProblemType.NOT_FOUND.exception();
        }
        accounts.forEach(kept -> kept.lock(of.id()));
        List<Target> targets = new ArrayList<>();
        // Does not erase the account's membership, which is a record of the organisation and is
        // erased separately. The erasure of the account only unbinds it.
        for (long id : stores.get(SubjectType.WISH).ofAccount(of.id(), 0, MOST)) {
          targets.add(lock(Subject.wish(id)));
        }
        for (long id : stores.get(SubjectType.DEMAND).ofAccount(of.id(), 0, MOST)) {
          targets.add(lock(Subject.demand(id)));
        }
        yield targets;
      }
    };
  }

  private static long number(SubjectRef of) {
    if (!Tsid.isValid(of.id())) {
      throw ProblemType.NOT_FOUND.exception();
    }
    return Id.fromString(of.id()).value();
  }

  private Target lock(Subject subject) {
    return new Target(
        subject,
        Optional.ofNullable(stores.get(subject.type()))
            .flatMap(kept -> kept.lock(subject.id()))
            .orElseThrow(ProblemType.NOT_FOUND::exception));
  }

  /**
   * Whether the caller may request the erasure of a subject: the person concerned, an operator or
   * administrator of the division, and the service itself.
   */
  static boolean mayAsk(Caller caller, Subject subject, LockedSubject standing) {
    return switch (caller.role()) {
      case RESIDENT -> caller.account().equals(standing.owner());
      case MEMBER ->
          subject.type() == SubjectType.MEMBER
              && Long.valueOf(subject.id()).equals(caller.memberId());
      case OPERATOR -> caller.covers(standing.divisionPath());
      case ADMINISTRATOR -> everywhere(caller) || caller.covers(standing.divisionPath());
      case SYSTEM -> true;
      case COLLECTOR, STEWARD, AUDITOR, PARTNER -> false;
    };
  }

  private static boolean everywhere(Caller caller) {
    return caller.divisionPath() == null || caller.divisionPath().isEmpty();
  }

  private static void requireRight(Caller caller, Target target) {
    if (!mayAsk(caller, target.subject(), target.standing())) {
      throw ProblemType.NOT_FOUND.exception();
    }
  }

  private static void refuseOpen(List<Target> targets) {
    Map<String, List<String>> open = new LinkedHashMap<>();
    for (Target target : targets) {
      if (!isErased(target)) {
        target
            .standing()
            .open()
            .forEach((kind, ids) -> open.computeIfAbsent(kind, k -> new ArrayList<>()).addAll(ids));
      }
    }
    if (!open.isEmpty()) {
      ProblemException problem = ProblemType.SUBJECT_STILL_OPEN.exception();
      open.forEach(problem::with);
      throw problem;
    }
  }

  private Erased carryOut(
      Caller caller, SubjectRef of, List<Target> targets, ErasureReason reason) {
    List<Target> left =
        targets.stream()
            .filter(target -> !isErased(target) || isUnrecorded(target))
            .limit(MOST)
            .toList();
    Instant now = time.now();
    long entryId = ids.next();
    LedgerReceipt receipt = append(caller, of, left, reason, entryId, now);
    List<ErasureList.Line> lines = new ArrayList<>();
    for (Target target : left) {
      lines.add(destroy(target, now));
    }
    if (of.type() == SubjectRef.Type.ACCOUNT) {
      accounts.forEach(kept -> kept.erase(caller, of.id(), now));
      pseudonyms.forgetResident(of.id());
      lines.add(new ErasureList.Line(SubjectRef.Type.ACCOUNT, of.id()));
    }
    insert(lines, reason, entryId, now, null);
    for (ErasureList.Line line : lines) {
      queries.setRecorded(line.type(), line.key(), entryId);
    }
    return new Erased(
        lines.stream().map(line -> new SubjectRef(line.type(), line.key())).toList(), now, receipt);
  }

  private boolean isUnrecorded(Target target) {
    SubjectRef of = ref(target.subject());
    return queries.of(of.type(), of.id()).filter(row -> row.entryId == null).isPresent();
  }

  private ErasureList.Line destroy(Target target, Instant now) {
    stores.get(target.subject().type()).erase(target.subject().id(), now);
    vault.erase(target.subject());
    SubjectRef of = ref(target.subject());
    return new ErasureList.Line(of.type(), of.id());
  }

  private void insert(
      List<ErasureList.Line> lines,
      ErasureReason reason,
      Long entryId,
      Instant now,
      Instant recordAt) {
    bulk.run(
        """
        INSERT INTO erasure (subject_type, subject_key, reason, entry_id, erased_at, record_at,
          listed)
        VALUES (:type, :key, :reason, :entryId, :erasedAt, :recordAt, FALSE)
        ON DUPLICATE KEY UPDATE listed = listed
        """,
        lines.stream()
            .map(line -> new ErasureRow(line.type(), line.key(), reason, entryId, now, recordAt))
            .toList());
  }

  /** Appends the ledger entry that records the erasure of the targets. */
  private LedgerReceipt append(
      Caller caller,
      SubjectRef of,
      List<Target> left,
      ErasureReason reason,
      long entryId,
      Instant now) {
    // The leaf shows only the number of subjects, and commits to the list: a visible list of a
    // resident's wishes would show everybody that they belong to the same person.
    String shown =
        left.stream()
            .map(target -> target.subject().type() + " " + target.standing().shown())
            .sorted()
            .collect(Collectors.joining("\n"));
    long scope =
        left.size() == 1 && left.getFirst().subject().type() == SubjectType.WISH
            ? left.getFirst().subject().id()
            : 0;
    Actor actor = pseudonyms.actor(caller, scope);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("of", of.type().name());
    facts.put("subjects", left.size());
    // A stated reason is not shown: CONSENT_WITHDRAWN would reveal that the person is sensitive.
    facts.put("reason", reason.isStated() ? "REQUEST" : reason.name());
    return ledger.append(
        new EntryDraft(
            entryId,
            EntryType.SUBJECT_ERASED,
            AggregateType.ERASURE,
            Id.text(entryId),
            1,
            actor,
            now,
            now,
            new Transition("ERASE", null, null),
            Map.of("erasure", facts),
            List.of(),
            List.of(vault.commit(entryId, Subject.erasure(entryId), "subjects", shown)),
            division(left),
            null));
  }

  /**
   * Returns the division of the ledger entry: the smallest one that contains all targets, so that
   * only auditors of that division or a wider one may open the list of them. Returns null if there
   * is none.
   */
  private static String division(List<Target> targets) {
    String common =
        targets.stream()
            .map(target -> DivisionCode.publicPath(target.standing().divisionPath()))
            .reduce(DivisionCode::common)
            .orElse("");
    return common.isEmpty() ? null : common;
  }

  /** A row of {@code erasure}. */
  private record ErasureRow(
      SubjectRef.Type type,
      String key,
      ErasureReason reason,
      Long entryId,
      Instant erasedAt,
      Instant recordAt) {}

  private Erased before(SubjectRef of, Erasure erasure) {
    LedgerEntry row = entities.find(LedgerEntry.class, erasure.entryId);
    return new Erased(List.of(of), erasure.erasedAt, LedgerReceipt.of(row));
  }

  /**
   * Writes the committed erasures that are not yet in the list outside the database to that list.
   * Must be called after the commit of an erasure and before the response; {@link RetentionJob}
   * also calls this method, for instances that crashed between the commit and the call.
   *
   * @throws ProblemException BUSY if the list cannot be written: the erasure is committed, and the
   *     client must repeat its request until the list is written
   */
  public void list() {
    if (!list.isKept()) {
      // The erasures stay marked as unlisted, because a list may be configured later.
      return;
    }
    for (; ; ) {
      List<ErasureList.Line> waiting = transactions.call(() -> queries.unlisted(MOST));
      if (waiting.isEmpty()) {
        return;
      }
      try {
        list.append(waiting);
      } catch (IOException broken) {
        LOG.error("the list of erasures cannot be written", broken);
        throw ProblemType.BUSY.exception().retryAfter(Duration.ofSeconds(5));
      }
      transactions.run(() -> waiting.forEach(line -> queries.setListed(line.type(), line.key())));
    }
  }

  /**
   * Erases one subject whose retention period is over, unless the subject was erased or put under a
   * hold meanwhile.
   *
   * @param keep the retention period; a subject that never ended is erased only if it was given up
   *     and is unchanged for this time
   * @return whether this call erased the subject
   */
  boolean retire(Subject subject, Duration keep, Instant now) {
    return transactions.call(
        () -> {
          Target target = lock(subject);
          if (isErased(target)
              || target.standing().held()
              || !stores
                  .get(subject.type())
                  .mayRetire(target.standing(), subject.id(), now.minus(keep))) {
            return false;
          }
          Optional<Instant> recordAt =
              stores
                  .get(subject.type())
                  .keptFrom(subject.id())
                  .map(from -> from.plus(keep))
                  .filter(due -> due.isAfter(now));
          if (recordAt.isPresent()) {
            insert(
                List.of(destroy(target, time.now())),
                ErasureReason.RETENTION,
                null,
                time.now(),
                recordAt.get());
          } else {
            carryOut(Caller.SYSTEM, ref(subject), List.of(target), ErasureReason.RETENTION);
          }
          return true;
        });
  }

  /**
   * Returns the subjects of one type that were erased because their consent was withdrawn, and
   * whose erasure the ledger is to record by now.
   */
  List<Long> unrecorded(SubjectType type, Instant now, int limit) {
    return queries.unrecorded(SubjectRef.Type.valueOf(type.name()), now, limit).stream()
        .map(key -> Id.fromString(key).value())
        .toList();
  }

  /**
   * Records the erasure of a subject that was erased because its consent was withdrawn, when it
   * would have been erased without the withdrawal. An entry right after the withdrawal would reveal
   * that there was a consent, and so that the person is a minor or otherwise sensitive.
   *
   * @return whether this call recorded the erasure
   */
  boolean record(Subject subject) {
    return transactions.call(
        () -> {
          Target target = lock(subject);
          if (!isUnrecorded(target)) {
            return false;
          }
          SubjectRef of = ref(subject);
          long entryId = ids.next();
          append(Caller.SYSTEM, of, List.of(target), ErasureReason.RETENTION, entryId, time.now());
          queries.setRecorded(of.type(), of.id(), entryId);
          return true;
        });
  }

  /**
   * Repeats an erasure from the erasure list if the database does not contain it. Erases the
   * subject even if, in the restored backup, the subject has records that have not ended or is
   * under a hold.
   *
   * @return whether this call erased data
   */
  boolean repeat(ErasureList.Line line) {
    return transactions.call(
        () -> {
          if (isRepeated(line)) {
            return false;
          }
          SubjectRef of = new SubjectRef(line.type(), line.key());
          if (line.type() == SubjectRef.Type.ACCOUNT) {
            accounts.forEach(kept -> kept.lock(line.key()));
            if (isRepeated(line)) {
              return false;
            }
            if (accounts.stream().noneMatch(kept -> kept.isKept(line.key()))
                && !pseudonyms.knowsResident(line.key())) {
              return false;
            }
            carryOut(Caller.SYSTEM, of, List.of(), ErasureReason.REPLAY);
            return true;
          }
          Subject subject = new Subject(SubjectType.valueOf(line.type().name()), number(of));
          Optional<LockedSubject> standing = stores.get(subject.type()).lock(subject.id());
          // A subject that was created and erased after the backup is not in the database.
          if (standing.isEmpty() || isRepeated(line)) {
            return false;
          }
          if (standing.get().held()) {
            // The hold was released after the backup, because a subject under a hold could not have
            // been erased.
            liftHold(subject);
          }
          carryOut(
              Caller.SYSTEM,
              of,
              List.of(new Target(subject, standing.get())),
              ErasureReason.REPLAY);
          return true;
        });
  }

  /**
   * Whether the database contains the erasure. Callers check again under the row lock, because
   * another instance may have repeated the erasure meanwhile.
   */
  private boolean isRepeated(ErasureList.Line line) {
    return queries.of(line.type(), line.key()).isPresent();
  }

  private void liftHold(Subject subject) {
    stores.get(subject.type()).hold(subject.id(), false);
    queries.releaseHold(subject.type(), subject.id(), "system", time.now());
  }

  private static SubjectRef ref(Subject subject) {
    return new SubjectRef(SubjectRef.Type.valueOf(subject.type().name()), Id.text(subject.id()));
  }

  /** Returns the store of a subject type; empty if there is none. */
  Optional<SubjectStore> storeOf(SubjectType type) {
    return Optional.ofNullable(stores.get(type));
  }

  /** Returns the stores of all subject types. */
  List<SubjectStore> allStores() {
    return List.copyOf(stores.values());
  }

  /** Returns all stores of account data. */
  List<AccountStore> accountStores() {
    return accounts.stream().toList();
  }
}
