package org.microwish.notification;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.microwish.matching.MessageKind;

/** The configured message templates. A malformed template stops the start. */
@Startup
@ApplicationScoped
class MessageTemplates {

  private final Map<MessageKind, MessageTemplate> templates = new EnumMap<>(MessageKind.class);

  MessageTemplates(NotificationConfig config) {
    for (MessageKind kind : MessageKind.values()) {
      text(config.templates(), kind).ifPresent(text -> put(kind, text));
    }
    if (config.wishPage().startsWith("/") || config.inboxPage().startsWith("/")) {
      throw new IllegalArgumentException("WeChat refuses pages with a leading slash");
    }
    if (config.digestAt().isBefore(config.from()) || !config.digestAt().isBefore(config.until())) {
      throw new IllegalArgumentException(
          "microwish.notification.digest-at must be between from and until");
    }
  }

  private void put(MessageKind kind, String text) {
    try {
      templates.put(kind, MessageTemplate.parse(text));
    } catch (IllegalArgumentException faulty) {
      throw new IllegalArgumentException(
          "microwish.notification.templates, " + kind + ": " + faulty.getMessage(), faulty);
    }
  }

  private static Optional<String> text(NotificationConfig.Templates all, MessageKind kind) {
    return switch (kind) {
      case INVITATION -> all.invitation();
      case PLACE_OFFERED -> all.placeOffered();
      case CLAIM_ACCEPTED -> all.claimAccepted();
      case CONTACT_DUE -> all.contactDue();
      case DELIVERED -> all.delivered();
      case CONFIRMED -> all.confirmed();
      case DIGEST -> all.digest();
    };
  }

  /** Returns the kinds of message that have a template. */
  Set<MessageKind> kinds() {
    return templates.keySet();
  }

  Optional<MessageTemplate> of(MessageKind kind) {
    return Optional.ofNullable(templates.get(kind));
  }
}
