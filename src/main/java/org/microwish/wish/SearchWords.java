package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.microwish.platform.SearchIndex;
import org.microwish.platform.sql.Bulk;
import org.microwish.platform.sql.Listing;

/**
 * Finds wishes by words of their public title and summary. A table has a row for each wish and each
 * pair of neighbouring characters (bigram) in its public texts. The pairs of a search text lead to
 * the few wishes that may contain the text; the query then compares the texts themselves. Therefore
 * the table must contain all pairs of the current texts, and may contain other pairs.
 */
@ApplicationScoped
public class SearchWords implements SearchIndex {

  /** The number of rows of the rarest pair that the first portion of a page reads. */
  private static final int FIRST_ROWS = 256;

  /**
   * The number of rows of the rarest pair that each further portion reads; counting the rows of a
   * pair also stops at this number.
   */
  private static final int MORE_ROWS = 2000;

  /** A pair with fewer rows than this is rare enough: no further pairs of the text are counted. */
  private static final int RARE = 100;

  /** Maximum number of pairs of a text that are counted to find the rarest ones. */
  private static final int COUNTED = 8;

  private static final Pattern BLANKS = Pattern.compile("[\\s\\u3000]+");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  private final SearchQueries queries;
  private final Bulk bulk;

  SearchWords(SearchQueries queries, Bulk bulk) {
    this.queries = queries;
    this.bulk = bulk;
  }

  private record Gram(int gram, long wishId) {}

  /** A pair of characters, and its number of rows, at most {@link #MORE_ROWS}. */
  private record Counted(int pair, long rows) {}

  /** Adds the pairs of a wish's public words, before or after these are stored. */
  public void add(Wish wish) {
    insert(wish.id, grams(wish.publicTitle, wish.publicSummary));
  }

  /** Removes the pairs of a wish's public words, before these are replaced. */
  public void remove(Wish wish) {
    Set<Integer> grams = grams(wish.publicTitle, wish.publicSummary);
    if (!grams.isEmpty()) {
      queries.delete(wish.id, grams);
    }
  }

  private void insert(long wishId, Set<Integer> grams) {
    bulk.run(
        """
        INSERT IGNORE INTO wish_gram (gram, wish_id) VALUES (:gram, :wishId)
        """,
        // Inserts the rows in sorted order, so that concurrent transactions cannot deadlock.
        grams.stream().sorted().map(gram -> new Gram(gram, wishId)).toList());
  }

  @Override
  public String name() {
    return "words";
  }

  @Override
  public Optional<Long> fill(long after, int limit) {
    List<SearchQueries.Words> page = queries.published(after, limit);
    page.forEach(words -> insert(words.id(), grams(words.title(), words.summary())));
    return page.isEmpty() ? Optional.empty() : Optional.of(page.getLast().id());
  }

  /** Splits a text at its blanks into the words to look for. */
  public static List<String> terms(String text) {
    return Arrays.stream(BLANKS.split(text.strip(), -1)).filter(term -> !term.isEmpty()).toList();
  }

  /**
   * Returns the text in the form in which texts are compared: in lower case, without accents, and
   * with characters of normal width.
   */
  static String folded(String text) {
    return MARKS
        .matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
        .replaceAll("")
        .toLowerCase(Locale.ROOT);
  }

  private static Set<Integer> grams(String title, String summary) {
    Set<Integer> grams = new LinkedHashSet<>();
    for (String text : Arrays.asList(title, summary)) {
      if (text != null) {
        for (String term : terms(folded(text))) {
          grams.addAll(pairs(term));
          grams.add(gram(term.charAt(term.length() - 1), (char) 0));
        }
      }
    }
    return grams;
  }

  private static List<Integer> pairs(String term) {
    List<Integer> pairs = new ArrayList<>();
    for (int i = 1; i < term.length(); i++) {
      pairs.add(gram(term.charAt(i - 1), term.charAt(i)));
    }
    return pairs;
  }

  private static int gram(char first, char second) {
    return (first << Character.SIZE) | second;
  }

  /**
   * Returns the wishes that may contain all words of the text.
   *
   * @param atFirst the maximum number of wishes in the first portion; each further portion may
   *     contain twice as many. Has no effect if the text has single characters only.
   */
  public Listing.Candidates candidates(String text, int atFirst) {
    List<String> terms = terms(folded(text));
    List<Integer> pairs = terms.stream().flatMap(term -> pairs(term).stream()).distinct().toList();
    if (pairs.isEmpty()) {
      return single(terms.isEmpty() ? "" : terms.getFirst());
    }
    List<Counted> rarest = rarest(pairs);
    int first = rarest.getFirst().pair();
    int second = rarest.get(Math.min(1, rarest.size() - 1)).pair();
    int third = rarest.getLast().pair();
    return (before, number) -> {
      Long floor = queries.floor(first, before, number == 0 ? FIRST_ROWS : MORE_ROWS);
      int limit = atFirst << number;
      List<Long> ids =
          queries.withAll(
              first, second, third, before, floor == null ? Long.MIN_VALUE : floor, limit);
      return new Listing.Portion(ids, ids.size() < limit ? floor : ids.getLast());
    };
  }

  /** Counts pairs until one is rare, and returns at most three, the rarest first. */
  private List<Counted> rarest(List<Integer> pairs) {
    List<Counted> counted = new ArrayList<>();
    for (int pair : pairs) {
      long rows = pairs.size() == 1 ? 0 : queries.count(pair, pair, MORE_ROWS);
      counted.add(new Counted(pair, rows));
      if (rows < RARE || counted.size() == COUNTED) {
        break;
      }
    }
    return counted.stream().sorted(Comparator.comparingLong(Counted::rows)).limit(3).toList();
  }

  /** Returns the wishes with this character; for a frequent character, all wishes, newest first. */
  private Listing.Candidates single(String character) {
    if (character.isEmpty()) {
      return (before, number) -> new Listing.Portion(List.of(), null);
    }
    int first = gram(character.charAt(0), (char) 0);
    int last = gram(character.charAt(0), Character.MAX_VALUE);
    if (queries.count(first, last, MORE_ROWS) < MORE_ROWS) {
      return (before, number) -> new Listing.Portion(queries.withAny(first, last, before), null);
    }
    return (before, number) -> {
      int rows = number == 0 ? FIRST_ROWS : MORE_ROWS;
      List<Long> ids = queries.newest(before, rows);
      return new Listing.Portion(ids, ids.size() < rows ? null : ids.getLast());
    };
  }
}
