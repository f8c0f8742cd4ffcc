package org.microwish.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("database")
@QuarkusTest
class WordListTest {

  /** Fields of the sample with free text that contains no person's name or address. */
  private static final List<String> WORDS =
      List.of("title", "publicTitle", "publicSummary", "name");

  @Inject WordList list;

  @ParameterizedTest
  @ValueSource(strings = {"赌博网站", "想请人买冰毒", "冰-毒", "代开发票", "傻逼", "試試賭博", "本街自己的禁词"})
  void forbiddenText_isFound(String text) {
    assertThat(list.finds(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "想请党员帮忙修一下厕所的扶手，老人腿脚不便",
        "社区党支部书记上门走访，联系方式 13912345678",
        "国旗褪色了，请换一面五星红旗",
        "I have a nice day"
      })
  void ordinaryText_isNotFound(String text) {
    assertThat(list.finds(text)).isFalse();
  }

  /** Of 300 harmless sentences, at most 3 may be found; before the everyday phrases, it was 26. */
  @Test
  void harmlessSentences_areHardlyEverFound() throws IOException {
    List<String> sentences = sentences("harmless");
    assertThat(sentences).hasSize(300).doesNotHaveDuplicates();
    assertThat(sentences.stream().filter(list::finds).map(this::explained).toList())
        .hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void badSentences_areAllFound() throws IOException {
    List<String> sentences = sentences("bad");
    assertThat(sentences).hasSize(100).doesNotHaveDuplicates();
    assertThat(sentences).allMatch(list::finds);
  }

  private String explained(String sentence) {
    return sentence + " " + list.find(sentence);
  }

  private static List<String> sentences(String file) throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/moderation", file + ".txt")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  @Test
  void match_hasItsWordAndPosition() {
    assertThat(list.find("想请人买冰-毒，再去赌场"))
        .containsExactly(new WordList.Match("买冰-毒", 3, 7), new WordList.Match("赌场", 10, 12));
  }

  /**
   * An everyday phrase suppresses a match that the phrase contains or cuts, but not a longer match
   * that contains the phrase.
   */
  @Test
  void everydayPhrase_explainsOnlyWhatItCoversOrCuts() {
    assertThat(list.finds("路口交通混乱")).isFalse();
    assertThat(list.finds("口交")).isTrue();
    assertThat(list.finds("社区提供上门服务")).isFalse();
    assertThat(list.finds("上门服务按摩小姐")).isTrue();
    assertThat(list.finds("开发区代开发票")).isTrue();
  }

  @Test
  void warningOfAnOffence_isNotFound() {
    assertThat(list.finds("拒绝毒品，远离赌场，赌博的危害")).isFalse();
    assertThat(list.finds("毒品")).isTrue();
  }

  @Test
  void sampleStreet_passes() throws IOException {
    for (String file : new String[] {"wishes", "organisations"}) {
      for (String line :
          Files.readAllLines(Path.of("src/main/resources/sample", file + ".ndjson"))) {
        JsonNode command = new ObjectMapper().readTree(line);
        for (String field : WORDS) {
          for (String text : command.findValuesAsText(field)) {
            assertThat(list.finds(text)).as(text).isFalse();
          }
        }
      }
    }
  }
}
