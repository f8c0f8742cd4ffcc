package org.microwish.wish.lifecycle;

/**
 * The acceptance of a public project by the neighbourhood committee or residents' representatives.
 *
 * @param signatures the number of people who signed
 * @param hasResident true if the project has a resident, who must answer instead
 * @param hasSheet true if the signed sheet is evidence of the project
 */
public record Acceptance(
    AcceptedBy by, int signatures, boolean hasResident, boolean conflicted, boolean hasSheet)
    implements Voice {}
