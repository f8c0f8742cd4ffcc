package org.microwish.wish.lifecycle;

import java.util.Set;

/**
 * The facts about a claimant that the rules need.
 *
 * @param paths paths of its own division and of the divisions it is checked in to
 * @param holdsClaim it has a live claim on this wish, or is a member who takes part in one
 * @param barred a claim of it on this wish lapsed, and the bar has not ended
 * @param atCap it holds the maximum number of live claims
 */
public record Claimant(
    ClaimantType type, Set<String> paths, boolean holdsClaim, boolean barred, boolean atCap) {}
