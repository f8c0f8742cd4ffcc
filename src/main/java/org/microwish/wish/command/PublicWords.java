package org.microwish.wish.command;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.microwish.lifecycle.attachment.GuardianConsent;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.privacy.PersonalDataSearch;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Wish;
import org.microwish.wish.WishContext;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;

/**
 * Refuses public texts of a wish that contain personal data: the wish's own names, telephone number
 * or address from the vault, or any telephone or identity number (PIPL art. 25: no disclosure
 * without separate consent). Works on the row and the context as a command leaves them.
 */
@ApplicationScoped
class PublicWords {

  /** A room in an address; without one, the address of a project is a public place. */
  private static final Pattern ROOM = Pattern.compile("[0-9０-９〇零一二三四五六七八九十]\\s*(房|室|户)");

  private final Vault vault;
  private final Divisions divisions;

  PublicWords(Vault vault, Divisions divisions) {
    this.vault = vault;
    this.divisions = divisions;
  }

  /**
   * Checks texts that the command publishes. Does nothing for sample data, whose people are
   * invented.
   *
   * @throws ProblemException PERSONAL_DATA_FOUND with the positions
   */
  void check(WishContext context) {
    check(context, "");
  }

  /**
   * Checks the published texts again after a change of their wish's texts or personal values; does
   * nothing while nobody sees them.
   *
   * @param parent the JSON pointer of the object in the request that has the texts
   */
  void checkPublished(WishContext context, String parent) {
    Wish wish = context.wish;
    boolean shown = wish.state.isPublic() || wish.state == WishState.EXPIRED;
    if (shown && !wish.offWall && wish.publicTitle != null) {
      check(context, parent);
    }
  }

  private void check(WishContext context, String parent) {
    Wish wish = context.wish;
    if (wish.sample) {
      return;
    }
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("publicTitle", wish.publicTitle);
    texts.put("publicSummary", wish.publicSummary);
    texts.put("neededSkill", wish.neededSkill);
    PersonalDataSearch.Values values = values(context);
    List<FieldError> errors = new ArrayList<>();
    texts.forEach(
        (field, text) -> {
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

  private PersonalDataSearch.Values values(WishContext context) {
    Wish wish = context.wish;
    Map<String, String> now = new HashMap<>(vault.read(Subject.wish(wish.id)));
    now.putAll(context.secrets);
    List<String> names =
        now.entrySet().stream()
            .filter(value -> isName(value.getKey()))
            .map(Map.Entry::getValue)
            .filter(Objects::nonNull)
            .toList();
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

  private static boolean isName(String field) {
    return switch (field) {
      case "residentName", "contactName", "reporter" -> true;
      default -> field.startsWith(GuardianConsent.NAME_PREFIX);
    };
  }
}
