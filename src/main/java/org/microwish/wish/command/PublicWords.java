package org.microwish.wish.command;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.attachment.Attachments;
import org.microwish.lifecycle.attachment.Consent;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.party.Members;
import org.microwish.privacy.PersonalDataSearch;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Claim;
import org.microwish.wish.Claims;
import org.microwish.wish.PersonalDataShown;
import org.microwish.wish.Wish;
import org.microwish.wish.WishContext;
import org.microwish.wish.WishHidings;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.Sensitivity;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;

/**
 * Refuses public texts of a wish that contain personal data: the wish's own names, telephone number
 * or address from the vault, or any telephone or identity number (PIPL art. 25: no disclosure
 * without separate consent). The texts are read from the wish's row. The names, telephone number
 * and address are read from the vault and from the values that the running command will store
 * there.
 */
@ApplicationScoped
class PublicWords {

  /**
   * Finds a room or flat number in an address. A project's address without such a number is a
   * public place, not personal data.
   */
  private static final Pattern ROOM = Pattern.compile("[0-9０-９〇零一二三四五六七八九十]\\s*(房|室|户)");

  private final Vault vault;
  private final Attachments attachments;
  private final Divisions divisions;
  private final Claims claims;
  private final Members members;
  private final WishHidings hidings;
  private final Event<PersonalDataShown> found;

  PublicWords(
      Vault vault,
      Attachments attachments,
      Divisions divisions,
      Claims claims,
      Members members,
      WishHidings hidings,
      Event<PersonalDataShown> found) {
    this.hidings = hidings;
    this.attachments = attachments;
    this.found = found;
    this.vault = vault;
    this.divisions = divisions;
    this.claims = claims;
    this.members = members;
  }

  /**
   * Checks the texts that the command publishes. Does nothing for sample data, whose people are
   * fictitious.
   *
   * @throws ProblemException PERSONAL_DATA_FOUND with the position of each finding in the texts
   */
  void check(WishContext context) {
    check(context, "");
  }

  /**
   * Checks the published texts again when a command changes the wish's texts or personal values, or
   * republishes the wish. Does nothing if the wish has no public title, was taken off the wall, or
   * is in a state that is neither public nor EXPIRED.
   *
   * @param parent the JSON pointer to the object in the request that contains the texts; empty for
   *     the root
   */
  void checkPublished(WishContext context, String parent) {
    Wish wish = context.wish;
    boolean shown = wish.state.isPublic() || wish.state == WishState.EXPIRED;
    if (shown && !wish.offWall && wish.publicTitle != null) {
      check(context, parent);
    }
  }

  /**
   * Takes the wish off the wall and notifies the desk if its public texts contain a name that the
   * command stores. The command itself must not fail, because the name that it stores is correct;
   * an operator must amend the texts instead.
   */
  void hideIfNamed(WishContext context, String name) {
    Wish wish = context.wish;
    boolean shown = wish.state.isPublic() || wish.state == WishState.EXPIRED;
    if (!shown || wish.publicTitle == null || wish.sample) {
      return;
    }
    Map<String, String> texts = texts(wish);
    if (name.equals(consenting(context.wish, vault.read(wish.subject())))) {
      texts.remove("thanks");
    }
    if (texts.values().stream().anyMatch(text -> names(text, name))) {
      hidings.add(wish);
      wish.offWall = true;
      found.fire(new PersonalDataShown(wish.id));
    }
  }

