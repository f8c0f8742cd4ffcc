package org.microwish.matching.plan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The terms of a score as text in a column: {@code NEARNESS:40,SKILL:20}, strongest first. */
final class Reasons {

  private Reasons() {}

  static String text(PairScore score) {
    return score.terms().stream()
        .filter(term -> term.points() != 0)
        .sorted(Comparator.comparingInt((PairScore.Term term) -> -Math.abs(term.points())))
        .map(term -> term.code() + ":" + term.points())
        .collect(Collectors.joining(","));
  }

  static List<PairScore.Term> read(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",", -1))
            .map(
                part -> {
                  int colon = part.indexOf(':');
                  return new PairScore.Term(
                      part.substring(0, colon), Integer.parseInt(part.substring(colon + 1)));
                })
            .toList();
  }
}
