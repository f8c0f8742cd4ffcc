package org.microwish.wish.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.party.Members;
import org.microwish.party.Organisations;
import org.microwish.platform.Confidential;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Listing;
import org.microwish.privacy.Masking;
import org.microwish.wish.Invitation;
import org.microwish.wish.Wish;
import org.microwish.wish.Wishes;
import org.microwish.wish.invitation.InvitationResource;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.InvitationState;

/**
 * Lists the invitations to the wishes of a division for its staff. Assumes that the caller may see
 * the division, and runs in the caller's transaction.
 */
@ApplicationScoped
class DeskInvitations {

  private final Wishes wishes;
  private final Members members;
  private final Organisations organisations;
  private final EntityManager entities;

  DeskInvitations(
      Wishes wishes, Members members, Organisations organisations, EntityManager entities) {
    this.wishes = wishes;
    this.members = members;
    this.organisations = organisations;
    this.entities = entities;
  }

  /**
   * Returns a page of invitations, newest first.
   *
   * @param divisionPath the path of a division; includes everything below it
   * @param wishId only those of this wish; null for all
   */
  Page<DeskInvitation> page(
      List<InvitationState> states, String divisionPath, Long wishId, PageQuery page) {
    Page<Invitation> found =
        new Listing<>(Invitation.class, "select i from Invitation i join Wish w on w.id = i.wishId")
            .only("w.held = false")
            .filter("state", states, "i.state in :state")
            .filter("wish", wishId, "i.wishId = :wish")
            .subtree("division", "w.divisionPath", divisionPath)
            .descending("i.id", row -> row.id)
            .page(entities, page);
    Map<Long, Wish> byId =
        wishes.byId(found.items().stream().map(row -> row.wishId).collect(Collectors.toSet()));
    Map<Long, String> people = members.names(ids(found.items(), ClaimantType.MEMBER));
    Map<Long, String> names = organisations.names(ids(found.items(), ClaimantType.ORGANISATION));
    return found.map(
        row ->
            new DeskInvitation(
                InvitationResource.View.of(row),
                byId.get(row.wishId).publicTitle,
                byId.get(row.wishId).state,
                Confidential.of(
                    row.claimantType == ClaimantType.MEMBER
                        ? Masking.name(people.get(row.claimantId))
                        : names.get(row.claimantId))));
  }

  private static Set<Long> ids(List<Invitation> rows, ClaimantType type) {
    return rows.stream()
        .filter(row -> row.claimantType == type)
        .map(row -> row.claimantId)
        .collect(Collectors.toSet());
  }
}
