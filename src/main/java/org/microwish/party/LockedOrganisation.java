package org.microwish.party;

/**
 * What the locked row of an organisation says of it.
 *
 * @param state the name of an {@link OrganisationState}
 */
public record LockedOrganisation(long id, String state, String divisionPath) {

  public boolean isActive() {
    return state.equals(OrganisationState.ACTIVE.name());
  }
}
