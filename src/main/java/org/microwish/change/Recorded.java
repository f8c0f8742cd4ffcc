package org.microwish.change;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.group.lifecycle.GroupState;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.lifecycle.reference.ExternalReference;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.lifecycle.WishTransition;

/**
 * A ledger entry with its leaf index, and the rules that decide who may see it as a change.
 * Everybody can read every leaf in the ledger, without personal data. The rules keep subscribers
 * from being told about things that the API does not show them, such as drafts of others.
 */
public final class Recorded {

  private static final Logger LOG = Logger.getLogger(Recorded.class);

  /**
   * Types of entries about things that the public wall and lists never show, such as notes and
   * invitations.
   */
  private static final Set<EntryType> NEVER_PUBLIC =
      EnumSet.of(
          EntryType.CONSENT_RECORDED,
          EntryType.CONSENT_WITHDRAWN,
          EntryType.WISH_NOTED,
          EntryType.FOLLOW_UP_MADE,
          EntryType.WISH_HANDED_OVER,
          EntryType.CLAIMANT_INVITED,
          EntryType.WAITING_LIST_JOINED,
          EntryType.PLACE_OFFERED,
          EntryType.INVITATION_DECLINED,
          EntryType.INVITATION_WITHDRAWN,
          EntryType.INVITATION_EXPIRED,
          EntryType.STATION_PLANNED,
          EntryType.ATTENDANT_ADDED,
          EntryType.ATTENDANT_ENDED,
          EntryType.BOOKING_MADE,
          EntryType.BOOKING_CONFIRMED,
          EntryType.BOOKING_DECLINED,
          EntryType.BOOKING_CANCELLED,
          EntryType.BOOKING_USED,
          EntryType.BOOKING_MISSED,
          EntryType.GROUP_HANDED_OVER,
          EntryType.MEMBERSHIP_APPLIED,
          EntryType.MEMBERSHIP_RECORDED,
          EntryType.MEMBERSHIP_ADMITTED,
          EntryType.MEMBERSHIP_DECLINED,
          EntryType.MEMBERSHIP_LEFT,
          EntryType.MEMBERSHIP_REMOVED);

  /**
   * The row of a ledger entry.
   *
   * @param divisionPath the path of the community or of a larger division; null or empty if the
   *     entry belongs to no division
   */
  record Row(
      long leafIndex,
      long entryId,
      EntryType type,
      AggregateType aggregateType,
      String aggregateId,
      String divisionPath,
      Long organisationId,
      byte[] payload) {

    /** Returns the id of the wish that the entry is about; empty if it is about something else. */
    Optional<Long> wishId() {
      return aggregateType == AggregateType.WISH
          ? Id.parse(aggregateId).map(Id::value)
          : Optional.empty();
    }
  }

  /**
   * The current row of a wish.
   *
   * @param partner the client that created the wish, or null
   * @param hidden whether the wish is off the wall or under a legal hold
   */
  record WishToday(long id, String partner, boolean hidden) {}

  /**
   * A row of {@code wish_hiding}: a wish left the wall for a reason that must stay secret.
   *
   * @param leafIndex the index of the leaf with which the change is shown, see {@link
   *     Changes#placeHidings}
   * @param payload the content of that leaf; the change gets the leaf's time, not its own
   */
  record Hiding(
      long leafIndex, long id, long wishId, long version, String divisionPath, byte[] payload) {

    private Row row() {
      return new Row(
          leafIndex,
          id,
          EntryType.WISH_UNPUBLISHED,
          AggregateType.WISH,
          Id.text(wishId),
          divisionPath == null ? null : DivisionCode.publicPath(divisionPath),
          null,
          payload);
    }
  }

  private final Row row;
  private final WishToday wish;

  /**
   * The version of a wish that left the wall for a reason that must stay secret; null for all other
   * entries.
   */
  private final Long hiddenVersion;

  private Optional<Leaf> leaf;

  /**
   * Creates an entry from its row.
   *
   * @param wish the current row of the wish; null if the aggregate is not a wish
   */
  Recorded(Row row, WishToday wish) {
    this.row = row;
    this.wish = wish;
    this.hiddenVersion = null;
  }

  /** Creates an entry that reports that a wish left the wall for a secret reason. */
  Recorded(Hiding hiding, WishToday wish) {
    this.row = hiding.row();
    this.wish = wish;
    this.hiddenVersion = hiding.version();
  }

  public long leafIndex() {
    return row.leafIndex();
  }

  public long entryId() {
    return row.entryId();
  }

  public EntryType type() {
    return row.type();
  }

  /** Returns whether the entry passes the filter. */
  public boolean matches(ChangeFilter filter) {
    return (filter.types().isEmpty() || filter.types().contains(row.type()))
        && (filter.divisionPath() == null || path().startsWith(filter.divisionPath()))
        && (filter.organisationId() == null || filter.organisationId().equals(row.organisationId()))
        && (filter.aggregateType() == null || filter.aggregateType() == row.aggregateType())
        && (filter.aggregateId() == null || filter.aggregateId().equals(row.aggregateId()));
  }

  /**
   * Returns whether the caller may see the entry as a change. Staff and auditors see everything in
   * their divisions, and elsewhere what is public. A partner sees all changes of the wishes that it
   * created; of the rest it sees what is public and in its division or in no division. All other
   * callers see what is public.
   *
   * @param caller the caller; null for a request without a token
   */
  public boolean isVisibleTo(Caller caller) {
    if (hiddenVersion != null && !isHidden()) {
      // The wish is on the wall again.
      return false;
    }
    if (caller == null) {
      return isPublic();
    }
    return switch (caller.role()) {
      case AUDITOR, OPERATOR, ADMINISTRATOR, SYSTEM -> caller.includes(path()) || isPublic();
      case PARTNER -> isOwn(caller) || ((path().isEmpty() || caller.covers(path())) && isPublic());
      case RESIDENT, COLLECTOR, MEMBER, STEWARD -> isPublic();
    };
  }

