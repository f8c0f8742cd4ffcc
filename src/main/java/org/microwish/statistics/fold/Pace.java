package org.microwish.statistics.fold;

/**
 * How fast wishes of one kind were taken up and done.
 *
 * @param toClaim from first publication to the first ACTIVE claim, whether or not it still holds
 * @param toFulfilment from first publication to FULFILLED, of wishes that are so now
 */
public record Pace(Times toClaim, Times toFulfilment) {}
