package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.evidence.ImageSize;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.attachment.Evidence;
import org.microwish.lifecycle.attachment.EvidenceFiles;
import org.microwish.lifecycle.attachment.ImageAddresses;
import org.microwish.lifecycle.attachment.SignedImage;
import org.microwish.party.Members;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;
import org.microwish.wish.ImageQueries.Photo;

/**
 * Decides which photos of wishes may be shown without a token, and creates their signed addresses.
 * A photo may be shown while everybody whom it may show consents: the resident (or a guardian) with
 * a consent of the purpose PHOTO on the wish, and, if the photo shows the work on a claim, every
 * member who takes or took part in that claim.
 */
@ApplicationScoped
public class WishImages {

  private final ImageQueries queries;
  private final Claims claims;
  private final ImageAddresses addresses;
  private final EvidenceFiles files;
  private final Members members;
  private final Transactions transactions;
  private final EntityManager entities;

  WishImages(
      ImageQueries queries,
      Claims claims,
      ImageAddresses addresses,
      EvidenceFiles files,
      Members members,
      Transactions transactions,
      EntityManager entities) {
    this.queries = queries;
    this.claims = claims;
    this.addresses = addresses;
    this.files = files;
    this.members = members;
    this.transactions = transactions;
    this.entities = entities;
  }

  /**
   * Returns the cover images by wish id; wishes that are not public or have no cover are missing.
   * The cover of a delivered wish is the oldest photo of finished work (stage AFTER of a claim).
   * Without such a photo, and before the delivery, the cover is the oldest photo of the wish
   * itself. Requires a running transaction.
   *
   * <p>The addresses change with each {@link ImageAddresses#period}: callers that cache an answer
   * must include the period in the cache key and in the ETag.
   */
  public Map<Long, SignedImage> covers(Collection<Wish> wishes) {
    Map<Long, Wish> open = new HashMap<>();
    for (Wish wish : wishes) {
      if (wish.state.isPublic() && !wish.offWall) {
        open.put(wish.id, wish);
      }
    }
    Map<Long, Photo> covers = new HashMap<>();
    for (Photo photo : shown(open.keySet())) {
      boolean ofWish = photo.claimId() == null;
      boolean ofDelivery =
          open.get(photo.wishId()).deliveredAt != null
              && !ofWish
              && Evidence.Stage.AFTER.name().equals(photo.stage());
      if (ofWish) {
        covers.putIfAbsent(photo.wishId(), photo);
      } else if (ofDelivery) {
        covers.merge(
            photo.wishId(), photo, (first, next) -> first.claimId() == null ? next : first);
      }
    }
    Map<Long, SignedImage> signed = new HashMap<>();
    covers.forEach((wishId, photo) -> signed.put(wishId, addresses.of(photo.id())));
    return signed;
  }

  /**
   * Returns the addresses of those photos of a wish that may be shown, by the id of the evidence.
   * Requires a running transaction.
   */
  public Map<Long, SignedImage> ofWish(long wishId) {
    Map<Long, SignedImage> signed = new LinkedHashMap<>();
    shown(Set.of(wishId)).forEach(photo -> signed.put(photo.id(), addresses.of(photo.id())));
    return signed;
  }

  /**
   * Returns a thumbnail as JPEG. Throws NOT_FOUND if the photo does not exist or may not be shown
   * any more, as after a withdrawn consent.
   */
  byte[] thumbnail(long evidenceId, ImageSize size) {
    EvidenceFiles.Legible legible =
        transactions.call(
            () -> {
              Evidence evidence = entities.find(Evidence.class, evidenceId);
              if (evidence == null || evidence.aggregateType != AggregateType.WISH) {
                throw ProblemType.NOT_FOUND.exception();
              }
              return shown(Set.of(evidence.aggregateId)).stream()
                  .filter(photo -> photo.id() == evidenceId)
                  .findAny()
                  .flatMap(photo -> files.legible(evidence))
                  .orElseThrow(ProblemType.NOT_FOUND::exception);
            });
    return files.thumbnail(legible, size);
  }

  private List<Photo> shown(Set<Long> wishIds) {
    if (wishIds.isEmpty()) {
      return List.of();
    }
    List<Photo> photos = queries.consented(wishIds);
    Set<Long> claimIds = new HashSet<>();
    photos.stream()
        .filter(photo -> photo.claimId() != null)
        .forEach(p -> claimIds.add(p.claimId()));
    Set<Long> unwilling = unwilling(claimIds);
    return photos.stream().filter(photo -> !unwilling.contains(photo.claimId())).toList();
  }

  /**
   * Returns those of the claims that have a member who does not consent to be photographed. Members
   * who have left a claim count, too, because photos of the claim may still show them.
   */
  private Set<Long> unwilling(Set<Long> claimIds) {
    Map<Long, Set<Long>> claimsOf = new HashMap<>();
    claims
        .present(claimIds)
        .forEach(
            one ->
                claimsOf
                    .computeIfAbsent(one.key.memberId(), _ -> new HashSet<>())
                    .add(one.key.claimId()));
    claims
        .formerParticipants(claimIds)
        .forEach(
            one ->
                claimsOf
                    .computeIfAbsent(one.key.memberId(), _ -> new HashSet<>())
                    .add(one.key.claimId()));
    claimsOf.keySet().removeAll(members.photographed(claimsOf.keySet()));
    Set<Long> unwilling = new HashSet<>();
    claimsOf.values().forEach(unwilling::addAll);
    return unwilling;
  }
}
