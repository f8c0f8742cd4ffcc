package org.microwish.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.Labels;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.money.Form;

/**
 * Checks that problems, spreadsheets, reports, dossiers, the verifier's report and the documents
 * use the same word for the same thing. The words are those of {@code src/docs/architecture.md}.
 */
@Tag("fast")
class VocabularyTest {

  /** Words that must not be used, each with the word to use instead. */
  private static final Map<String, String> AVOIDED =
      Map.ofEntries(
          Map.entry("未通过", "不予采纳"),
          Map.entry("驳回", "不予采纳"),
          Map.entry("领取", "认领"),
          Map.entry("接单", "认领"),
          Map.entry("愿望", "心愿"),
          Map.entry("填报人", "上报人"),
          Map.entry("参与人员", "参与人"),
          Map.entry("证据", "佐证"),
          Map.entry("账本", "台账"),
          Map.entry("假名", "化名"),
          Map.entry("办结", "交付"),
          Map.entry("超期", "逾期"),
          Map.entry("财政资金", "公共资金"),
          Map.entry("放弃", "退出"),
          Map.entry("操作员", "街道工作人员"),
          Map.entry("验证程序", "核验程序"));

  @Test
  void problemsAndSpreadsheets_nameStatesAndFormsAlike() throws IOException {
    Properties problems = new Properties();
    problems.load(
        Files.newBufferedReader(
            Path.of("src/main/resources/problems_zh.properties"), StandardCharsets.UTF_8));
    Map<String, String> labels = new HashMap<>();
    for (WishState state : WishState.values()) {
      labels.put("word." + state, Labels.of(state));
    }
    for (ClaimState state : ClaimState.values()) {
      labels.put("word." + state, Labels.of(state));
    }
    for (Form form : Form.values()) {
      labels.put("word." + form, Labels.of(form));
    }
    labels.forEach((key, label) -> assertThat(problems).as(key).containsEntry(key, label));
  }

  @Test
  void noText_usesAListedSynonym() throws IOException {
    List<String> found = new ArrayList<>();
    for (String root : List.of("src/main/java", "src/main/resources", "src/docs", "README.md")) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        files.filter(VocabularyTest::isText).forEach(file -> search(file, found));
      }
    }
    assertThat(found).isEmpty();
  }

  /** Returns true if the file contains texts of this service; word lists do not. */
  private static boolean isText(Path file) {
    String name = file.toString();
    return (name.endsWith(".java")
            || name.endsWith(".properties")
            || name.endsWith(".html")
            || name.endsWith(".md"))
        && !name.contains("moderation");
  }

  private static void search(Path file, List<String> found) {
    try {
      String text = Files.readString(file);
      AVOIDED.forEach(
          (avoided, used) -> {
            if (text.contains(avoided)) {
              found.add(file + ": " + avoided + ", not " + used);
            }
          });
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
