package org.microwish.suites.bench;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.microwish.suites.bench.Measure.Goal;
import org.microwish.testing.Answer;
import org.microwish.testing.Http;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/**
 * Report rows about searches that operators send among many wishes: 16 callers who each search four
 * times a second, and for comparison 16 callers without pauses. Every request searches for
 * something else, so that no cache can answer it. The word frequencies are as uneven as in a
 * natural language: the most frequent word is in four of ten wishes, the rarest in one of 1,600.
 */
final class SearchRows {

  private static final int CALLERS = 16;

  /** Searches per second of each caller; a person at the desk sends fewer. */
  private static final int EACH_PER_SECOND = 4;

  private static final int WISHES = Integer.getInteger("bench.wishes", 1_000_000);
  private static final int CHUNK = 10_000;
  private static final int WORDS = 4096;

  /** The number of words of a title. */
  private static final int TITLE = 3;

  /** The number of words of title and summary together. */
  private static final int TEXT = 8;

  /** Wishes that are recorded through the API, with telephone numbers that are searched for. */
  private static final int RECORDED = 200;

  private static final int REQUESTS = 4096;

  private final Options options;
  private final Report report;
  private final Random random = new Random(16);
  private final AtomicLong keys = new AtomicLong();
  private final List<String> desks =
      IntStream.range(0, CALLERS)
          .mapToObj(i -> Tokens.operator("desk-" + i, Street.STREET))
          .toList();

  SearchRows(Options options, Report report) {
    this.options = options;
    this.report = report;
  }

  void run() throws Exception {
    long began = System.nanoTime();
    Seed seed = Seed.schema("search");
    for (long first = 1; first < WISHES; first += CHUNK) {
      fill(seed, first);
    }
    try (Service service =
        Service.on(
            seed.settings(),
            Map.of(
                "MICROWISH_LIMITS_ACCOUNT_QUOTA", "100000000",
                "MICROWISH_LIMITS_UNMASKING_QUOTA", "100000000"))) {
      tags(seed);
      record(service);
      report.fact(
          "search",
          "%,d wishes with %,d pairs of characters; seeded in %.0f s"
              .formatted(
                  WISHES,
                  seed.number("SELECT COUNT(*) FROM wish_gram"),
                  (System.nanoTime() - began) / 1e9));
      Map<String, Generator.Requests> searches = searches();
      for (Generator.Requests requests : searches.values()) {
        service.generator().closed(CALLERS, options.warmUp().dividedBy(searches.size()), requests);
      }
      for (Map.Entry<String, Generator.Requests> search : searches.entrySet()) {
        measure(service, search.getKey(), search.getValue());
      }
    }
  }

  private void measure(Service service, String name, Generator.Requests requests) throws Exception {
    Measure measure =
        report.add(
            new Measure(
                "search by %s: p99 at %,d wishes, 16 callers".formatted(name, WISHES),
                "ms",
                Goal.upTo(50),
                Goal.upTo(20)));
    Duration each = options.each().dividedBy(2);
    for (int round = 0; round < options.rounds(); round++) {
      Outcome busy = service.generator().closed(CALLERS, each, requests);
      Outcome outcome =
          service.generator().constant(CALLERS * EACH_PER_SECOND, CALLERS, each, requests);
      measure.round(
          outcome.millis(99),
          "p50 %.1f ms; without pauses %.0f/s, p50 %.1f ms, p99 %.1f ms"
              .formatted(
                  outcome.millis(50),
                  busy.perSecond(200) + busy.perSecond(201),
                  busy.millis(50),
                  busy.millis(99)));
      for (Outcome every : List.of(busy, outcome)) {
        if (every.all().keySet().stream().anyMatch(status -> status >= 300)
            || every.unanswered() > 0) {
          measure.fault(name + ": answers " + every.all() + ": " + every.strange());
        }
      }
    }
    System.out.println(measure);
  }

  private Map<String, Generator.Requests> searches() {
    Map<String, Generator.Requests> all = new LinkedHashMap<>();
    all.put("a frequent word", words(() -> List.of(random.nextInt(WORDS / 64))));
    all.put("a rare word", words(() -> List.of(WORDS / 2 + random.nextInt(WORDS / 2))));
    all.put(
        "two frequent words",
        words(() -> List.of(random.nextInt(WORDS / 64), random.nextInt(WORDS / 64))));
    all.put("three words that are hardly together", words(() -> List.of(next(), next(), next())));
    all.put(
        "words in a community",
        words(() -> List.of(random.nextInt(WORDS / 8)), "&division=" + Street.NEIGHBOUR));
    all.put(
        "serial number",
        MemberRequests.rotating(
            REQUESTS,
            i -> get("number=440199001-2026-W-%05d".formatted(1 + random.nextInt(WISHES)))));
    all.put("telephone number", () -> phone(random.nextInt(RECORDED)));
    return all;
  }

  private int next() {
    return 64 + random.nextInt(WORDS - 64);
  }

  @FunctionalInterface
  private interface Choice {
    List<Integer> words();
  }

