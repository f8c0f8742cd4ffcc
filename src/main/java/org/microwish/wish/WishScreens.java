package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.party.Members;
import org.microwish.problem.Language;
import org.microwish.wish.lifecycle.ClaimantType;

/**
 * Reads the data that screens show with a wish besides its own columns: labels and claimants'
 * names.
 */
@ApplicationScoped
class WishScreens {

  /** Maximum number of claimants that a view of a wish names. */
  private static final int CLAIMANTS = 3;

  private final ClaimQueries claims;
  private final WishQueries wishes;
  private final Members members;

  WishScreens(ClaimQueries claims, WishQueries wishes, Members members) {
    this.claims = claims;
    this.wishes = wishes;
    this.members = members;
  }

  /** Returns the labels by wish id. */
  Map<Long, WishLabels> labels(Collection<Wish> page, Language language) {
    Set<String> codes = new HashSet<>();
    page.stream().map(wish -> wish.subcategory).forEach(codes::add);
    codes.remove(null);
    Map<String, String> names = new HashMap<>();
    if (!codes.isEmpty()) {
      wishes
          .subcategories(codes)
          .forEach(one -> names.put(one.code(), language == Language.ZH ? one.zh() : one.en()));
    }
    Map<Long, WishLabels> labels = new HashMap<>();
    page.forEach(
        wish -> labels.put(wish.id, WishLabels.of(wish, names.get(wish.subcategory), language)));
    return labels;
  }

  /** Returns the claimants by wish id; wishes without any are missing. */
  Map<Long, List<ClaimantName>> claimants(Collection<Wish> page) {
    List<Long> claimed =
        page.stream().filter(wish -> wish.firstClaimedAt != null).map(wish -> wish.id).toList();
    if (claimed.isEmpty()) {
      return Map.of();
    }
    List<ClaimQueries.Shown> found = claims.firstClaimants(claimed, CLAIMANTS);
    Map<Long, String> people =
        members.publicNames(
            found.stream()
                .filter(one -> ClaimantType.valueOf(one.type()) == ClaimantType.MEMBER)
                .map(ClaimQueries.Shown::claimantId)
                .toList());
    Map<Long, List<ClaimantName>> claimants = new HashMap<>();
    for (ClaimQueries.Shown one : found) {
      ClaimantType type = ClaimantType.valueOf(one.type());
      claimants
          .computeIfAbsent(one.wishId(), id -> new ArrayList<>())
          .add(
              new ClaimantName(
                  type, type == ClaimantType.MEMBER ? people.get(one.claimantId()) : one.name()));
    }
    return claimants;
  }
}
