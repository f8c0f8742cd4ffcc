package org.microwish.statistics.fold;

/**
 * How fast wishes of one kind were claimed and fulfilled.
 *
 * @param toClaim the times from first publication to the first ACTIVE claim, even if that claim has
 *     ended
 * @param toFulfilment the times from first publication to FULFILLED, of wishes that are now
 *     FULFILLED or ARCHIVED
 */
public record Pace(DurationFigures toClaim, DurationFigures toFulfilment) {}
