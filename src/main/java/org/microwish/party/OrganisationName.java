package org.microwish.party;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A name that an organisation had before it was renamed. */
@Entity
@Table(name = "organisation_name")
class OrganisationName {

  /**
   * The key.
   *
   * @param version the version of the organisation with the next name
   */
  @Embeddable
  record Key(long organisationId, long version) implements Serializable {}

  @EmbeddedId Key key;
  String name;
  Instant until;
}