  private Generator.Requests words(Choice choice, String... filters) {
    return MemberRequests.rotating(
        REQUESTS,
        i ->
            get(
                "q="
                    + URLEncoder.encode(
                        String.join(" ", choice.words().stream().map(SearchRows::word).toList()),
                        StandardCharsets.UTF_8)
                    + String.join("", filters)));
  }

  private byte[] get(String query) {
    return Generator.bytes(
        "GET /api/v1/wishes?"
            + query
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
            + desks.get(random.nextInt(CALLERS))
            + "\r\n",
        "");
  }

  private byte[] phone(int wish) {
    return Generator.bytes(
        "POST /api/v1/wish-searches HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
            + desks.get(random.nextInt(CALLERS))
            + "\r\nContent-Type: application/json\r\nIdempotency-Key: search-"
            + keys.incrementAndGet()
            + "\r\n",
        "{\"phone\":\"%s\",\"purpose\":\"ON_REQUEST\"}".formatted(number(wish)));
  }

  private static String number(int wish) {
    return "1390000%04d".formatted(wish);
  }

  /** Returns a word of two characters; eight words have the same first character. */
  private static String word(int number) {
    return "" + (char) (0x5000 + number / 8) + (char) (0x6000 + number);
  }

  // The same as SQL expressions, for wish n of a chunk and the position of a word in its text.

  private static String number(long first, int place) {
    // The digest makes the words of a wish independent; CRC-32 alone is linear.
    return "FLOOR(%d * POW(CRC32(MD5(CONCAT(%d + n, ':', %d))) / 4294967296, 3))"
        .formatted(WORDS, first, place);
  }

  private static String character(String code) {
    return "CONVERT(CONVERT(UNHEX(HEX(%s)) USING utf16) USING utf8mb4)".formatted(code);
  }

  private static String text(long first, int from, int to) {
    List<String> words = new ArrayList<>();
    for (int place = from; place < to; place++) {
      String number = "CAST(" + number(first, place) + " AS UNSIGNED)";
      words.add(character("20480 + " + number + " DIV 8"));
      words.add(character("24576 + " + number));
      words.add("' '");
    }
    return "TRIM(CONCAT(" + String.join(", ", words) + "))";
  }

  private static void fill(Seed seed, long first) {
    seed.insertWishes(first, text(first, 0, TITLE), text(first, TITLE, TEXT));
    List<String> grams = new ArrayList<>();
    for (int place = 0; place < TEXT; place++) {
      String number = "CAST(" + number(first, place) + " AS SIGNED)";
      grams.add(
          "SELECT (20480 + %1$s DIV 8) * 65536 + 24576 + %1$s AS gram, %2$d + n AS id FROM (%3$s) a"
              .formatted(number, first, Seed.NUMBERS));
      grams.add(
          "SELECT (24576 + %1$s) * 65536 AS gram, %2$d + n AS id FROM (%3$s) a"
              .formatted(number, first, Seed.NUMBERS));
    }
    seed.execute(
        "INSERT IGNORE INTO wish_gram (gram, wish_id) SELECT gram, id FROM ("
            + String.join(" UNION ", grams)
            + ") pairs ORDER BY gram, id");
    seed.insert(
        "serial_number",
        "aggregate_type, aggregate_id, leaf_index, street, recorded_year, kind, position,"
            + " number_text",
        ("'WISH', %1$d + n, %1$d + n, '440199001', 2026, 'W', %1$d + n,"
                + " CONCAT('440199001-2026-W-', LPAD(%1$d + n, GREATEST(5, LENGTH(%1$d + n)), '0'))")
            .formatted(first),
        CHUNK);
  }

  /**
   * Adds search tags of telephone numbers that no search looks for, under the index key that the
   * service has created, so that the table of tags is large.
   */
  private static void tags(Seed seed) {
    long key = seed.number("SELECT MAX(key_id) FROM vault_key WHERE subject_type = 'INDEX'");
    for (long first = 1; first < WISHES; first += CHUNK) {
      seed.insert(
          "vault_value",
          "subject_type, subject_id, field, content, updated_at, key_id, lookup_key, lookup",
          "'WISH', %1$d + n, 'contactPhone', '', '2026-01-01', 0, %2$d, UNHEX(SHA2(%1$d + n, 256))"
              .formatted(first, key),
          CHUNK);
    }
  }

  private void record(Service service) throws Exception {
    try (Http http = new Http()) {
      for (int i = 0; i < RECORDED; i++) {
        String draft =
            "{\"kind\":\"WISH\",\"channel\":\"HOME_VISIT\",\"category\":\"SERVICE\",\"division\":\"%s\","
                    .formatted(Street.COMMUNITY)
                + "\"words\":{\"title\":\"某事\",\"contactPhone\":\"%s\"}}".formatted(number(i));
        Answer answer =
            http.post(service.uri("/api/v1/wishes"))
                .bearer(desks.getFirst())
                .key("search-wish-" + i)
                .body("application/json", draft.getBytes(StandardCharsets.UTF_8))
                .send();
        if (answer.status() != 201) {
          throw new IllegalStateException(
              "a wish was answered with %d: %s".formatted(answer.status(), answer.text()));
        }
      }
    }
  }
}
