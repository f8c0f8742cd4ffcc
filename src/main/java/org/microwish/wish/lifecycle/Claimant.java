package org.microwish.wish.lifecycle;

import java.util.Set;

/**
 * The facts about a claimant that the rules need.
 *
 * @param paths the paths of the claimant's own division and of the communities where the claimant
 *     is checked in
 * @param holdsClaim true if the claimant has a live claim on this wish, or is a member who takes
 *     part in one
 * @param barred true if the claimant's claim on this wish lapsed, and the time in which the
 *     claimant may not claim the wish again has not ended
 * @param atCap true if the claimant holds the maximum number of live claims or more
 */
public record Claimant(
    ClaimantType type, Set<String> paths, boolean holdsClaim, boolean barred, boolean atCap) {}
