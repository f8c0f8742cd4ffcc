package org.microwish.party;

import com.github.houbb.pinyin.constant.enums.PinyinStyleEnum;
import com.github.houbb.pinyin.util.PinyinHelper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.microwish.platform.SearchIndex;

/**
 * The order of Chinese names: by pinyin, syllable by syllable, with the reading that a character
 * has in its word (重庆 is chong qing). No collation that both MySQL and MariaDB have sorts in this
 * order, so a sort key is stored as a text in a separate column. The dictionary takes about 30 MB,
 * and is loaded when the first name is recorded.
 */
@ApplicationScoped
class NameOrder implements SearchIndex {

  private static final int LONGEST = 400;

  /** The key of a name without letters and digits; it sorts after all others. */
  private static final String LAST = "~";

  private static final Pattern BLANK = Pattern.compile(" +");
  private static final Pattern OTHER = Pattern.compile("[^a-z0-9]+");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,8}");

  private final OrganisationQueries organisations;
  private final DivisionQueries divisions;

  NameOrder(OrganisationQueries organisations, DivisionQueries divisions) {
    this.organisations = organisations;
    this.divisions = divisions;
  }

  /** Returns the text by which a name is sorted, bytewise. Numbers are sorted by their value. */
  static String key(String name) {
    StringBuilder key = new StringBuilder();
    for (String syllable :
        BLANK.split(PinyinHelper.toPinyin(name, PinyinStyleEnum.NUM_LAST, " "), -1)) {
      String plain = OTHER.matcher(syllable.toLowerCase(Locale.ROOT)).replaceAll("");
      if (!plain.isEmpty()) {
        key.append(key.isEmpty() ? "" : " ")
            .append(
                NUMBER.matcher(plain).matches()
                    ? "%08d".formatted(Integer.parseInt(plain))
                    : plain);
      }
    }
    // An empty key would mean that the key is missing.
    return key.isEmpty() ? LAST : key.substring(0, Math.min(key.length(), LONGEST));
  }

  @Override
  public String name() {
    return "order";
  }

  /**
   * Fills the sort keys of all divisions, and then those of organisations. Only organisations have
   * numeric ids, so only for them can the command continue after a given row.
   */
  @Override
  public Optional<Long> fill(long after, int limit) {
    if (after == 0) {
      List<DivisionQueries.Named> first = divisions.unsorted(limit);
      if (!first.isEmpty()) {
        first.forEach(each -> divisions.sort(each.path(), each.name(), key(each.name())));
        return Optional.of(0L);
      }
    }
    List<OrganisationQueries.Named> page = organisations.unsorted(after, limit);
    page.forEach(each -> organisations.sort(each.id(), each.name(), key(each.name())));
    return page.isEmpty() ? Optional.empty() : Optional.of(page.getLast().id());
  }
}
