package org.microwish.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.houbb.opencc4j.util.ZhConverterUtil;
import com.github.houbb.sensitive.word.bs.SensitiveWordBs;
import com.github.houbb.sensitive.word.constant.enums.WordContainsTypeEnum;
import com.github.houbb.sensitive.word.support.deny.WordDenys;
import com.github.houbb.sensitive.word.support.ignore.SensitiveWordCharIgnores;
import com.github.houbb.sensitive.word.support.resultcondition.WordResultConditions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The word list in little memory against the library as it comes. */
class SparingWordListTest {

  @Test
  void wordsAndTheirBeginningsAreFoundWhateverTheirOrder() {
    SortedWords words = new SortedWords();
    words.initWordData(List.of("赌博网站", "", "冰毒", "赌博", "z", "赌博"));
    assertThat(words.contains(new StringBuilder("赌博"), null))
        .isEqualTo(WordContainsTypeEnum.CONTAINS_END);
    assertThat(words.contains(new StringBuilder("z"), null))
        .isEqualTo(WordContainsTypeEnum.CONTAINS_END);
    assertThat(words.contains(new StringBuilder("冰"), null))
        .isEqualTo(WordContainsTypeEnum.CONTAINS_PREFIX);
    assertThat(words.contains(new StringBuilder("赌博网"), null))
        .isEqualTo(WordContainsTypeEnum.CONTAINS_PREFIX);
    for (String not : List.of("a", "冰毒了", "赌博网站网", "轮椅", "zz", "龘")) {
      assertThat(words.contains(new StringBuilder(not), null))
          .as(not)
          .isEqualTo(WordContainsTypeEnum.NOT_FOUND);
    }
  }

  @Test
  void nothingIsFoundWhereThereAreNoWords() {
    SortedWords words = new SortedWords();
    assertThat(words.contains(new StringBuilder("z"), null))
        .isEqualTo(WordContainsTypeEnum.NOT_FOUND);
  }

  /** Each word whole, cut by its last character, and in traditional characters. */
  @Test
  void theFindingsAreThoseOfTheLibrary() {
    SensitiveWordBs library = strict(SensitiveWordBs.newInstance());
    SensitiveWordBs sparing = strict(WordList.sparing(SensitiveWordBs.newInstance()));
    int found = 0;
    List<String> words = WordDenys.defaults().deny();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String text =
          switch (i % 3) {
            case 0 -> word;
            case 1 -> word.substring(0, word.length() - 1);
            default -> ZhConverterUtil.toTraditional(word);
          };
      List<String> expected = library.findAll("请" + text + "吧");
      assertThat(sparing.findAll("请" + text + "吧")).as(text).isEqualTo(expected);
      found += expected.size();
    }
    assertThat(found).isGreaterThan(words.size() / 2);
  }

  private static SensitiveWordBs strict(SensitiveWordBs words) {
    return words
        .charIgnore(SensitiveWordCharIgnores.specialChars())
        .wordResultCondition(WordResultConditions.englishWordMatch())
        .init();
  }
}
