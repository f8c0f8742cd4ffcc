package org.microwish.statistics.fold;

/** The satisfaction with one kind of wish: ratings by residents themselves, and by proxies. */
public record Satisfaction(Ratings self, Ratings proxy) {}
