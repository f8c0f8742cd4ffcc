package org.microwish.party;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;

/** A division where a member is ready to serve. */
@Entity
@Table(name = "member_service_area")
class MemberServiceArea {

  @Embeddable
  record Key(long memberId, String divisionPath) implements Serializable {}

  @EmbeddedId Key key;

  protected MemberServiceArea() {}

  MemberServiceArea(long memberId, String divisionPath) {
    this.key = new Key(memberId, divisionPath);
  }
}
