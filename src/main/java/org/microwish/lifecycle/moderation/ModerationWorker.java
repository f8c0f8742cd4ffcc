package org.microwish.lifecycle.moderation;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.microwish.moderation.ModerationConfig;
import org.microwish.moderation.WordList;
import org.microwish.platform.Pump;
import org.microwish.platform.Pump.Pause;
import org.microwish.platform.sql.Transactions;
import org.microwish.wechat.CheckScene;
import org.microwish.wechat.ImageCheck;
import org.microwish.wechat.TextCheck;
import org.microwish.wechat.TextVerdict;
import org.microwish.wechat.WeChat;
import org.microwish.wechat.WeChatRefusal;
import org.microwish.wechat.WeChatResult;

/**
 * Lets WeChat check the texts and images of WeChat users after they are recorded. Runs in every
 * instance. A conditional update reserves a check for one instance and also sets the time of the
 * next attempt, so that a check is retried in the same way after a crash, a timeout or a refusal.
 * If WeChat has not checked a text after the last attempt, the word list decides; an image then
 * waits for an operator.
 */
@ApplicationScoped
public class ModerationWorker {

  private static final Logger LOG = Logger.getLogger(ModerationWorker.class);

  /** Maximum pause between polls for retries, and for checks that other instances recorded. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  /** Maximum number of checks per poll; the next poll processes the rest. */
  private static final int BATCH = 20;

  /**
   * The pause after the first attempt. It must be longer than an attempt takes: at most five texts,
   * about ten seconds each.
   */
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  /** The pause before the next attempt if the aggregate is under a legal hold or erased. */
  private static final Duration HELD_PAUSE = Duration.ofHours(1);

  /**
   * How long to wait for the result of an image check; WeChat promises the result within 30
   * minutes.
   */
  private static final Duration IMAGE_WITHIN = Duration.ofMinutes(35);

  private final CheckQueries queries;
  private final FoundTexts foundTexts;
  private final EntityManager entities;
  private final Transactions transactions;
  private final Authors authors;
  private final WeChat wechat;
  private final WordList list;
  private final WeChatImageAddresses images;
  private final ModerationConfig config;
  private final Pump pump = new Pump("moderation", this::round);

