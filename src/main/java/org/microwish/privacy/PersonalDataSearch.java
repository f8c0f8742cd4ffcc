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
 * Searches a public text for known personal values and for telephone and identity numbers. First
 * converts the text and the values to the same form: compatibility characters resolved (NFKC),
 * lower case, Chinese numerals (四〇二, 十二, 幺) and the digits of all scripts, also in circles, as
 * digits, without spaces and punctuation. So {@code １３９ 1234-五六七八} is the number 13912345678.
 *
 * <p>Other words and punctuation may divide a number only in the ways of {@link Shape}: a number
 * that is divided in another way cannot be distinguished from a list of rooms or amounts.
 *
 * <p>The search cannot find what a text describes in other words, or a name or address that is not
 * among the known values. Longer than 400 lines because all searches use the same folded text.
 */
public final class PersonalDataSearch {

  /** What a match contains. */
  public enum Kind {
    NAME,
    PHONE,
    ADDRESS,
    /** A number of an identity card (GB 11643). */
    IDENTITY_NUMBER
  }

  /**
   * A personal value in the text. A match does not tell whether a number is one of the known
   * values, so that callers who see only masked values cannot find out the values by guessing.
   *
   * @param start index of the match's first character in the text (UTF-16)
   * @param end index after the match's last character
   */
  public record Match(Kind kind, int start, int end) {
    /**
     * Whether the other match is shorter and lies within this match, such as a telephone number in
     * an identity number.
     */
    private boolean hides(Match other) {
      return start <= other.start && other.end <= end && end - start > other.end - other.start;
    }
  }

  /**
   * The personal values that a text must not contain.
   *
   * @param places names of divisions, which are removed from the addresses before the search,
   *     because they are public
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

  /** Replaces a space, hyphen or dot in the converted text; people divide numbers with these. */
  private static final char GAP = '-';

  /** Replaces other punctuation and symbols in the converted text. */
  private static final char STOP = '|';

  /**
   * Groups of digits with separators between them. The quantifiers are possessive, because the
   * matcher would otherwise recurse for each group.
   */
  private static final Pattern GROUPS = Pattern.compile("[0-9]++(?:[-|]++[0-9]++)++");

  /** The digits of the longest number that is searched, an identity number. */
  private static final int LONGEST_NUMBER = 18;

  private static final String DIGIT = "[0-9]-*";
  private static final String MONTH_AND_DAY =
      "(?:0-*[1-9]|1-*[0-2])-*(?:0-*[1-9]|[12]-*[0-9]|3-*[01])-*";

  private static final Pattern MOBILE =
      Pattern.compile("(?<![0-9])(?:8-*6-*)?1-*[3-9](?:-*[0-9]){9}(?![0-9])");

  private static final Pattern LANDLINE =
      Pattern.compile("(?<![0-9])0-*[1-9](?:-*[0-9]){1,2}[-|]*[2-9](?:-*[0-9]){6,7}(?![0-9])");

  /** 18 characters with the date of birth in the middle, or 15 digits, the form until 1999. */
  private static final Pattern IDENTITY_NUMBER =
      Pattern.compile(
          ("(?<![0-9])[1-9]-*(?:D){5}(?:1-*9|2-*0)-*(?:D){2}M(?:D){3}[0-9x](?![0-9])"
                  + "|(?<![0-9])[1-9]-*(?:D){5}(?:D){2}M(?:D){2}[0-9](?![0-9])")
              .replace("D", DIGIT)
              .replace("M", MONTH_AND_DAY));

  /**
   * Words that people enter instead of a name. They are not searched, because they occur in many
   * texts.
   */
  private static final Set<String> NO_NAMES =
      Set.of(
          "居民", "住户", "业主", "群众", "老人", "长者", "本人", "家属", "孩子", "家长", "街坊", "邻居", "匿名", "不详", "党员",
          "楼长", "社工", "网格员", "志愿者", "热心居民", "社区居民", "居民代表", "工作人员", "负责人");

  /** An office or organisation that was entered instead of a name; such names are not searched. */
  private static final Pattern OFFICE =
      Pattern.compile(".*(社区|街道|居委会|村委会|支部|党委|中心|服务站|社工站|物业|委员会|小组|协会|公司|学校|网格员|楼长)");

