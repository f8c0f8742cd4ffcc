package org.microwish.statistics.fold;

/** The satisfaction of one kind of wish, the proxies' word apart from the residents'. */
public record Satisfaction(Ratings self, Ratings proxy) {}
