package org.microwish.notification;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.microwish.matching.MessageKind;

/**
 * The row of a person's consents to one kind of message: how many more messages may be sent.
 * Written with SQL only.
 */
@Entity
@Immutable
@Table(name = "message_consent")
class MessageConsent {

  @Embeddable
  record Key(String account, @Enumerated(EnumType.STRING) MessageKind kind)
      implements Serializable {}

  @EmbeddedId Key key;

  int remaining;

  /**
   * When the person last refused, in the mini-program or according to WeChat's answer; null after
   * an acceptance.
   */
  Instant refusedAt;
}
