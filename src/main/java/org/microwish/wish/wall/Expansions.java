package org.microwish.wish.wall;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.caller.Caller;
import org.microwish.party.OrganisationView;
import org.microwish.party.Organisations;
import org.microwish.wish.Claims;
import org.microwish.wish.Wish;
import org.microwish.wish.WishView;
import org.microwish.wish.claim.ClaimReads;
import org.microwish.wish.claim.ClaimView;
import org.microwish.wish.lifecycle.ClaimState;

/**
 * Adds to the view of a wish related data that the client would otherwise read with further
 * requests.
 */
@ApplicationScoped
class Expansions {

  private static final Set<ClaimState> SHOWN = EnumSet.of(ClaimState.ACTIVE, ClaimState.COMPLETED);

  private final ClaimReads reads;
  private final Claims claims;
  private final Organisations organisations;
  private final ObjectMapper json;

  Expansions(ClaimReads reads, Claims claims, Organisations organisations, ObjectMapper json) {
    this.reads = reads;
    this.claims = claims;
    this.organisations = organisations;
    this.json = json;
  }

  /** The data that the client requested with {@code expand}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "WishExpanded", description = "What was asked for with `expand`.")
  record Expanded(
      @Schema(description = "The claims that the caller may see, oldest first")
          List<ClaimView> claims,
      @Schema(
              description =
                  "The organisations that hold an ACTIVE or COMPLETED claim, or whose"
                      + " members do")
          List<OrganisationView> organisations) {}

  /** A wish with the data that the client requested with {@code expand}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ExpandedWish", allOf = WishView.class)
  record ExpandedWish(@JsonUnwrapped @Schema(hidden = true) WishView wish, Expanded expanded) {}

  /** Returns the view with the expansions, as JSON. */
  byte[] of(Caller caller, Wish wish, WishView view, Set<Expansion> wanted) {
    List<ClaimView> seen = wanted.contains(Expansion.claims) ? reads.claimsOf(caller, wish) : null;
    List<OrganisationView> claiming = null;
    if (wanted.contains(Expansion.organisation)) {
      Set<Long> ids = new LinkedHashSet<>();
      claims.ofWish(wish.id, SHOWN).forEach(claim -> ids.add(claim.organisationId));
      claiming = organisations.views(ids);
    }
    try {
      return json.writeValueAsBytes(new ExpandedWish(view, new Expanded(seen, claiming)));
    } catch (JsonProcessingException notWritable) {
      throw new IllegalStateException(notWritable);
    }
  }
}