  ModerationWorker(
      CheckQueries queries,
      FoundTexts foundTexts,
      EntityManager entities,
      Transactions transactions,
      Authors authors,
      WeChat wechat,
      WordList list,
      WeChatImageAddresses images,
      ModerationConfig config) {
    this.queries = queries;
    this.foundTexts = foundTexts;
    this.entities = entities;
    this.transactions = transactions;
    this.authors = authors;
    this.wechat = wechat;
    this.list = list;
    this.images = images;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    if (config.enabled()) {
      pump.start();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    pump.stop();
  }

  /** Wakes the worker after the commit of a transaction that registered a check. */
  void found(@Observes(during = TransactionPhase.AFTER_SUCCESS) Moderation.Waiting waiting) {
    pump.wake();
  }

  private Pause round() {
    return work() > 0 ? Pause.NONE : Pause.atMost(LOOK_EVERY);
  }

  /**
   * Attempts the checks that are due, at most {@link #BATCH}.
   *
   * @return the number of checks that were attempted
   */
  int work() {
    int tried = 0;
    for (Long id : transactions.call(() -> queries.due(BATCH))) {
      Optional<ModerationFinding> taken = transactions.call(() -> take(id));
      if (taken.isPresent()) {
        tried++;
        check(taken.get());
      }
    }
    return tried;
  }

  private Optional<ModerationFinding> take(long id) {
    if (queries.take(id, FIRST_PAUSE.toSeconds(), LONGEST_PAUSE.toSeconds()) == 0) {
      return Optional.empty();
    }
    ModerationFinding finding = entities.find(ModerationFinding.class, id);
    if (!foundTexts.about(finding).isUsable()) {
      // Data under a legal hold must not be sent anywhere: postpone the check, and do not count
      // this as an attempt.
      queries.postpone(id, HELD_PAUSE.toSeconds());
      return Optional.empty();
    }
    return Optional.of(finding);
  }

  private void check(ModerationFinding finding) {
    if (finding.subject == ModerationFinding.Subject.IMAGE) {
      checkImage(finding);
    } else {
      checkText(finding);
    }
  }

  private void checkText(ModerationFinding finding) {
    List<String> texts = transactions.call(() -> texts(finding));
    if (texts.isEmpty()) {
      // The texts were erased meanwhile: there is nothing left to check.
      finish(finding, ModerationFinding.State.SUPERSEDED, null, null);
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
          finding.subject == ModerationFinding.Subject.NOTE ? CheckScene.COMMENT : CheckScene.FORUM;
      switch (wechat.checkText(new TextCheck(scene, openid.get(), text, null))) {
        case WeChatResult.Done<TextVerdict> done -> worst = worse(worst, done.value());
        case WeChatResult.Refused<TextVerdict> refused -> {
          if (refused.reason() == WeChatRefusal.NOT_RECENT) {
            askTheList(finding, texts);
          } else {
            LOG.infof("WeChat refused to check a text: %s %d", refused.reason(), refused.code());
          }
          return;
        }
      }
    }
    boolean passed = worst.suggestion() == TextVerdict.Suggestion.PASS;
    finish(
        finding,
        passed ? ModerationFinding.State.PASSED : ModerationFinding.State.FLAGGED,
        ModerationFinding.Source.WECHAT,
        worst.label());
  }

  private static TextVerdict worse(TextVerdict one, TextVerdict other) {
    return one == null || other.suggestion().compareTo(one.suggestion()) > 0 ? other : one;
  }

  private void askTheList(ModerationFinding finding, List<String> texts) {
    boolean found = texts.stream().anyMatch(list::finds);
    finish(
        finding,
        found ? ModerationFinding.State.FLAGGED : ModerationFinding.State.PASSED,
        ModerationFinding.Source.WORD_LIST,
        null);
  }

  /**
   * Returns the current texts from the vault, split into pieces of the length that WeChat accepts.
   */
  private List<String> texts(ModerationFinding finding) {
    List<String> pieces = new ArrayList<>();
    for (String text : foundTexts.read(finding).values()) {
      for (int start = 0; start < text.length(); start += TextCheck.MAX_CONTENT) {
        pieces.add(text.substring(start, Math.min(text.length(), start + TextCheck.MAX_CONTENT)));
      }
    }
    return pieces;
  }

  private void checkImage(ModerationFinding finding) {
    Optional<String> openid = authors.openid(finding.account);
    Optional<URI> address = images.address(finding.evidenceId);
    if (finding.traceId != null
        || openid.isEmpty()
        || address.isEmpty()
        || finding.attempts > config.attempts()) {
      // WeChat sent no result in time, or cannot check this image.
      finish(finding, ModerationFinding.State.FLAGGED, ModerationFinding.Source.NOBODY, null);
      return;
    }
    switch (wechat.checkImage(
        new ImageCheck(CheckScene.FORUM, openid.get(), address.get().toString()))) {
      case WeChatResult.Done<String> done -> awaitResult(finding, done.value());
      case WeChatResult.Refused<String> refused -> {
        if (refused.reason() == WeChatRefusal.NOT_RECENT) {
          finish(finding, ModerationFinding.State.FLAGGED, ModerationFinding.Source.NOBODY, null);
        } else {
          LOG.infof("WeChat refused to check an image: %s %d", refused.reason(), refused.code());
        }
      }
    }
  }

  private void awaitResult(ModerationFinding finding, String traceId) {
    transactions.run(() -> queries.await(finding.id, traceId, IMAGE_WITHIN.toSeconds()));
    // The push may have arrived before the trace id was stored.
    transactions.run(() -> queries.applyPushes(traceId));
  }

  private void finish(
      ModerationFinding finding,
      ModerationFinding.State state,
      ModerationFinding.Source source,
      Integer label) {
    transactions.run(
        () -> queries.finish(finding.id, ModerationFinding.State.PENDING, state, source, label));
  }
}
