package org.microwish.privacy;

import java.util.Set;

/** Masks personal values for readers who need not know them. Returns null for null. */
public final class Masking {

  /** Compound surnames (复姓) that are still in use; two characters each. */
  private static final Set<String> COMPOUND_SURNAMES =
      Set.of(
          "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊", "赫连",
          "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文", "司徒", "鲜于",
          "司空", "闾丘", "子车", "亓官", "司寇", "巫马", "公西", "颛孙", "壤驷", "公良", "漆雕", "乐正", "宰父", "谷梁", "拓跋",
          "夹谷", "轩辕", "令狐", "段干", "百里", "呼延", "东郭", "南门", "羊舌", "微生", "公户", "公玉", "公仪", "梁丘", "公仲",
          "公上", "公门", "公山", "公坚", "左丘", "公伯", "西门", "公祖", "第五", "公乘", "公皙", "南荣", "东里", "东宫", "仲长",
          "子书", "子桑", "即墨", "达奚", "褚师", "纳兰");

  private static final String HIDDEN = "**";

  private Masking() {}

  /** Returns the surname and {@code **}: 张**, 欧阳**. */
  public static String name(String name) {
    if (name == null || name.isEmpty()) {
      return name;
    }
    // A two-character name that equals a compound surname consists of a surname and a given name of
    // one character each.
    if (name.codePointCount(0, name.length()) > 2
        && COMPOUND_SURNAMES.contains(name.substring(0, 2))) {
      return name.substring(0, 2) + HIDDEN;
    }
    return name.substring(0, name.offsetByCodePoints(0, 1)) + HIDDEN;
  }

  /**
   * Returns the first 3 and the last 4 digits: 138****8000. Hides a number of fewer than 10 digits
   * completely.
   */
  public static String phone(String phone) {
    if (phone == null) {
      return null;
    }
    String digits = phone.replaceAll("[^0-9]", "");
    return digits.length() < 10
        ? "****"
        : digits.substring(0, 3) + "****" + digits.substring(digits.length() - 4);
  }

  /**
   * Returns the first and last character of an identity number: 5****************X. Hides a number
   * of fewer than 3 characters completely.
   */
  public static String identityNumber(String number) {
    if (number == null || number.length() < 3) {
      return number == null ? null : "*".repeat(number.length());
    }
    return number.charAt(0) + "*".repeat(number.length() - 2) + number.charAt(number.length() - 1);
  }

  /**
   * Returns the community instead of the address: 杨箕社区***. Shows no part of the address, because
   * people write the parts of an address in any order.
   *
   * @param community the name of the community that the address is in
   */
  public static String address(String address, String community) {
    return address == null ? null : community + "***";
  }
}
