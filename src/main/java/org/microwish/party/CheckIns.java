package org.microwish.party;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The check-ins (双报到) of organisations and members with communities. */
@ApplicationScoped
public class CheckIns implements PanacheRepositoryBase<CheckIn, Long> {

  /** The paths of the communities with which somebody is checked in now. */
  public List<String> communitiesOf(PartyType subjectType, long subjectId) {
    return list(
            "subjectType = ?1 and subjectId = ?2 and liveKey is not null order by divisionPath",
            subjectType,
            subjectId)
        .stream()
        .map(checkIn -> checkIn.divisionPath)
        .toList();
  }
}
