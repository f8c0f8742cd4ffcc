package org.microwish.party;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members of party organisations. */
@ApplicationScoped
public class Members implements PanacheRepositoryBase<Member, Long> {

  /** The member with that id, whatever its state. */
  public Optional<Member> find(long id) {
    return findByIdOptional(id);
  }

  /** The members with those ids by id; unknown ids are missing. */
  public Map<Long, Member> findAll(Collection<Long> ids) {
    Map<Long, Member> found = new HashMap<>();
    if (!ids.isEmpty()) {
      for (Member member : list("id in ?1", List.copyOf(ids))) {
        found.put(member.id, member);
      }
    }
    return found;
  }
}
