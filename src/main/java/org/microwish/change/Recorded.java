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
 * A ledger entry with its leaf index, and the rule who may see it as a change. Everybody may read
 * every leaf in the ledger; the rule keeps from subscribers what they could not look at in the API
 * either, such as drafts of others.
 */
public final class Recorded {

  private static final Logger LOG = Logger.getLogger(Recorded.class);

  /** Entries about things that the public wall and lists do not show, whatever their aggregate. */
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
          EntryType.GROUP_HANDED_OVER,
          EntryType.MEMBERSHIP_APPLIED,
          EntryType.MEMBERSHIP_RECORDED,
          EntryType.MEMBERSHIP_ADMITTED,
          EntryType.MEMBERSHIP_DECLINED,
          EntryType.MEMBERSHIP_LEFT,
          EntryType.MEMBERSHIP_REMOVED);

  /**
   * The row of an entry.
   *
   * @param divisionPath the path of the community or of a division above it; may be empty
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
   * What the row of a wish says today.
   *
   * @param partner the client that created it; or null
   * @param hidden whether it is off the wall or on legal hold
   */
  record WishToday(long id, String partner, boolean hidden) {}

  /**
   * The row of a {@code wish_hiding}.
   *
   * @param payload the leaf with which it is shown, whose time it gets
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

  /** The version of a wish that left the wall for a reason that nobody may learn; or null. */
  private final Long hiddenVersion;

  private Optional<Leaf> leaf;

  /** Creates an entry; {@code wish} is null if the aggregate is not a wish. */
  Recorded(Row row, WishToday wish) {
    this.row = row;
    this.wish = wish;
    this.hiddenVersion = null;
  }

  /** Creates the change of a wish that left the wall. */
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
   * Returns whether the caller may see the entry as a change: staff and auditors what happens in
   * their divisions; a partner what it created, and what is public in its division or belongs to
   * none; everybody else, also without a token, what is public.
   *
   * @param caller the caller; null without a token
   */
  public boolean isVisibleTo(Caller caller) {
    if (hiddenVersion != null && !isHidden()) {
      // On the wall again.
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

  /** Returns whether the caller sees the wish although others do not. */
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

  /** Returns the wish of the entry if the caller is the client that created it. */
  Optional<Long> ownWish(Caller caller) {
    return isOwn(caller) ? Optional.of(wish.id()) : Optional.empty();
  }

  /** Returns whether the API shows everybody what the entry is about. */
  private boolean isPublic() {
    return switch (row.aggregateType()) {
      case ORGANISATION, DIVISION, SUBCATEGORY, CALENDAR, LEADERBOARD -> true;
      case WISH ->
          hiddenVersion != null
              || (!NEVER_PUBLIC.contains(row.type())
                  && (!isHidden() || row.type() == EntryType.WISH_UNPUBLISHED)
                  && states().anyMatch(Recorded::isOnTheWall));
      case GROUP -> !NEVER_PUBLIC.contains(row.type()) && states().anyMatch(Recorded::isListed);
      case MEMBER, CHECK_IN, ACCOUNT, CLIENT, READ, ERASURE, HOLD, FINDING, REPORT, WEIGHTS, DUTY ->
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

  /** Returns the states before and after the change. */
  private Stream<String> states() {
    return leaf().stream()
        .flatMap(found -> Stream.of(found.transition().from(), found.transition().to()));
  }

  /**
   * Returns the change as the caller sees it; empty if the leaf cannot be read.
   *
   * @param reference the external reference of the caller's own wish; null if there is none
   */
  Optional<Change> change(Caller caller, ExternalReference reference) {
    boolean reduced = hiddenVersion != null || (isHidden() && !seesHidden(caller));
    return leaf().map(found -> reduced ? hidden(found, reference) : change(found, reference));
  }

  /** Returns a change that says only that the wish is not public any more. */
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
    // The leaf contains all that the change shows, and more; only the times and names of members
    // are longer in the change, by less than 500 bytes.
    return row.payload().length < Change.MAX_BYTES - 500 ? whole : whole.withoutFacts();
  }

  private String path() {
    return row.divisionPath() == null ? "" : row.divisionPath();
  }

  /** Returns the leaf, which is parsed only if it is needed; empty if it cannot be read. */
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
