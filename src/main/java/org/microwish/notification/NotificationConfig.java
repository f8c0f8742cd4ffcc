package org.microwish.notification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;

/**
 * Configures the times of reminders and messages, the pages and templates of messages, and how long
 * reminders and messages are kept.
 */
@ConfigMapping(prefix = "microwish.notification")
public interface NotificationConfig {

  /**
   * The time of day in Asia/Shanghai from which reminders and messages are sent, on working days
   * only.
   */
  @WithDefault("09:00")
  LocalTime from();

  /**
   * The time of day after which no reminders and messages are sent. What could not be sent before,
   * for example because no instance was running, waits for the next working day.
   */
  @WithDefault("20:00")
  LocalTime until();

  /**
   * The time of day of the digest. Messages that become due after the first message of a day are
   * collected until this time.
   */
  @WithDefault("17:30")
  LocalTime digestAt();

  /** How long reminders and messages are kept after they were given or sent. */
  @WithDefault("P365D")
  Duration keep();

  /** Whether this instance sends messages; at least one instance must. */
  @WithDefault("true")
  boolean sends();

  /** The page of the mini-program that shows a wish; {@code {id}} stands for the wish's id. */
  @WithDefault("pages/wish/wish?id={id}")
  String wishPage();

  /** The page of the mini-program that shows the inbox. */
  @WithDefault("pages/inbox/inbox")
  String inboxPage();

  /**
   * The message templates of the mini-program. Each consists of the id that WeChat gave the
   * template, and of the value that each field shows, such as {@code <id> thing1=TITLE time2=DUE};
   * see {@link MessageTemplate.Shown}. Messages of a kind without a template are not sent.
   */
  Templates templates();

  /** The message templates by kind. */
  interface Templates {

    Optional<String> invitation();

    Optional<String> placeOffered();

    Optional<String> claimAccepted();

    Optional<String> contactDue();

    Optional<String> delivered();

    Optional<String> confirmed();

    Optional<String> digest();
  }
}
