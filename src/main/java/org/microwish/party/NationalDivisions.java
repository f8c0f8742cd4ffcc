package org.microwish.party;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The official list of divisions from provinces down to communities, with some 665,000 names, in a
 * compressed file for each province ({@code division/*.gz}). The list only helps to record
 * divisions: the service knows a division only after it was recorded. The files are rarely needed,
 * so a file is read each time, in about 10 ms, and not kept in memory.
 */
@ApplicationScoped
public class NationalDivisions {

  /** The year of the list. */
  public static final int YEAR = 2023;

  /**
   * The frequent endings of names. In the files, a letter at the end of a name replaces the ending.
   */
  private static final Map<Character, String> ENDINGS =
      Map.of(
          'A', "社区居民委员会",
          'B', "社区居委会",
          'C', "村民委员会",
          'D', "居民委员会",
          'E', "村委会",
          'F', "居委会",
          'G', "社区",
          'H', "村");

  /** A division of the list. */
  @Schema(name = "OfficialDivision", description = "A division of the national list.")
  public record Official(String code, String name) {}

  /** Returns the official names by code; codes that are not in the list are missing. */
  public Map<String, String> names(Collection<String> codes) {
    Map<String, String> names = new HashMap<>();
    Set<String> wanted =
        codes.stream().filter(DivisionCode::isCode).collect(Collectors.toCollection(HashSet::new));
    wanted.stream()
        .map(code -> code.substring(0, 2))
        .distinct()
        .forEach(
            province ->
                read(
                    province,
                    (code, name) -> {
                      if (wanted.contains(code)) {
                        names.put(code, name);
                      }
                    }));
    return names;
  }

  /**
   * Returns the provinces, ordered by code.
   *
   * @param after a code after which the list begins; null for all
   */
  List<Official> provinces(String after, int limit) {
    List<String> codes =
        IntStream.range(11, 100).mapToObj(number -> number + "0000000000").toList();
    Map<String, String> names = names(codes);
    return codes.stream()
        .filter(code -> names.containsKey(code) && (after == null || code.compareTo(after) > 0))
        .limit(limit)
        .map(code -> new Official(code, names.get(code)))
        .toList();
  }

  /**
   * Returns the divisions directly below one, ordered by code.
   *
   * @param after a code after which the list begins; null for all
   */
  List<Official> below(DivisionCode parent, String after, int limit) {
    List<Official> below = new ArrayList<>();
    read(
        parent.text().substring(0, 2),
        (code, name) -> {
          if (below.size() < limit
              && (after == null || code.compareTo(after) > 0)
              && code.startsWith(parent.path())
              && DivisionCode.parse(code).parent().equals(Optional.of(parent))) {
            below.add(new Official(code, name));
          }
        });
    return below;
  }

  /** Returns a division, its ancestors and all divisions below it, ordered by code. */
  public List<Official> around(DivisionCode division) {
    List<Official> around = new ArrayList<>();
    read(
        division.text().substring(0, 2),
        (code, name) -> {
          if (code.startsWith(division.path())
              || division.path().startsWith(DivisionCode.parse(code).path())) {
            around.add(new Official(code, name));
          }
        });
    return around;
  }

  /**
   * Reads all divisions of a province in order. A line for a province, city, county or street is
   * {@code /}, nine digits of the code, and the name. A line for a community is its name; the
   * community belongs to the street of the last such line. Its number is one more than that of the
   * community before; if the difference is greater, the line begins with the difference, and a tab
   * follows if the name begins with a digit.
   */
  private static void read(String province, BiConsumer<String, String> each) {
    try (InputStream file =
        NationalDivisions.class.getResourceAsStream("/division/" + province + ".gz")) {
      if (file == null) {
        return;
      }
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_16BE));
      String street = "";
      int community = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("/")) {
          street = line.substring(1, 10);
          community = 0;
          each.accept(street + "000", line.substring(10));
        } else {
          int name = line.indexOf('\t') + 1;
          int digits = Math.max(0, name - 1);
          while (name == 0 && Character.isDigit(line.charAt(digits))) {
            digits++;
          }
          community += digits == 0 ? 1 : Integer.parseInt(line, 0, digits, 10);
          each.accept(
              street + String.valueOf(1000 + community).substring(1),
              name(line.substring(Math.max(name, digits))));
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String name(String written) {
    int last = written.length() - 1;
    String ending = ENDINGS.get(written.charAt(last));
    return ending == null ? written : written.substring(0, last) + ending;
  }
}
