package org.microwish.notification;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.microwish.calendar.days.WorkingDays;
import org.microwish.lifecycle.moderation.Authors;
import org.microwish.matching.MessageKind;
import org.microwish.matching.Opennesses;
import org.microwish.notification.MessageTemplate.Shown;
import org.microwish.notification.OutboxMessage.State;
import org.microwish.party.PartyType;
import org.microwish.platform.Id;
import org.microwish.platform.sql.Sweep;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;
import org.microwish.wechat.SubscribeMessage;
import org.microwish.wechat.WeChat;
import org.microwish.wechat.WeChatRefusal;
import org.microwish.wechat.WeChatResult;

/**
 * Sends due messages from the outbox, each at most once. A message is marked as SENDING before the
 * call to WeChat. It is sent again only if it was certainly not sent; after an unclear result or a
 * crash it is never sent again. So a message can be lost, but the inbox shows the same information.
 *
 * <p>A person gets at most two messages a day: one about a single event, and one digest. If several
 * events are due when the first message of the day is sent, that message is the digest. Events that
 * become due later on the same day are collected in the digest.
 */
@ApplicationScoped
class MessageSender {

  private static final Logger LOG = Logger.getLogger(MessageSender.class);

  private static final int PAGE = 50;

  /**
   * Maximum number of attempts. The pause after the first attempt is one minute, and each further
   * pause is four times as long as the one before.
   */
  private static final int ATTEMPTS = 5;

  /**
   * Maximum time of a call, longer than all timeouts of its parts together. A message that has been
   * SENDING for longer was being sent by an instance that crashed.
   */
  private static final Duration LEASE = Duration.ofMinutes(10);

  /**
   * How long a message without consent to a digest may wait for a day on which it can be sent
   * alone.
   */
  private static final Duration LONGEST = Duration.ofDays(3);

  private static final Set<State> SENT = Set.of(State.SENDING, State.SENT, State.UNKNOWN);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu年M月d日 HH:mm", Locale.ROOT).withZone(WorkingDays.ZONE);

  /** Outbox messages of one person that are sent as one WeChat message. */
  private record Parcel(
      String account, MessageKind kind, List<Long> ids, int attempts, SubscribeMessage message) {}

  private final MessageQueries queries;
  private final ReminderQueries reminders;
  private final MessageTemplates templates;
  private final NotificationConfig config;
  private final QuietHours quiet;
  private final Authors users;
  private final WeChat wechat;
  private final Opennesses opennesses;
  private final Transactions transactions;

  MessageSender(
      MessageQueries queries,
      ReminderQueries reminders,
      MessageTemplates templates,
      NotificationConfig config,
      QuietHours quiet,
      Authors users,
      WeChat wechat,
      Opennesses opennesses,
      Transactions transactions) {
    this.queries = queries;
    this.reminders = reminders;
    this.templates = templates;
    this.config = config;
    this.quiet = quiet;
    this.users = users;
    this.wechat = wechat;
    this.opennesses = opennesses;
    this.transactions = transactions;
  }

  /**
   * Sends the messages that are due, unless people must not be disturbed at this time, and deletes
   * old messages.
   *
   * @return the number of people to whom a message was sent
   */
  int carryOut(Sweep sweep, Instant now) {
    transactions.run(() -> queries.abandon(now.minus(LEASE)));
    transactions.run(() -> queries.forget(now.minus(config.keep())));
    return quiet.mayDisturb(now)
        ? sweep.run(
            "messages",
            PAGE,
            (_, limit) -> transactions.call(() -> queries.due(now, limit)),
            (account, _) -> send(account, now))
        : 0;
  }

  private boolean send(String account, Instant now) {
    Optional<String> openid = users.openid(account);
    Optional<Parcel> parcel = transactions.call(() -> take(account, openid, now));
    parcel.ifPresent(
        one -> {
          WeChatResult<String> result = wechat.send(one.message());
          transactions.run(() -> finish(one, result, now));
        });
    return parcel.isPresent();
  }

