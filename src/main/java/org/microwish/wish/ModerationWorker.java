package org.microwish.wish;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.microwish.moderation.ModerationConfig;
import org.microwish.moderation.WordList;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.wechat.CheckScene;
import org.microwish.wechat.ImageCheck;
import org.microwish.wechat.TextCheck;
import org.microwish.wechat.TextVerdict;
import org.microwish.wechat.WeChat;
import org.microwish.wechat.WeChatRefusal;
import org.microwish.wechat.WeChatResult;

/**
 * Has WeChat look at what its users have written and uploaded, after the fact. Runs in every
 * instance: a conditional update gives one of them the next try, and that update also says when the
 * one after it is due, so a crash, a slow WeChat and a refusal all end in the same place. When the
 * tries are used up the word list decides on a text, and a person on an image.
 */
@ApplicationScoped
public class ModerationWorker {

  private static final Logger LOG = Logger.getLogger(ModerationWorker.class);

  /** What one look takes up; the next takes what is left. */
  private static final int BATCH = 20;

  /** Longer than a try can take: five texts at ten seconds each. */
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  /** When a wish that may not be used is asked about again. */
  private static final Duration HELD_PAUSE = Duration.ofHours(1);

  /** WeChat promises the result of an image within 30 minutes. */
  private static final Duration IMAGE_WITHIN = Duration.ofMinutes(35);

  private final EntityManager entities;
  private final Transactions transactions;
  private final Vault vault;
  private final Authors authors;
  private final WeChat wechat;
  private final WordList list;
  private final ImageAddresses images;
  private final ModerationConfig config;

  ModerationWorker(
      EntityManager entities,
      Transactions transactions,
      Vault vault,
      Authors authors,
      WeChat wechat,
      WordList list,
      ImageAddresses images,
      ModerationConfig config) {
    this.entities = entities;
    this.transactions = transactions;
    this.vault = vault;
    this.authors = authors;
    this.wechat = wechat;
    this.list = list;
    this.images = images;
    this.config = config;
  }

  @Scheduled(
      identity = "moderation",
      every = "${microwish.moderation.poll:2s}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void onSchedule() {
    try {
      work();
    } catch (RuntimeException unreachable) {
      LOG.warnf("Moderation found no database to work on: %s", unreachable.getMessage());
    }
  }

  /**
   * Takes up what is due.
   *
   * @return how many checks were tried
   */
  int work() {
    List<?> due =
        transactions.call(
            () ->
                entities
                    .createNativeQuery(
                        "SELECT id FROM moderation WHERE state = 'PENDING'"
                            + " AND due_at <= UTC_TIMESTAMP(6) ORDER BY due_at LIMIT "
                            + BATCH)
                    .getResultList());
    int tried = 0;
    for (Object id : due) {
      Optional<Finding> taken = take(((Number) id).longValue());
      if (taken.isPresent()) {
        tried++;
        check(taken.get());
      }
    }
    return tried;
  }

  private Optional<Finding> take(long id) {
    return transactions.call(
        () -> {
          int changed =
              entities
                  .createNativeQuery(
                      "UPDATE moderation SET attempts = attempts + 1,"
                          + " due_at = UTC_TIMESTAMP(6) + INTERVAL LEAST(?2 * POW(2, attempts - 1),"
                          + " ?3) SECOND"
                          + " WHERE id = ?1 AND state = 'PENDING' AND due_at <= UTC_TIMESTAMP(6)")
                  .setParameter(1, id)
                  .setParameter(2, FIRST_PAUSE.toSeconds())
                  .setParameter(3, LONGEST_PAUSE.toSeconds())
                  .executeUpdate();
          if (changed == 0) {
            return Optional.empty();
          }
          Finding finding = entities.find(Finding.class, id);
          Wish wish = entities.find(Wish.class, finding.wishId);
          if (wish != null && (wish.held || wish.erasedAt != null)) {
            postpone(id);
            return Optional.empty();
          }
          return Optional.of(finding);
        });
  }

  /** What a legal hold keeps goes nowhere: it waits, and this was no try. */
  private void postpone(long id) {
    entities
        .createNativeQuery(
            "UPDATE moderation SET attempts = attempts - 1,"
                + " due_at = UTC_TIMESTAMP(6) + INTERVAL ?2 SECOND"
                + " WHERE id = ?1 AND state = 'PENDING'")
        .setParameter(1, id)
        .setParameter(2, HELD_PAUSE.toSeconds())
        .executeUpdate();
  }

  private void check(Finding finding) {
    if (finding.subject == Finding.Subject.IMAGE) {
      checkImage(finding);
    } else {
      checkText(finding);
    }
  }

