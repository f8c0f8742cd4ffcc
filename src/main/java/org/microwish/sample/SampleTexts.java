package org.microwish.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.microwish.wish.lifecycle.Category;

/**
 * The words of the sample, read from text files beside the classes under {@code /sample}. A line
 * that begins with {@code #} is a comment.
 */
final class SampleTexts {

  private final Map<String, List<String>> lists = new LinkedHashMap<>();
  private final List<List<String>> organisations = new ArrayList<>();
  private final List<Story> wishes = new ArrayList<>();
  private final List<Story> projects = new ArrayList<>();

  /**
   * One paragraph of a file of wishes.
   *
   * @param header the fields of the first line
   * @param titles the lines marked {@code -}
   * @param summary the line marked {@code =}
   * @param details the line marked {@code +}
   * @param progress the lines marked {@code .}
   * @param meetings the fields of the lines marked {@code ~}
   * @param outcome the line marked {@code *}
   */
  record Story(
      List<String> header,
      List<String> titles,
      String summary,
      String details,
      List<String> progress,
      List<List<String>> meetings,
      String outcome) {}

  SampleTexts() {
    readLists("phrases.txt");
    readNames("names.txt");
    lines("organisations.txt").stream()
        .filter(line -> !line.isEmpty())
        .forEach(line -> organisations.add(fields(line)));
    readStories("wishes.txt", wishes);
    readStories("projects.txt", projects);
  }

  /** A list by its name. */
  List<String> list(String name) {
    List<String> list = lists.get(name);
    if (list == null) {
      throw new IllegalStateException("no list " + name);
    }
    return list;
  }

  /** Key, kind, sector and name of each organisation. */
  List<List<String>> organisations() {
    return organisations;
  }

  /** The second level of categories. */
  List<SampleSubcategory> subcategories() {
    return lines("subcategories.txt").stream()
        .map(SampleTexts::fields)
        .map(
            fields ->
                new SampleSubcategory(
                    fields.getFirst(),
                    Category.valueOf(fields.get(1)),
                    fields.get(2),
                    fields.get(3)))
        .toList();
  }

  /** What wishes are made of. */
  List<Story> wishes() {
    return wishes;
  }

  /** What projects are made of. */
  List<Story> projects() {
    return projects;
  }

  private void readLists(String file) {
    List<String> list = new ArrayList<>();
    for (String line : lines(file)) {
      if (line.startsWith("[")) {
        list = new ArrayList<>();
        lists.put(line.substring(1, line.length() - 1), list);
      } else if (!line.isEmpty()) {
        list.add(line);
      }
    }
  }

  private void readNames(String file) {
    for (String line : lines(file)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        lists.put(line.substring(0, colon), parts(line.substring(colon + 1).strip(), ' '));
      }
    }
  }

  private static void readStories(String file, List<Story> stories) {
    List<String> paragraph = new ArrayList<>();
    for (String line : lines(file)) {
      if (!line.isEmpty()) {
        paragraph.add(line);
      } else if (!paragraph.isEmpty()) {
        stories.add(story(paragraph));
        paragraph = new ArrayList<>();
      }
    }
    if (!paragraph.isEmpty()) {
      stories.add(story(paragraph));
    }
  }

  private static Story story(List<String> paragraph) {
    List<String> rest = paragraph.subList(1, paragraph.size());
    return new Story(
        fields(paragraph.getFirst()),
        marked(rest, '-'),
        marked(rest, '=').getFirst(),
        marked(rest, '+').getFirst(),
        marked(rest, '.'),
        marked(rest, '~').stream().map(SampleTexts::fields).toList(),
        marked(rest, '*').getFirst());
  }

  private static List<String> marked(List<String> lines, char mark) {
    return lines.stream()
        .filter(line -> line.charAt(0) == mark)
        .map(line -> line.substring(1).strip())
        .toList();
  }

  /** The parts of a line between separators, without the blanks around them. */
  static List<String> parts(String line, char separator) {
    return Arrays.stream(line.split(Pattern.quote(String.valueOf(separator)), -1))
        .map(String::strip)
        .toList();
  }

  private static List<String> fields(String line) {
    return parts(line, '|');
  }

  private static List<String> lines(String file) {
    try (InputStream in = SampleTexts.class.getResourceAsStream("/sample/" + file)) {
      if (in == null) {
        throw new IllegalStateException("missing resource sample/" + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException unreadable) {
      throw new IllegalStateException("unreadable resource sample/" + file, unreadable);
    }
  }
}
