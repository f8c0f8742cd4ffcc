package org.microwish.moderation;

import com.github.houbb.sensitive.word.bs.SensitiveWordBs;
import com.github.houbb.sensitive.word.support.allow.WordAllows;
import com.github.houbb.sensitive.word.support.combine.format.WordFormatCombines;
import com.github.houbb.sensitive.word.support.deny.WordDenys;
import com.github.houbb.sensitive.word.support.format.WordFormats;
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
 * The list of some 60,000 words of the library {@code sensitive-word}, with the operator's own,
 * without those that a street office writes every day. Letter case, width, traditional characters
 * and signs put between letters make no difference. It takes 2 MB and a second to load, which
 * begins when the first requests are answered, since the start needs the processors itself; a text
 * takes less than a millisecond.
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
    // Who asks for a word hears of a failure.
    CompletableFuture<SensitiveWordBs> unused = load();
  }

  /** Whoever asks first, even before the start is over, has it loaded and waits for it. */
  private synchronized CompletableFuture<SensitiveWordBs> load() {
    if (words == null) {
      words = CompletableFuture.supplyAsync(this::build);
    }
    return words;
  }

  private SensitiveWordBs build() {
    List<String> more = List.copyOf(config.words().orElse(Set.of()));
    List<String> allowed = new ArrayList<>(everyday());
    allowed.addAll(config.allowedWords().orElse(Set.of()));
    return sparing(SensitiveWordBs.newInstance())
        .wordDeny(WordDenys.chains(WordDenys.defaults(), () -> more))
        .wordAllow(WordAllows.chains(WordAllows.defaults(), () -> allowed))
        .charIgnore(SensitiveWordCharIgnores.specialChars())
        .wordResultCondition(WordResultConditions.englishWordMatch())
        .init();
  }

  /** The same findings, with less held in memory. */
  static SensitiveWordBs sparing(SensitiveWordBs library) {
    return library
        .wordData(new SortedWords())
        // Kinds of words are not asked for, and a set for each of them is 10 MB.
        .wordTag(WordTags.none())
        .ignoreChineseStyle(false)
        .wordFormatCombine(
            context ->
                WordFormats.chains(
                    WordFormatCombines.defaults().initWordFormat(context),
                    new SimplifiedCharacters()));
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

  /** Whether a word of the list is in the text. */
  public boolean finds(String text) {
    return text != null && !text.isBlank() && load().join().contains(text);
  }
}
