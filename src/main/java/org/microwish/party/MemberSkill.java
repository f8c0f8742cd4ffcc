package org.microwish.party;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;

/** A skill of a member. */
@Entity
@Table(name = "member_skill")
class MemberSkill {

  @Embeddable
  record Key(long memberId, String skill) implements Serializable {}

  @EmbeddedId Key key;

  protected MemberSkill() {}

  MemberSkill(long memberId, String skill) {
    this.key = new Key(memberId, skill);
  }
}