  private void checkText(Finding finding) {
    List<String> texts = transactions.call(() -> texts(finding));
    if (texts.isEmpty()) {
      // Erased meanwhile: there is nothing left to look at.
      finish(finding, Finding.State.SUPERSEDED, null, null);
      return;
    }
    Optional<String> openid = authors.openid(finding.account);
    if (openid.isEmpty() || finding.attempts > config.attempts()) {
      askTheList(finding, texts);
      return;
    }
    TextVerdict worst = null;
    for (String text : texts) {
      CheckScene scene =
          finding.subject == Finding.Subject.NOTE ? CheckScene.COMMENT : CheckScene.FORUM;
      switch (wechat.checkText(new TextCheck(scene, openid.get(), text, null))) {
        case WeChatResult.Done<TextVerdict> done -> worst = worse(worst, done.value());
        case WeChatResult.Refused<TextVerdict> refused -> {
          if (refused.reason() == WeChatRefusal.NOT_RECENT) {
            askTheList(finding, texts);
          } else {
            LOG.infof("WeChat did not look at a text: %s %d", refused.reason(), refused.code());
          }
          return;
        }
      }
    }
    boolean passed = worst.suggestion() == TextVerdict.Suggestion.PASS;
    finish(
        finding,
        passed ? Finding.State.PASSED : Finding.State.FLAGGED,
        Finding.Source.WECHAT,
        worst.label());
  }

  private static TextVerdict worse(TextVerdict one, TextVerdict other) {
    return one == null || other.suggestion().compareTo(one.suggestion()) > 0 ? other : one;
  }

  private void askTheList(Finding finding, List<String> texts) {
    boolean found = texts.stream().anyMatch(list::finds);
    finish(
        finding,
        found ? Finding.State.FLAGGED : Finding.State.PASSED,
        Finding.Source.WORD_LIST,
        null);
  }

  /** What stands in the vault now, in pieces that WeChat takes. */
  private List<String> texts(Finding finding) {
    Map<String, String> values = vault.read(Subject.wish(finding.wishId));
    List<String> whole = new ArrayList<>();
    if (finding.subject == Finding.Subject.WORDS) {
      Moderation.WORDS.stream()
          .filter(values::containsKey)
          .forEach(field -> whole.add(values.get(field)));
    } else {
      entities
          .createQuery(
              "select n.id from WishNote n where n.wishId = ?1 and n.entryId = ?2", Long.class)
          .setParameter(1, finding.wishId)
          .setParameter(2, finding.entryId)
          .getResultList()
          .stream()
          .map(WishNote::field)
          .filter(values::containsKey)
          .forEach(field -> whole.add(values.get(field)));
    }
    List<String> pieces = new ArrayList<>();
    for (String text : whole) {
      for (int start = 0; start < text.length(); start += TextCheck.MAX_CONTENT) {
        pieces.add(text.substring(start, Math.min(text.length(), start + TextCheck.MAX_CONTENT)));
      }
    }
    return pieces;
  }

  private void checkImage(Finding finding) {
    Optional<String> openid = authors.openid(finding.account);
    Optional<URI> address = images.address(finding.evidenceId);
    if (finding.traceId != null
        || openid.isEmpty()
        || address.isEmpty()
        || finding.attempts > config.attempts()) {
      // No result came, or none can come.
      finish(finding, Finding.State.FLAGGED, Finding.Source.NOBODY, null);
      return;
    }
    switch (wechat.checkImage(
        new ImageCheck(CheckScene.FORUM, openid.get(), address.get().toString()))) {
      case WeChatResult.Done<String> done -> awaitResult(finding, done.value());
      case WeChatResult.Refused<String> refused -> {
        if (refused.reason() == WeChatRefusal.NOT_RECENT) {
          finish(finding, Finding.State.FLAGGED, Finding.Source.NOBODY, null);
        } else {
          LOG.infof("WeChat did not look at an image: %s %d", refused.reason(), refused.code());
        }
      }
    }
  }

  private void awaitResult(Finding finding, String traceId) {
    transactions.run(
        () ->
            entities
                .createNativeQuery(
                    "UPDATE moderation SET trace_id = ?2,"
                        + " due_at = UTC_TIMESTAMP(6) + INTERVAL ?3 SECOND"
                        + " WHERE id = ?1 AND state = 'PENDING'")
                .setParameter(1, finding.id)
                .setParameter(2, traceId)
                .setParameter(3, IMAGE_WITHIN.toSeconds())
                .executeUpdate());
    // The push may have been faster than we were.
    transactions.run(() -> WeChatPushes.apply(entities, traceId));
  }

  private void finish(Finding finding, Finding.State state, Finding.Source source, Integer label) {
    transactions.run(
        () ->
            entities
                .createNativeQuery(
                    "UPDATE moderation SET state = ?2, source = ?3, label = ?4, due_at = NULL"
                        + " WHERE id = ?1 AND state = 'PENDING'")
                .setParameter(1, finding.id)
                .setParameter(2, state.name())
                .setParameter(3, source == null ? null : source.name())
                .setParameter(4, label)
                .executeUpdate());
  }
}
