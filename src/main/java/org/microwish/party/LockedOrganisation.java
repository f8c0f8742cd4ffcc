package org.microwish.party;

/**
 * The columns read from an organisation's row when it is locked.
 *
 * @param state the name of an {@link OrganisationState}
 */
public record LockedOrganisation(long id, String state, String divisionPath) {

  public boolean isActive() {
    return state.equals(OrganisationState.ACTIVE.name());
  }
}
