package org.microwish.privacy;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Searches a public text for known personal values and for telephone and identity numbers. Both
 * sides are compared in the same form: compatibility characters resolved (NFKC), lower case,
 * Chinese numerals as digits (四〇二, 十二, 幺), without spaces and punctuation. So {@code １３９ 1234-五六七八}
 * is the number 13912345678.
 *
 * <p>Cannot find what a text describes in other words, or a value that its owner never recorded.
 */
public final class PersonalDataSearch {

  /** What was found. */
  public enum Kind {
    NAME,
    PHONE,
    ADDRESS,
    /** A number of an identity card (GB 11643). */
    IDENTITY_NUMBER
  }

  /**
   * A finding. It does not tell whether a number is a known one, so that callers who see values
   * masked cannot guess them.
   *
   * @param start index of its first character in the text (UTF-16)
   * @param end index after its last character
   */
  public record Match(Kind kind, int start, int end) {
    /** Whether the other lies in this one, such as a telephone number in an identity number. */
    private boolean hides(Match other) {
      return start <= other.start && other.end <= end && end - start > other.end - other.start;
    }
  }

  /**
   * The values that a text must not contain.
   *
   * @param places names of divisions, which addresses contain and which are public
   */
  public record Values(
      Collection<String> names,
      Collection<String> phones,
      Collection<String> addresses,
      Collection<String> places) {

    @Override
    public String toString() {
      return "Values[hidden]";
    }
  }

  /** Stands for a space, hyphen or dot, with which people divide numbers. */
  private static final char GAP = '-';

  /** Stands for other punctuation. */
  private static final char STOP = '|';

  private static final String DIGIT = "[0-9]-*";
  private static final String MONTH_AND_DAY =
      "(?:0-*[1-9]|1-*[0-2])-*(?:0-*[1-9]|[12]-*[0-9]|3-*[01])-*";

  private static final Pattern MOBILE =
      Pattern.compile("(?<![0-9])(?:8-*6-*)?1-*[3-9](?:-*[0-9]){9}(?![0-9])");

  private static final Pattern LANDLINE =
      Pattern.compile("(?<![0-9])0-*[1-9](?:-*[0-9]){1,2}[-|]*[2-9](?:-*[0-9]){6,7}(?![0-9])");

  /** 18 characters with the date of birth in the middle, or 15 digits as until 1999. */
  private static final Pattern IDENTITY_NUMBER =
      Pattern.compile(
          ("(?<![0-9])[1-9]-*(?:D){5}(?:1-*9|2-*0)-*(?:D){2}M(?:D){3}[0-9x](?![0-9])"
                  + "|(?<![0-9])[1-9]-*(?:D){5}(?:D){2}M(?:D){2}[0-9](?![0-9])")
              .replace("D", DIGIT)
              .replace("M", MONTH_AND_DAY));

  /** What people write instead of a name; these words would be found everywhere. */
  private static final Set<String> NO_NAMES =
      Set.of(
          "居民", "住户", "业主", "群众", "老人", "长者", "本人", "家属", "孩子", "家长", "街坊", "邻居", "匿名", "不详", "党员",
          "楼长", "社工", "网格员", "志愿者", "热心居民", "社区居民", "居民代表", "工作人员", "负责人");

  /** An office in the place of a name. */
  private static final Pattern OFFICE =
      Pattern.compile(".*(社区|街道|居委会|村委会|支部|党委|中心|服务站|社工站|物业|委员会|小组|协会|公司|学校|网格员|楼长)");

  private static final Pattern IN_BRACKETS = Pattern.compile("[(（\\[【][^)）\\]】]*[)）\\]】]");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final Pattern EXTENSION = Pattern.compile("-[0-9]{1,5}$");

  /** Fewest digits of a telephone number. */
  private static final int SHORTEST_PHONE = 7;

  /** Fewest Latin letters of a name; shorter ones occur in words. */
  private static final int SHORTEST_LATIN_NAME = 4;

