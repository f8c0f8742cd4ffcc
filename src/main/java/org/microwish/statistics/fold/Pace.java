package org.microwish.statistics.fold;

/**
 * How fast wishes of one kind were claimed and fulfilled.
 *
 * @param toClaim from first publication to the first ACTIVE claim, even if that claim has ended
 * @param toFulfilment from first publication to FULFILLED, for wishes that are fulfilled now
 */
public record Pace(Times toClaim, Times toFulfilment) {}
