package org.microwish.statistics.fold;

/**
 * The satisfaction with one kind of wish: ratings by residents themselves, by proxies, and by those
 * who accepted public projects.
 */
public record Satisfaction(Ratings self, Ratings proxy, Ratings acceptance) {}
