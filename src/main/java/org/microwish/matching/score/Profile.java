package org.microwish.matching.score;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.microwish.wish.lifecycle.Category;

/**
 * The facts that the score uses about a claimant. The only personal ones are skills, which never
 * leave the service.
 *
 * @param path the path of the claimant's own division
 * @param checkIns the paths of the communities where the claimant is checked in
 * @param areas the paths of the divisions where the claimant is ready to serve
 * @param skills the skills of the member, or of the organisation's members, in the form of {@link
 *     #skill}
 * @param live the number of live claims
 * @param cap the largest number of live claims
 * @param recent the number of claims of the last 28 days that were not declined
 * @param thisMonth the number of claims of this month that were not declined
 * @param completed the number of completed claims by category
 * @param ratings the number of ratings of completed claims
 * @param stars the sum of these ratings
 */
public record Profile(
    String path,
    Set<String> checkIns,
    Set<String> areas,
    Set<String> skills,
    int live,
    int cap,
    int recent,
    int thisMonth,
    Map<Category, Integer> completed,
    int ratings,
    int stars,
    Openness openness) {

  /** Returns the normal form of a skill, in which skills are compared; null for null. */
  public static String skill(String text) {
    return text == null ? null : text.strip().toLowerCase(Locale.ROOT);
  }

  /** Returns how many more claims the claimant may make and wants to make this month. */
  public int room() {
    Integer wanted = openness.placesPerMonth();
    int free = cap - live;
    return Math.max(0, wanted == null ? free : Math.min(free, wanted - thisMonth));
  }

  /** Returns true if the claimant has not paused on that day and has room for a further claim. */
  public boolean open(int day) {
    return openness.open(day) && room() > 0;
  }
}
