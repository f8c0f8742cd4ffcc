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
 * Searches texts for sensitive words. The library {@code sensitive-word} has 64,000 such words. Its
 * words of four characters and more are all used. Most of its shorter words are everyday Chinese,
 * or parts of everyday words (平米, 打针, 合体); of these, only the words in {@code words.txt} are used.
 * A match is not reported if it is part of an everyday word or phrase ({@code everyday-words.txt}),
 * or if the words next to it show that the text warns of it (防…, …的危害).
 *
 * <p>Ignores letter case, character width, traditional versus simplified characters, and
 * punctuation between letters. Loading takes some seconds and 33 MB; loading begins after the
 * service has started, so that the start is not delayed. A check takes less than a millisecond.
 */
@ApplicationScoped
public class WordList {

  /**
   * Words of up to this many characters are taken only from {@code words.txt} and the
   * configuration, not from the library.
   */
  private static final int SHORT = 3;

  /** Words directly before a match that show that the text warns of an offence. */
  private static final Pattern WARNING =
      Pattern.compile("(禁止?|戒|反|被|防范?|拒绝|远离|抵制|打击|预防|举报|整治|取缔)$");

  /** Words directly after a match that show that the text warns of an offence. */
  private static final Pattern PREVENTION =
      Pattern.compile("^(预防|防范|诈骗|性质|的?(危害|恶习)|(怎么|如何)?(识别|辨别|防范|举报))");

  /** Maximum number of characters before a match in which {@link #WARNING} is searched. */
  private static final int LONGEST_WARNING = 2;

  private final ModerationConfig config;
  private CompletableFuture<Words> words;

  WordList(ModerationConfig config) {
    this.config = config;
  }

  /**
   * A sensitive word that was found in a text.
   *
   * @param word the matching part of the text, including characters that the search ignored
   * @param start index of the first character of the match (UTF-16)
   * @param end index after the last character of the match
   */
  public record Match(String word, int start, int end) {}

  /**
   * The sensitive words to search, and the everyday phrases because of which a match is not
   * reported.
   */
  private record Words(SensitiveWordBs sensitive, List<String> everyday) {}

  void onServing(@ObservesAsync HttpServerStart started) {
    // If loading fails, callers of find() get the exception.
    CompletableFuture<Words> unused = load();
  }

  /**
   * Starts loading at the first call, which may happen before the service has started, and returns
   * the words when they are loaded.
   */
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

  /**
   * Returns the sensitive words found in the text, in their order; waits until the list is loaded.
   */
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

  /**
   * Returns true if the text contains a sensitive word that {@link #find} reports; waits until the
   * list is loaded.
   */
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
   * Returns true if an everyday phrase contains the match or, for a match of up to {@link #SHORT}
   * characters, overlaps the match and extends beyond it.
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