  /**
   * Decides which message the person gets now, uses up one consent for it, and marks the outbox
   * messages as SENDING. Empty if the person gets no message now.
   */
  private Optional<Parcel> take(String account, Optional<String> openid, Instant now) {
    List<OutboxMessage> due = new ArrayList<>();
    List<Long> dropped = new ArrayList<>();
    for (OutboxMessage one : queries.due(account, State.WAITING, now)) {
      if (openid.isEmpty() || !one.expiresAt.isAfter(now) || reminders.holds(one.aggregateId) > 0) {
        dropped.add(one.id);
      } else {
        due.add(one);
      }
    }
    end(dropped, State.WAITING, State.DROPPED);
    if (due.isEmpty()) {
      return Optional.empty();
    }
    List<MessageKind> today =
        queries.sentSince(account, QuietHours.startOfDay(now), SENT).stream()
            .filter(Objects::nonNull)
            .toList();
    if (today.contains(MessageKind.DIGEST)) {
      defer(due, quiet.nextDay(now));
      return Optional.empty();
    }
    if (!today.isEmpty() && now.isBefore(quiet.digest(now))) {
      defer(due, quiet.digest(now));
      return Optional.empty();
    }
    if (today.isEmpty() && due.size() == 1) {
      MessageKind own = due.getFirst().kind;
      if (own != MessageKind.DIGEST && pay(account, own)) {
        return Optional.of(parcel(account, openid.orElseThrow(), own, due, now));
      }
    }
    if (wantsDigest(account) && pay(account, MessageKind.DIGEST)) {
      return Optional.of(parcel(account, openid.orElseThrow(), MessageKind.DIGEST, due, now));
    }
    // Without consent to a digest, send the first message whose kind the person has consented to.
    for (OutboxMessage one : today.isEmpty() ? due : List.<OutboxMessage>of()) {
      if (one.kind != MessageKind.DIGEST && pay(account, one.kind)) {
        return Optional.of(parcel(account, openid.orElseThrow(), one.kind, List.of(one), now));
      }
    }
    List<OutboxMessage> tomorrow = today.isEmpty() ? List.of() : goingAlone(account, due, now);
    if (!tomorrow.isEmpty()) {
      defer(tomorrow, quiet.nextDay(now));
      due.removeAll(tomorrow);
    }
    end(ids(due), State.WAITING, State.NO_CONSENT);
    return Optional.empty();
  }

  /**
   * Returns the messages that can wait to be sent alone on another day: the person has consented to
   * their kind, and they are less than three days old.
   */
  private List<OutboxMessage> goingAlone(String account, List<OutboxMessage> due, Instant now) {
    Set<MessageKind> paid =
        queries.consents(account).stream()
            .filter(consent -> consent.remaining > 0)
            .map(consent -> consent.key.kind())
            .collect(Collectors.toSet());
    return due.stream()
        .filter(one -> one.kind != MessageKind.DIGEST && paid.contains(one.kind))
        .filter(one -> one.happenedAt.isAfter(now.minus(LONGEST)))
        .toList();
  }

  private boolean wantsDigest(String account) {
    return reminders.members(account).stream()
        .noneMatch(
            member -> opennesses.unwanted(PartyType.MEMBER, member).contains(MessageKind.DIGEST));
  }

  private boolean pay(String account, MessageKind kind) {
    return templates.of(kind).isPresent() && queries.pay(account, kind.name()) == 1;
  }

  private void defer(List<OutboxMessage> due, Instant until) {
    queries.defer(ids(due), until, until.plus(Outbox.LATEST));
  }

  private Parcel parcel(
      String account, String openid, MessageKind kind, List<OutboxMessage> told, Instant now) {
    if (queries.take(ids(told), kind.name(), now) != told.size()) {
      // Another instance has taken these messages. The exception rolls back the use of the consent.
      throw ProblemType.STATE_CONFLICT.exception();
    }
    OutboxMessage first = told.getFirst();
    int attempts = told.stream().mapToInt(one -> one.attempts).max().orElseThrow() + 1;
    boolean alone = kind != MessageKind.DIGEST;
    MessageTemplate template = templates.of(kind).orElseThrow();
    return new Parcel(
        account,
        kind,
        ids(told),
        attempts,
        new SubscribeMessage(
            openid,
            template.id(),
            alone
                ? config.wishPage().replace("{id}", Id.text(first.aggregateId))
                : config.inboxPage(),
            template.values(alone ? facts(first) : facts(told, now))));
  }

  private Map<Shown, String> facts(OutboxMessage one) {
    Map<Shown, String> facts = new EnumMap<>(Shown.class);
    facts.put(Shown.TITLE, "微心愿");
    facts.put(Shown.NUMBER, Id.text(one.aggregateId));
    for (MessageQueries.Words words : queries.words(one.aggregateId)) {
      facts.put(Shown.TITLE, words.title() == null ? "微心愿" : words.title());
      facts.put(Shown.NUMBER, words.number() == null ? Id.text(one.aggregateId) : words.number());
      facts.put(Shown.BUDGET, words.budget() == null ? "" : yuan(words.budget()));
    }
    facts.put(Shown.STATUS, status(one.kind));
    facts.put(Shown.HINT, hint(one.kind));
    facts.put(Shown.TIME, TIME.format(one.happenedAt));
    facts.put(Shown.DUE, TIME.format(one.dueAt == null ? one.happenedAt : one.dueAt));
    facts.put(Shown.COUNT, "1");
    return facts;
  }

