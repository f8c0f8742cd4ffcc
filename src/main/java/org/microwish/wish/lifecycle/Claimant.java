package org.microwish.wish.lifecycle;

import java.util.Set;

/**
 * Who wants to claim, and what the wish's rules ask about it.
 *
 * @param paths its own division and those it is checked in to
 * @param holdsClaim it has a live claim on this wish
 * @param barred it let this wish lapse within the bar
 * @param atCap it holds as many live claims as one may
 */
public record Claimant(
    ClaimantType type, Set<String> paths, boolean holdsClaim, boolean barred, boolean atCap) {}
