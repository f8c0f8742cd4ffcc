package org.microwish.moderation;

import com.github.houbb.sensitive.word.bs.SensitiveWordBs;
import com.github.houbb.sensitive.word.support.allow.WordAllows;
import com.github.houbb.sensitive.word.support.deny.WordDenys;
import com.github.houbb.sensitive.word.support.ignore.SensitiveWordCharIgnores;
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
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Searches texts for sensitive words: the 60,000 words of the library {@code sensitive-word} with
 * the operator's additions, without words that are common in the work of a street office. Ignores
 * letter case, character width, traditional versus simplified characters, and punctuation between
 * letters. Loading takes some seconds and 33 MB; it begins after the service has started, so that
 * it does not delay the start. A check takes less than a millisecond.
 */
@ApplicationScoped
public class WordList {

  private static final String EVERYDAY = "/moderation/everyday-words.txt";

  private final ModerationConfig config;
  private CompletableFuture<SensitiveWordBs> words;

  WordList(ModerationConfig config) {
    this.config = config;
  }

  void onServing(@ObservesAsync HttpServerStart started) {
    // A failure is thrown to the callers of finds().
    CompletableFuture<SensitiveWordBs> unused = load();
  }

  /** Starts loading at the first call, which may happen before the service has started. */
  private synchronized CompletableFuture<SensitiveWordBs> load() {
    if (words == null) {
      words = CompletableFuture.supplyAsync(this::build);
    }
    return words;
  }

  private SensitiveWordBs build() {
    List<String> added = List.copyOf(config.words().orElse(Set.of()));
    List<String> allowed = new ArrayList<>(everyday());
    allowed.addAll(config.allowedWords().orElse(Set.of()));
    return SensitiveWordBs.newInstance()
        .wordDeny(WordDenys.chains(WordDenys.defaults(), () -> added))
        .wordAllow(WordAllows.chains(WordAllows.defaults(), () -> allowed))
        // Word tags are not used and would take 14 MB.
        .wordTag(WordTags.none())
        .charIgnore(SensitiveWordCharIgnores.specialChars())
        .wordResultCondition(WordResultConditions.englishWordMatch())
        .init();
  }

  private static List<String> everyday() {
    try (InputStream file = WordList.class.getResourceAsStream(EVERYDAY)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(String::strip)
          .toList();
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /** Whether the text contains a listed word; waits until the list is loaded. */
  public boolean finds(String text) {
    return text != null && !text.isBlank() && load().join().contains(text);
  }
}