  private static Map<String, String> texts(Wish wish) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("publicTitle", wish.publicTitle);
    texts.put("publicSummary", wish.publicSummary);
    texts.put("neededSkill", wish.neededSkill);
    texts.put("thanks", wish.thanks);
    return texts;
  }

  private void check(WishContext context, String parent) {
    Wish wish = context.wish;
    if (wish.sample) {
      return;
    }
    List<FieldError> errors = new ArrayList<>();
    texts(wish)
        .forEach(
            (field, text) -> {
              PersonalDataSearch.Values values = values(context, field);
              for (PersonalDataSearch.Match match : PersonalDataSearch.find(text, values)) {
                errors.add(
                    FieldError.body(parent + "/" + field, FieldFault.PERSONAL_DATA)
                        .with("kind", match.kind())
                        .with("start", match.start())
                        .with("end", match.end()));
              }
            });
    if (!errors.isEmpty()) {
      ProblemException problem = ProblemType.PERSONAL_DATA_FOUND.exception();
      errors.forEach(problem::field);
      throw problem;
    }
  }

  /**
   * Takes down a published thank-you that contains the resident's name, if no consent to be named
   * is left.
   */
  void removeThanksWithoutConsent(Wish wish) {
    if (wish.thanks == null || mayBeNamed(wish)) {
      return;
    }
    String name = resident(vault.read(wish.subject()));
    if (name != null && names(wish.thanks, name)) {
      wish.thanks = null;
    }
  }

  private static boolean names(String text, String name) {
    PersonalDataSearch.Values values =
        new PersonalDataSearch.Values(List.of(name), List.of(), List.of(), List.of());
    return !PersonalDataSearch.find(text, values).isEmpty();
  }

  /** Returns the resident's name if there is a consent to be named, otherwise null. */
  private String consenting(Wish wish, Map<String, String> values) {
    return mayBeNamed(wish) ? resident(values) : null;
  }

  private boolean mayBeNamed(Wish wish) {
    // For a minor, only the consent of another person, such as a guardian, counts.
    long consents =
        wish.sensitivity == Sensitivity.MINOR
            ? attachments.countConsentsOfOthers(
                AggregateType.WISH, wish.id, Consent.Relation.SELF, Consent.Purpose.NAME)
            : attachments.countConsents(AggregateType.WISH, wish.id, Consent.Purpose.NAME);
    return consents > 0;
  }

  private static String resident(Map<String, String> values) {
    String name = values.get("residentName");
    return name == null ? values.get("contactName") : name;
  }

  private PersonalDataSearch.Values values(WishContext context, String field) {
    Wish wish = context.wish;
    Map<String, String> now = new HashMap<>(vault.read(Subject.wish(wish.id)));
    now.putAll(context.secrets);
    // With consent, the resident's name may appear in the thank-you, but in no other text.
    String consenting = field.equals("thanks") ? consenting(wish, now) : null;
    List<String> names =
        now.entrySet().stream()
            .filter(value -> isName(value.getKey()))
            .map(Map.Entry::getValue)
            .filter(Objects::nonNull)
            .filter(name -> !name.equals(consenting))
            .collect(Collectors.toCollection(ArrayList::new));
    names.addAll(helpers(wish));
    List<String> addresses =
        Stream.of(now.get("address"))
            .filter(Objects::nonNull)
            .filter(text -> wish.kind == WishKind.WISH || ROOM.matcher(text).find())
            .toList();
    List<String> phones = Stream.of(now.get("contactPhone")).filter(Objects::nonNull).toList();
    return new PersonalDataSearch.Values(
        names,
        phones,
        addresses,
        divisions.names(DivisionCode.publicPaths(wish.divisionPath)).values());
  }

  /**
   * Returns the names of the members who claimed the wish or took part in a claim. Returns none if
   * the wish has no thank-you, because other texts rarely contain these names. A member's consent
   * to be named covers leaderboards and the list of claimants, but not thank-yous, so it is not
   * checked here.
   */
  private Collection<String> helpers(Wish wish) {
    if (wish.thanks == null) {
      return List.of();
    }
    List<Claim> all = claims.ofWish(wish.id);
    Set<Long> people = new HashSet<>();
    all.stream()
        .filter(claim -> claim.claimantType == ClaimantType.MEMBER)
        .forEach(claim -> people.add(claim.claimantId));
    List<Long> ids = all.stream().map(claim -> claim.id).toList();
    claims.present(ids).forEach(each -> people.add(each.key.memberId()));
    claims.formerParticipants(ids).forEach(each -> people.add(each.key.memberId()));
    return members.names(people).values();
  }

  private static boolean isName(String field) {
    return switch (field) {
      case "residentName", "contactName", "reporter" -> true;
      default -> Consent.isNameField(field);
    };
  }
}
