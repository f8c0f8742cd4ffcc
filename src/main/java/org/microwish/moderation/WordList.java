package org.microwish.moderation;

import com.github.houbb.sensitive.word.bs.SensitiveWordBs;
import com.github.houbb.sensitive.word.support.deny.WordDenys;
import com.github.houbb.sensitive.word.support.ignore.SensitiveWordCharIgnores;
import com.github.houbb.sensitive.word.support.result.WordResultHandlers;
import com.github.houbb.sensitive.word.support.resultcondition.WordResultConditions;
import com.github.houbb.sensitive.word.support.tag.WordTags;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * Searches texts for sensitive words. The library {@code sensitive-word} has 64,000 of them. Those
 * of four characters and more are used as they are. Of the shorter ones, most are everyday Chinese
 * or cut out of it (平米, 打针, 合体), so that only those in {@code words.txt} are used. A match is not
 * reported if an everyday word or phrase explains it ({@code everyday-words.txt}), or if the words
 * beside it warn of it (防…, …的危害).
 *
 * <p>Ignores letter case, character width, traditional versus simplified characters, and
 * punctuation between letters. Loading takes some seconds and 33 MB; it begins after the service
 * has started, so that it does not delay the start. A check takes less than a millisecond.
 */
@ApplicationScoped
public class WordList {

  /** Longest word, in characters, that counts only if {@code words.txt} contains it. */
  private static final int SHORT = 3;

  /** What stands before an offence in texts that warn of it. */
  private static final Pattern WARNING =
      Pattern.compile("(禁止?|戒|反|被|防范?|拒绝|远离|抵制|打击|预防|举报|整治|取缔)$");

  /** What stands behind an offence in texts that warn of it. */
  private static final Pattern PREVENTION =
      Pattern.compile("^(预防|防范|诈骗|性质|的?(危害|恶习)|(怎么|如何)?(识别|辨别|防范|举报))");

  /** Number of characters before a match in which {@link #WARNING} is searched. */
  private static final int LONGEST_WARNING = 2;

  private final ModerationConfig config;
  private CompletableFuture<Words> words;

  WordList(ModerationConfig config) {
    this.config = config;
  }

  /**
   * A listed word in a text.
   *
   * @param word the characters of the text, with those that the search ignored
   * @param start index of its first character (UTF-16)
   * @param end index after its last character
   */
  public record Match(String word, int start, int end) {}

  /** The sensitive words, and the everyday phrases that explain a match. */
  private record Words(SensitiveWordBs sensitive, List<String> everyday) {}

  void onServing(@ObservesAsync HttpServerStart started) {
    // A failure is thrown to the callers of find().
    CompletableFuture<Words> unused = load();
  }

  /** Starts loading at the first call, which may happen before the service has started. */
  private synchronized CompletableFuture<Words> load() {
    if (words == null) {
      words = CompletableFuture.supplyAsync(this::build);
    }
    return words;
  }

  private Words build() {
    Set<String> sensitive = new LinkedHashSet<>(lines("/moderation/words.txt"));
    WordDenys.defaults().deny().stream()
        .filter(word -> word.length() > SHORT)
        .forEach(sensitive::add);
    sensitive.addAll(config.words().orElse(Set.of()));
    List<String> everyday = new ArrayList<>(lines("/moderation/everyday-words.txt"));
    everyday.addAll(config.allowedWords().orElse(Set.of()));
    SensitiveWordBs search =
        SensitiveWordBs.newInstance()
            .wordDeny(() -> List.copyOf(sensitive))
            // Word tags are not used and would take 14 MB.
            .wordTag(WordTags.none())
            .charIgnore(SensitiveWordCharIgnores.specialChars())
            .wordResultCondition(WordResultConditions.englishWordMatch())
            .init();
    return new Words(search, everyday);
  }

  private static List<String> lines(String resource) {
    try (InputStream file = WordList.class.getResourceAsStream(resource)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(String::strip)
          .toList();
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /** Returns the listed words in the text, in order; waits until the list is loaded. */
  public List<Match> find(String text) {
    if (text == null || text.isBlank()) {
      return List.of();
    }
    Words list = load().join();
    return list.sensitive().findAll(text, WordResultHandlers.raw()).stream()
        .map(
            found ->
                new Match(
                    text.substring(found.startIndex(), found.endIndex()),
                    found.startIndex(),
                    found.endIndex()))
        .filter(match -> !warns(text, match) && !isExplained(text, match, list.everyday()))
        .toList();
  }

  /** Whether the text contains a listed word; waits until the list is loaded. */
  public boolean finds(String text) {
    return !find(text).isEmpty();
  }

  private static boolean warns(String text, Match match) {
    return WARNING
            .matcher(text.substring(Math.max(0, match.start() - LONGEST_WARNING), match.start()))
            .find()
        || PREVENTION.matcher(text.substring(match.end())).find();
  }

  /**
   * Whether an everyday phrase contains the match or, for a short match, overlaps it and extends
   * beyond it.
   */
  private static boolean isExplained(String text, Match match, List<String> everyday) {
    boolean cut = match.end() - match.start() <= SHORT;
    for (String phrase : everyday) {
      int length = phrase.length();
      int from = Math.max(0, match.start() - length + 1);
      for (int at = text.indexOf(phrase, from);
          at >= 0 && at < match.end();
          at = text.indexOf(phrase, at + 1)) {
        boolean contains = at <= match.start() && match.end() <= at + length;
        boolean exceeds = at < match.start() || match.end() < at + length;
        if (contains || (cut && exceeds)) {
          return true;
        }
      }
    }
    return false;
  }
}