  /** Fewest characters of an address without a number. */
  private static final int SHORTEST_ADDRESS = 4;

  private PersonalDataSearch() {}

  /** The findings in a text in the order of their position; a null text has none. */
  public static List<Match> find(String text, Values values) {
    List<Match> found = new ArrayList<>();
    if (text == null || text.isBlank()) {
      return found;
    }
    Folded spaced = Folded.of(text, true);
    spaced.find(IDENTITY_NUMBER, Kind.IDENTITY_NUMBER, found);
    spaced.find(MOBILE, Kind.PHONE, found);
    spaced.find(LANDLINE, Kind.PHONE, found);
    Folded dense = Folded.of(text, false);
    for (String phone : values.phones()) {
      dense.find(phoneDigits(phone), Kind.PHONE, found);
    }
    for (String name : values.names()) {
      dense.find(nameToFind(name), Kind.NAME, found);
    }
    for (String address : values.addresses()) {
      findAddress(dense, address, values.places(), found);
    }
    return found.stream()
        .distinct()
        .filter(match -> found.stream().noneMatch(other -> other.hides(match)))
        .sorted(Comparator.comparingInt(Match::start).thenComparing(Match::kind))
        .toList();
  }

  /** The last digits of a number, without country and area code; empty if it has too few. */
  private static String phoneDigits(String phone) {
    String digits =
        Folded.of(EXTENSION.matcher(phone == null ? "" : phone).replaceFirst(""), false)
            .chars()
            .replaceAll("[^0-9]", "");
    // With an area code of three or four digits, a local number has eight or seven.
    int last = digits.length() >= 11 ? 8 : SHORTEST_PHONE;
    return digits.length() < SHORTEST_PHONE ? "" : digits.substring(digits.length() - last);
  }

  /** The name in the form to search; empty for what is no person's name, or too short. */
  private static String nameToFind(String name) {
    if (name == null || NO_NAMES.contains(name.strip()) || OFFICE.matcher(name.strip()).matches()) {
      return "";
    }
    String folded = Folded.of(name, false).chars();
    boolean latin = folded.chars().allMatch(each -> each < 0x80);
    return folded.length() < (latin ? SHORTEST_LATIN_NAME : 2) ? "" : folded;
  }

  /**
   * Searches the end of an address: its last number (the room, else the house) with the characters
   * beside it. Without a number, the address is searched as a whole.
   */
  private static void findAddress(
      Folded text, String address, Collection<String> places, List<Match> found) {
    String core = IN_BRACKETS.matcher(address == null ? "" : address).replaceAll("");
    for (String place : places) {
      String bare = IN_BRACKETS.matcher(place).replaceAll("");
      core = bare.isEmpty() ? core : core.replace(bare, "");
    }
    String folded = Folded.of(core, false).chars();
    int start = -1;
    int end = -1;
    for (Matcher number = NUMBER.matcher(folded); number.find(); ) {
      start = number.start();
      end = number.end();
    }
    if (start < 0) {
      text.find(folded.length() < SHORTEST_ADDRESS ? "" : folded, Kind.ADDRESS, found);
      return;
    }
    for (Matcher number = NUMBER.matcher(text.chars()); number.find(); ) {
      if (!number.group().equals(folded.substring(start, end))) {
        continue;
      }
      int left = 0;
      while (left < Math.min(start, number.start())
          && folded.charAt(start - 1 - left) == text.chars().charAt(number.start() - 1 - left)) {
        left++;
      }
      int right = 0;
      while (right < Math.min(folded.length() - end, text.chars().length() - number.end())
          && folded.charAt(end + right) == text.chars().charAt(number.end() + right)) {
        right++;
      }
      // A room number is telling with one character beside it, a house number with two before it.
      boolean room = end - start >= 3;
      if (room ? left + right >= 1 : left >= 2) {
        found.add(text.match(Kind.ADDRESS, number.start() - left, number.end() + right));
      }
    }
  }

