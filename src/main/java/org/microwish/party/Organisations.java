package org.microwish.party;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The party organisations. */
@ApplicationScoped
public class Organisations implements PanacheRepositoryBase<Organisation, Long> {

  /** The organisation with that id, whatever its state. */
  public Optional<Organisation> find(long id) {
    return findByIdOptional(id);
  }
}