  private static final Pattern IN_BRACKETS = Pattern.compile("[(（\\[【][^)）\\]】]*[)）\\]】]");

  /** A number, optionally followed by a unit of an address, such as 号 (house) or 室 (room). */
  private static final Pattern PART =
      Pattern.compile("([0-9]+)(?:[-|]*(号楼|号房|栋楼|号|栋|幢|座|楼|层|单元|门|房|室|户|弄|巷))?");

  /** What may occur between a street and a house number: separators, and words without meaning. */
  private static final String BETWEEN = "" + GAP + STOP + "的在";

  /** The unit of a room, which many people leave out: {@code 1栋402}. */
  private static final String ROOM = "房";

  /** How far from each other the parts of an address may be in a text, in characters. */
  private static final int WINDOW = 12;

  /** A number with at least this many digits is a room number. */
  private static final int ROOM_DIGITS = 3;

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final Pattern EXTENSION = Pattern.compile("-[0-9]{1,5}$");

  /** The minimum number of digits of a known telephone number; shorter numbers are not searched. */
  private static final int SHORTEST_PHONE = 7;

  /**
   * The minimum length of a Latin name; shorter names are not searched, because they occur within
   * other words.
   */
  private static final int SHORTEST_LATIN_NAME = 4;

  /** The minimum length of an address without a number; shorter addresses are not searched. */
  private static final int SHORTEST_ADDRESS = 4;

  private PersonalDataSearch() {}

  /**
   * Returns the matches in a text, ordered by position, without those that lie within longer
   * matches; an empty list for a null text.
   */
  public static List<Match> find(String text, Values values) {
    List<Match> found = new ArrayList<>();
    if (text == null || text.isBlank()) {
      return found;
    }
    Folded spaced = Folded.of(text, true);
    spaced.find(IDENTITY_NUMBER, Kind.IDENTITY_NUMBER, found);
    spaced.find(MOBILE, Kind.PHONE, found);
    spaced.find(LANDLINE, Kind.PHONE, found);
    findDivided(spaced, found);
    Folded dense = Folded.of(text, false);
    for (String phone : values.phones()) {
      dense.find(phoneDigits(phone), Kind.PHONE, found);
    }
    for (String name : values.names()) {
      dense.find(nameToFind(name), Kind.NAME, found);
    }
    for (String address : values.addresses()) {
      findAddress(dense, spaced, address, values.places(), found);
    }
    return found.stream()
        .distinct()
        .filter(match -> found.stream().noneMatch(other -> other.hides(match)))
        .sorted(Comparator.comparingInt(Match::start).thenComparing(Match::kind))
        .toList();
  }

  /**
   * Groups of digits that could be one number.
   *
   * @param count the number of groups
   * @param first the number of digits of the first group
   * @param longest the number of digits of the longest group
   * @param single whether each group is one digit
   * @param zero whether a group of several digits begins with 0, which no item of a list does
   */
  private record Shape(int count, int first, int longest, boolean single, boolean zero) {

    private static final Shape NONE = new Shape(0, 0, 0, true, false);

    Shape with(CharSequence group) {
      int digits = group.length();
      return new Shape(
          count + 1,
          count == 0 ? digits : first,
          Math.max(longest, digits),
          single && digits == 1,
          zero || (digits > 1 && group.charAt(0) == '0'));
    }

    /** {@code 138。0013。8000} is a telephone number, {@code 1301、1302、301房} is a list. */
    boolean isPhone() {
      return count > 1
          && (single
              || (count <= 3 && (first == 3 || (first > 3 && zero)))
              || (count <= 4 && longest >= (zero ? 7 : 8)));
    }

    /**
     * {@code 110105。19491231。0021} is an identity number, {@code 101、102、201、202、301房} is a list.
     */
    boolean isIdentity() {
      return count > 1 && (single || (count <= 4 && (first >= 6 || longest >= 11)));
    }
  }