  /**
   * Formats an amount in the 11 characters that WeChat allows; leaves out fen if the amount is too
   * long.
   */
  private static String yuan(BigDecimal amount) {
    String exact = amount.toPlainString();
    return "¥"
        + (exact.length() > 11 ? amount.setScale(0, RoundingMode.DOWN) : amount).toPlainString();
  }

  private static Map<Shown, String> facts(List<OutboxMessage> told, Instant now) {
    String count = Integer.toString(told.size());
    Instant due =
        told.stream()
            .map(one -> one.dueAt)
            .filter(Objects::nonNull)
            .min(Instant::compareTo)
            .orElse(now);
    return new EnumMap<>(
        Map.of(
            Shown.TITLE, "有 " + count + " 件事等待查看",
            Shown.NUMBER, count,
            Shown.STATUS, status(MessageKind.DIGEST),
            Shown.HINT, hint(MessageKind.DIGEST),
            Shown.TIME, TIME.format(now),
            Shown.DUE, TIME.format(due),
            Shown.COUNT, count));
  }

  /** Returns at most five Chinese characters, for template fields of the type phrase. */
  private static String status(MessageKind kind) {
    return switch (kind) {
      case INVITATION -> "邀请认领";
      case PLACE_OFFERED -> "候补到位";
      case CLAIM_ACCEPTED -> "认领通过";
      case CONTACT_DUE -> "待联系";
      case DELIVERED -> "待确认";
      case CONFIRMED -> "已达成";
      case DIGEST -> "待办";
    };
  }

  private static String hint(MessageKind kind) {
    return switch (kind) {
      case INVITATION -> "街道邀请您认领这个心愿";
      case PLACE_OFFERED -> "有名额空出，请在期限前认领";
      case CLAIM_ACCEPTED -> "请在期限前联系居民";
      case CONTACT_DUE -> "请联系居民，逾期认领失效";
      case DELIVERED -> "请确认心愿是否达成";
      case CONFIRMED -> "居民已确认，感谢您的付出";
      case DIGEST -> "请打开小程序查看待办";
    };
  }

  private void finish(Parcel parcel, WeChatResult<String> result, Instant now) {
    switch (result) {
      case WeChatResult.Done<String> _ -> end(parcel.ids(), State.SENDING, State.SENT);
      case WeChatResult.Refused<String> refused -> finish(parcel, refused, now);
    }
  }

  private void finish(Parcel parcel, WeChatResult.Refused<String> refused, Instant now) {
    WeChatRefusal reason = refused.reason();
    switch (reason) {
      case UNCONFIRMED -> end(parcel.ids(), State.SENDING, State.UNKNOWN);
      case NO_CONSENT -> {
        queries.refused(parcel.account(), parcel.kind().name(), now);
        end(parcel.ids(), State.SENDING, State.REFUSED);
      }
      case BAD_REQUEST, NOT_RECENT, BAD_CODE, USER_BLOCKED -> {
        LOG.errorf(
            "WeChat refused a message of the kind %s: errcode %d", parcel.kind(), refused.code());
        giveBack(parcel);
        end(parcel.ids(), State.SENDING, State.FAILED);
      }
      case UNAVAILABLE, THROTTLED, MISCONFIGURED, NOT_CONFIGURED -> {
        giveBack(parcel);
        if (parcel.attempts() < ATTEMPTS) {
          queries.again(
              parcel.ids(), now.plus(Duration.ofMinutes(1L << (2 * parcel.attempts() - 2))));
        } else {
          end(parcel.ids(), State.SENDING, State.DROPPED);
        }
      }
    }
  }

  private void giveBack(Parcel parcel) {
    queries.giveBack(parcel.account(), parcel.kind().name(), MessageConsents.MOST);
  }

  private void end(List<Long> ids, State from, State to) {
    if (!ids.isEmpty()) {
      queries.end(ids, from.name(), to.name());
    }
  }

  private static List<Long> ids(List<OutboxMessage> all) {
    return all.stream().map(one -> one.id).toList();
  }
}