  /**
   * A text in the form that is compared.
   *
   * @param chars the characters
   * @param starts for each of them, where the character of the text begins that it comes from
   * @param ends for each of them, where that character of the text ends
   */
  private record Folded(String chars, List<Integer> starts, List<Integer> ends) {

    /**
     * Converts a text.
     *
     * @param spaced whether to keep {@link #GAP} and {@link #STOP} for what is no letter or digit
     */
    static Folded of(String text, boolean spaced) {
      StringBuilder chars = new StringBuilder();
      List<Integer> starts = new ArrayList<>();
      List<Integer> ends = new ArrayList<>();
      for (int at = 0; at < text.length(); ) {
        int codePoint = text.codePointAt(at);
        int next = at + Character.charCount(codePoint);
        String resolved =
            Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT);
        for (int i = 0; i < resolved.length(); i++) {
          char kept = kept(resolved.charAt(i), spaced);
          if (kept != 0) {
            chars.append(kept);
            starts.add(at);
            ends.add(next);
          }
        }
        at = next;
      }
      return new Folded(chars.toString(), starts, ends).withDigits();
    }

    private static char kept(char each, boolean spaced) {
      if (each == '〇' || Character.isLetterOrDigit(each) || Character.isSurrogate(each)) {
        return each;
      }
      int type = Character.getType(each);
      boolean invisible =
          type == Character.FORMAT
              || type == Character.NON_SPACING_MARK
              || type == Character.ENCLOSING_MARK
              || type == Character.CONTROL;
      if (!spaced || invisible) {
        return 0;
      }
      boolean gap =
          Character.isSpaceChar(each)
              || type == Character.DASH_PUNCTUATION
              || type == Character.CONNECTOR_PUNCTUATION
              || "·.・•*".indexOf(each) >= 0;
      return gap ? GAP : STOP;
    }

    private static final String NUMERALS = "零一二三四五六七八九";
    private static final String FORMAL = "〇壹贰叁肆伍陆柒捌玖";

    /** The value of a Chinese or ASCII digit; -1 if it is none. */
    private static int digit(char each) {
      int value = NUMERALS.indexOf(each);
      value = value < 0 ? FORMAL.indexOf(each) : value;
      value = each == '幺' ? 1 : value;
      return value < 0 && each < 0x80 && Character.isDigit(each) ? each - '0' : value;
    }

    /** Replaces Chinese numerals by digits; 十 by what it stands for: 十二 12, 二十 20, 二十一 21. */
    private Folded withDigits() {
      StringBuilder out = new StringBuilder();
      List<Integer> from = new ArrayList<>();
      List<Integer> to = new ArrayList<>();
      for (int i = 0; i < chars.length(); i++) {
        char each = chars.charAt(i);
        String shown = Character.toString(each);
        if (each == '十' || each == '拾') {
          boolean tens = i > 0 && digit(chars.charAt(i - 1)) > 0;
          boolean ones = i + 1 < chars.length() && digit(chars.charAt(i + 1)) >= 0;
          shown = (tens ? "" : "1") + (ones ? "" : "0");
        } else if (digit(each) >= 0) {
          shown = Integer.toString(digit(each));
        }
        out.append(shown);
        for (int added = 0; added < shown.length(); added++) {
          from.add(starts.get(i));
          to.add(ends.get(i));
        }
      }
      return new Folded(out.toString(), from, to);
    }

    Match match(Kind kind, int start, int end) {
      return new Match(kind, starts.get(start), ends.get(end - 1));
    }

    void find(Pattern pattern, Kind kind, List<Match> found) {
      for (Matcher matcher = pattern.matcher(chars); matcher.find(); ) {
        found.add(match(kind, matcher.start(), matcher.end()));
      }
    }

    /** Finds a value in this form; nothing if it is empty. */
    void find(String value, Kind kind, List<Match> found) {
      for (int at = value.isEmpty() ? -1 : chars.indexOf(value);
          at >= 0;
          at = chars.indexOf(value, at + 1)) {
        found.add(match(kind, at, at + value.length()));
      }
    }
  }
}