  /**
   * Searches for numbers whose groups of digits are divided by separators of any kind, such as
   * {@code 138。0013。8000}, or whose digits are divided one by one: {@code 1/3/8/…}. Other divisions
   * are lists, such as {@code 1、3、5、11号楼}, and amounts, such as {@code 13,800,138,000}: see {@link
   * Shape}.
   */
  private static void findDivided(Folded text, List<Match> found) {
    for (Matcher run = GROUPS.matcher(text.chars()); run.find(); ) {
      List<int[]> groups = new ArrayList<>();
      for (Matcher group = NUMBER.matcher(run.group()); group.find(); ) {
        groups.add(new int[] {run.start() + group.start(), run.start() + group.end()});
      }
      for (int first = 0; first < groups.size(); first++) {
        StringBuilder digits = new StringBuilder();
        Shape shape = Shape.NONE;
        for (int last = first; last < groups.size() && digits.length() < LONGEST_NUMBER; last++) {
          int[] group = groups.get(last);
          digits.append(text.chars(), group[0], group[1]);
          shape = shape.with(text.chars().subSequence(group[0], group[1]));
          int end = group[1];
          // An identity number may end with an X.
          boolean checked = end < text.chars().length() && text.chars().charAt(end) == 'x';
          String number = digits + (checked ? "x" : "");
          if (shape.isIdentity() && IDENTITY_NUMBER.matcher(number).matches()) {
            found.add(
                text.match(Kind.IDENTITY_NUMBER, groups.get(first)[0], checked ? end + 1 : end));
          } else if (shape.isPhone()
              && (MOBILE.matcher(digits).matches() || LANDLINE.matcher(digits).matches())) {
            found.add(text.match(Kind.PHONE, groups.get(first)[0], end));
          }
        }
      }
    }
  }

  /**
   * Returns the last digits of a number, so that a text may omit the country or area code: 8 of 11
   * or more digits, otherwise 7; empty if the number has fewer than 7 digits.
   */
  private static String phoneDigits(String phone) {
    String digits =
        Folded.of(EXTENSION.matcher(phone == null ? "" : phone).replaceFirst(""), false)
            .chars()
            .replaceAll("[^0-9]", "");
    // A local number has seven digits, or eight; its area code has three or four.
    int last = digits.length() >= 11 ? 8 : SHORTEST_PHONE;
    return digits.length() < SHORTEST_PHONE ? "" : digits.substring(digits.length() - last);
  }

  /**
   * Returns the name as {@link Folded#of} converts it, for the search in a converted text; empty if
   * the name is not to be searched, because it is too short or not a person's name.
   */
  private static String nameToFind(String name) {
    if (name == null || NO_NAMES.contains(name.strip()) || OFFICE.matcher(name.strip()).matches()) {
      return "";
    }
    String folded = Folded.of(name, false).chars();
    boolean latin = folded.chars().allMatch(each -> each < 0x80);
    return folded.length() < (latin ? SHORTEST_LATIN_NAME : 2) ? "" : folded;
  }