  private boolean isOwn(Caller caller) {
    return wish != null
        && caller != null
        && caller.role() == Role.PARTNER
        && caller.account().equals(wish.partner());
  }

  private boolean isHidden() {
    return wish != null && wish.hidden();
  }

  /** Returns whether the caller may see the wish although it is hidden from the public. */
  private boolean seesHidden(Caller caller) {
    return caller != null
        && switch (caller.role()) {
          case AUDITOR, OPERATOR, ADMINISTRATOR, SYSTEM -> caller.includes(path());
          case PARTNER -> isOwn(caller);
          case RESIDENT, COLLECTOR, MEMBER, STEWARD -> false;
        };
  }

  /** Returns the id of the wish that the entry is about; empty if it is about something else. */
  public Optional<Long> wishId() {
    return row.wishId();
  }

  /**
   * Returns the id of the entry's wish if the caller is the client that created the wish; else
   * empty.
   */
  Optional<Long> ownWish(Caller caller) {
    return isOwn(caller) ? Optional.of(wish.id()) : Optional.empty();
  }

  /** Returns whether the API shows the subject of the entry to everybody. */
  private boolean isPublic() {
    return switch (row.aggregateType()) {
      case ORGANISATION, DIVISION, SUBCATEGORY, CALENDAR, LEADERBOARD -> true;
      case STATION -> !NEVER_PUBLIC.contains(row.type());
      case WISH ->
          hiddenVersion != null
              || (!NEVER_PUBLIC.contains(row.type())
                  && (!isHidden() || row.type() == EntryType.WISH_UNPUBLISHED)
                  && states().anyMatch(Recorded::isOnTheWall));
      case GROUP -> !NEVER_PUBLIC.contains(row.type()) && states().anyMatch(Recorded::isListed);
      case MEMBER,
          CHECK_IN,
          ACCOUNT,
          CLIENT,
          READ,
          ERASURE,
          HOLD,
          FINDING,
          REPORT,
          WEIGHTS,
          DUTY,
          DEMAND ->
          false;
    };
  }

  private static boolean isOnTheWall(String name) {
    return Stream.of(WishState.values())
        .anyMatch(state -> state.name().equals(name) && state.isPublic());
  }

  private static boolean isListed(String name) {
    return Stream.of(GroupState.values())
        .anyMatch(state -> state.name().equals(name) && state.isPublic());
  }

  /** Returns the names of the states before and after the change. */
  private Stream<String> states() {
    return leaf().stream()
        .flatMap(found -> Stream.of(found.transition().from(), found.transition().to()));
  }

  /**
   * Returns the change in the form that the caller may see; empty if the leaf cannot be read.
   *
   * @param reference the external reference of the wish, if the caller created the wish; else null
   */
  Optional<Change> change(Caller caller, ExternalReference reference) {
    boolean reduced = hiddenVersion != null || (isHidden() && !seesHidden(caller));
    return leaf().map(found -> reduced ? hidden(found, reference) : change(found, reference));
  }

  /** Returns a change that says only that the wish is no longer public. */
  private Change hidden(Leaf found, ExternalReference reference) {
    return new Change(
        EntryType.WISH_UNPUBLISHED,
        found.recordedAt(),
        new Change.Details(
            new Id(row.entryId()),
            row.leafIndex(),
            new Change.Subject(
                row.aggregateType(),
                row.aggregateId(),
                hiddenVersion == null ? found.version() : hiddenVersion),
            new Change.Move(WishTransition.UNPUBLISH.name(), null, null),
            found.recordedAt(),
            Role.SYSTEM.name(),
            path().isEmpty() ? null : DivisionCode.ofPath(path()).text(),
            null,
            null,
            reference));
  }

  private Change change(Leaf found, ExternalReference reference) {
    Change whole =
        new Change(
            row.type(),
            found.recordedAt(),
            new Change.Details(
                new Id(row.entryId()),
                row.leafIndex(),
                new Change.Subject(row.aggregateType(), row.aggregateId(), found.version()),
                new Change.Move(
                    found.transition().command(),
                    found.transition().from(),
                    found.transition().to()),
                found.occurredAt(),
                found.actor().role(),
                path().isEmpty() ? null : DivisionCode.ofPath(path()).text(),
                row.organisationId() == null ? null : new Id(row.organisationId()),
                found.facts(),
                reference));
    // The leaf contains everything that the change shows, and more. Only the times and the names of
    // the JSON members are longer in the change, by less than 500 bytes in total.
    return row.payload().length < Change.MAX_BYTES - 500 ? whole : whole.withoutFacts();
  }

  private String path() {
    return row.divisionPath() == null ? "" : row.divisionPath();
  }

  /** Returns the parsed leaf; parses it at the first call. Empty if the leaf cannot be read. */
  private Optional<Leaf> leaf() {
    if (leaf == null) {
      try {
        leaf = Optional.of(Leaf.parse(row.payload()));
      } catch (IllegalArgumentException unreadable) {
        LOG.warnf("The leaf %d is not shown as a change: it cannot be read", row.leafIndex());
        leaf = Optional.empty();
      }
    }
    return leaf;
  }
}
