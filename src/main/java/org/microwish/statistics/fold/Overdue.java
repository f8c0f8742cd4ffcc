package org.microwish.statistics.fold;

/**
 * A period in which a claim's completion date had passed and its work was not delivered.
 *
 * @param organisation the id of the claiming organisation, or of the claiming member's organisation
 */
public record Overdue(String claim, String organisation, Span span) {}