  /**
   * Searches the text for the last number of an address, which is the room or the house, together
   * with characters that are next to that number in the address. Searches an address without a
   * number as a whole.
   */
  private static void findAddress(
      Folded text, Folded spaced, String address, Collection<String> places, List<Match> found) {
    String whole = withoutBrackets(address == null ? "" : address);
    String core = whole;
    String last = "";
    for (String place : places) {
      String bare = withoutBrackets(place);
      if (!bare.isEmpty() && core.contains(bare)) {
        core = core.replace(bare, "");
        last = last.isEmpty() || whole.indexOf(bare) > whole.indexOf(last) ? bare : last;
      }
    }
    core = withRoom(core.strip());
    findParts(spaced, core, Folded.of(last, false).chars(), found);
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
      // A number of three or more digits counts as a room and needs one equal character before or
      // after it; a shorter one counts as a house and needs two equal characters before it.
      boolean room = end - start >= ROOM_DIGITS;
      if (room ? left + right >= 1 : left >= 2) {
        found.add(text.match(Kind.ADDRESS, number.start() - left, number.end() + right));
      }
    }
  }

  /** Removes text in brackets, such as {@code （示例）}, unless it contains a number. */
  private static String withoutBrackets(String address) {
    return IN_BRACKETS
        .matcher(address)
        .replaceAll(
            inside ->
                NUMBER.matcher(Folded.of(inside.group(), false).chars()).find()
                    ? Matcher.quoteReplacement(inside.group())
                    : "");
  }

  /** Adds the unit of a room to an address that ends with a room's number without a unit. */
  private static String withRoom(String address) {
    String folded = Folded.of(address, true).chars().replaceAll("[-|]+$", "");
    List<Part> parts = Part.of(folded);
    if (parts.isEmpty()) {
      return address;
    }
    Part last = parts.getLast();
    boolean endsWithNumber = last.unit().isEmpty() && last.end() == folded.length();
    boolean isRoom = parts.size() > 1 || last.number().length() >= ROOM_DIGITS;
    return endsWithNumber && isRoom ? address + ROOM : address;
  }

  /**
   * A number in an address or text, and the kind of thing that it numbers.
   *
   * @param unit {@code 栋} for a building, {@code 房} for a room, other units as they are written;
   *     empty without a unit
   */
  private record Part(String number, String unit, int start, int end) {

    /**
     * Returns true if the two parts have the same number, and units that do not differ; either part
     * may lack the unit.
     */
    boolean isLike(Part other) {
      return number.equals(other.number)
          && (unit.isEmpty() || other.unit.isEmpty() || unit.equals(other.unit));
    }

    /**
     * Returns true if this part is certainly a room, because it has a room's unit and enough
     * digits.
     */
    boolean isRoom() {
      return unit.equals(ROOM) && number.length() >= ROOM_DIGITS;
    }

    /** Whether at most a gap is between the other part and this part, as in {@code 1-402}. */
    boolean follows(Part other, String text) {
      return start == other.end || (start == other.end + 1 && text.charAt(other.end) == GAP);
    }

    static List<Part> of(String folded) {
      List<Part> parts = new ArrayList<>();
      for (Matcher part = PART.matcher(folded); part.find(); ) {
        String unit =
            switch (part.group(2)) {
              case null -> "";
              case "号楼", "幢", "座", "栋楼" -> "栋";
              case "室", "号房" -> ROOM;
              default -> part.group(2);
            };
        parts.add(new Part(part.group(1), unit, part.start(), part.end()));
      }
      return parts;
    }
  }

  /**
   * Searches the text for the numbers of an address, close to each other in any order, for its room
   * alone, or for its street and house number next to each other: {@code 402室，1栋}, {@code 402室},
   * {@code 5号，东华西路}.
   *
   * @param separate the text with gaps, which keep the numbers of {@code 1-402} apart
   * @param core the address without the names of divisions
   * @param place the converted name of the last division in the address, which stands for the
   *     street in {@code 梅影村12号}; empty without one
   */
  private static void findParts(Folded separate, String core, String place, List<Match> found) {
    String address = Folded.of(core, true).chars();
    List<Part> wanted = Part.of(address);
    List<Part> there = Part.of(separate.chars());
    if (wanted.isEmpty()) {
      return;
    }
    Part last = wanted.getLast();
    List<Part> others = wanted.subList(0, wanted.size() - 1);
    String named = address.substring(0, wanted.getFirst().start()).replaceAll("[-|]", "");
    String street = named.isEmpty() ? place : named;
    for (Part part : there) {
      if (!part.isLike(last)) {
        continue;
      }
      int from = Math.max(0, part.start() - WINDOW);
      int to = Math.min(separate.chars().length(), part.end() + WINDOW);
      List<Part> near =
          there.stream()
              .filter(other -> !other.equals(part) && other.start() >= from && other.end() <= to)
              .filter(other -> others.stream().anyMatch(other::isLike))
              // A number without a unit may count anything, so {@code other} is accepted without a
              // unit only directly before or after {@code part}.
              .filter(
                  other ->
                      !other.unit().isEmpty()
                          || part.follows(other, separate.chars())
                          || other.follows(part, separate.chars()))
              .toList();
      // A text may leave out the floor or the entrance, as in 1栋402室. A number without a unit is
      // taken for a room only directly after another number of the address, as in 1-402. A number
      // of one or two digits is a room only if all other numbers of the address are near: 2-5 may
      // be a time.
      boolean all =
          !near.isEmpty()
              && others.stream()
                  .allMatch(one -> near.stream().anyMatch(other -> other.isLike(one)));
      boolean hasUnit = !part.unit().isEmpty();
      boolean beside =
          near.stream().anyMatch(other -> part.follows(other, separate.chars()))
              && (all || part.number().length() >= ROOM_DIGITS);
      boolean some = all || near.stream().anyMatch(other -> !other.unit().isEmpty());
      if (beside || (hasUnit && some)) {
        int start = Math.min(part.start(), near.stream().mapToInt(Part::start).min().orElseThrow());
        int end = Math.max(part.end(), near.stream().mapToInt(Part::end).max().orElseThrow());
        found.add(separate.match(Kind.ADDRESS, start, end));
      } else if (part.isRoom() && last.unit().equals(ROOM)) {
        found.add(separate.match(Kind.ADDRESS, part.start(), part.end()));
      } else if (wanted.size() == 1 && !part.unit().isEmpty() && street.length() >= 2) {
        String chars = separate.chars();
        int before = part.start();
        while (before > 0 && BETWEEN.indexOf(chars.charAt(before - 1)) >= 0) {
          before--;
        }
        int after = part.end();
        while (after < chars.length() && BETWEEN.indexOf(chars.charAt(after)) >= 0) {
          after++;
        }
        if (chars.startsWith(street, before - street.length())) {
          found.add(separate.match(Kind.ADDRESS, before - street.length(), part.end()));
        } else if (chars.startsWith(street, after)) {
          found.add(separate.match(Kind.ADDRESS, part.start(), after + street.length()));
        }
      }
    }
  }

  /**
   * A text converted for comparison.
   *
   * @param chars the converted characters
   * @param starts for each converted character, the start index of the original character
   * @param ends for each converted character, the index after the original character
   */
  private record Folded(String chars, List<Integer> starts, List<Integer> ends) {

    /**
     * Converts a text.
     *
     * @param spaced true to replace spaces and punctuation by {@link #GAP} and {@link #STOP}; false
     *     to omit them
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
        for (int i = 0; i < resolved.length(); i = resolved.offsetByCodePoints(i, 1)) {
          String kept = kept(resolved.codePointAt(i), spaced);
          chars.append(kept);
          for (int added = 0; added < kept.length(); added++) {
            starts.add(at);
            ends.add(next);
          }
        }
        at = next;
      }
      return new Folded(chars.toString(), starts, ends).withDigits();
    }

    @SuppressWarnings(
        "CharacterGetNumericValue") // Called for digits only: it would also return values of
    // letters.
    private static String kept(int each, boolean spaced) {
      int type = Character.getType(each);
      boolean numeric =
          type == Character.DECIMAL_DIGIT_NUMBER
              || type == Character.LETTER_NUMBER
              || type == Character.OTHER_NUMBER;
      int value = numeric ? Character.getNumericValue(each) : -1;
      if (value >= 0) {
        return Integer.toString(value);
      }
      if (each == '○' || Character.isLetterOrDigit(each)) {
        return Character.toString(each);
      }
      boolean invisible =
          type == Character.FORMAT
              || type == Character.NON_SPACING_MARK
              || type == Character.ENCLOSING_MARK
              || type == Character.CONTROL;
      if (!spaced || invisible) {
        return "";
      }
      boolean gap =
          Character.isSpaceChar(each)
              || type == Character.DASH_PUNCTUATION
              || type == Character.CONNECTOR_PUNCTUATION
              || "·.・•*".indexOf(each) >= 0;
      return String.valueOf(gap ? GAP : STOP);
    }

    private static final String NUMERALS = "零一二三四五六七八九";
    private static final String FORMAL = "〇壹贰叁肆伍陆柒捌玖";
    private static final String TRADITIONAL = "○壹貳參肆伍陸柒捌玖";

    /** Returns the value of a Chinese numeral or of an ASCII digit; -1 otherwise. */
    private static int digit(char each) {
      int value = NUMERALS.indexOf(each);
      value = value < 0 ? FORMAL.indexOf(each) : value;
      value = value < 0 ? TRADITIONAL.indexOf(each) : value;
      value = each == '幺' ? 1 : value;
      return value < 0 ? Character.digit(each, 10) : value;
    }

    /** Replaces Chinese numerals by digits, and 十 by its context: 十二 12, 二十 20, 二十一 21. */
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

    /** Adds a match for each occurrence of a converted value; none if the value is empty. */
    void find(String value, Kind kind, List<Match> found) {
      for (int at = value.isEmpty() ? -1 : chars.indexOf(value);
          at >= 0;
          at = chars.indexOf(value, at + 1)) {
        found.add(match(kind, at, at + value.length()));
      }
    }
  }
}
