package org.microwish.sample;

import java.time.Instant;
import org.microwish.party.OrganisationKind;
import org.microwish.party.Sector;

/**
 * An invented party organisation.
 *
 * @param key its name in the plan, such as {@code gov-01}
 * @param name ends in a mark that says it is a sample
 * @param creditCode of its body, well formed and of no real one; null where there is none
 * @param division the code of its community, or of the street
 * @param recordedAt when it was put on record
 */
public record SampleOrganisation(
    String key,
    String name,
    OrganisationKind kind,
    Sector sector,
    String creditCode,
    String division,
    Instant recordedAt) {

  /** Whether it is the street's or a community's own, which others check in with. */
  public boolean isHost() {
    return key.startsWith("host-");
  }
}
