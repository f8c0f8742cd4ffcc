package org.microwish.sample;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.microwish.group.GroupDraft;
import org.microwish.group.lifecycle.LeaveReason;
import org.microwish.lifecycle.attachment.Evidence;
import org.microwish.lifecycle.attachment.FollowUp;
import org.microwish.party.MemberKind;
import org.microwish.party.OrganisationKind;
import org.microwish.party.PartyType;
import org.microwish.party.Sector;
import org.microwish.platform.Time;
import org.microwish.wish.EndReason;
import org.microwish.wish.WishRequests.Amount;
import org.microwish.wish.command.Publication;
import org.microwish.wish.command.WishDraft;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.ProxyReason;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;

/**
 * The data of the sample streets, read from files with one JSON object per line. Each line is one
 * command and creates one ledger entry. Lines refer to rows of other lines by keys, because ids are
 * assigned during the load.
 *
 * @param divisions the divisions; each follows its parent
 * @param wishes the commands on all wishes and projects; those on one wish are adjacent and ordered
 *     by time
 * @param current the commands on the wishes of the street whose wishes are under way, with times as
 *     in the file, see {@link #current(Instant)}
 * @param groups the commands on all groups; those on one group are adjacent and ordered by time
 * @param fingerprint SHA-256 of the files in 64 hexadecimal digits: a load that began with the
 *     files of another release must not be continued
 */
public record SampleStreet(
    List<Subcategory> subcategories,
    List<Division> divisions,
    List<Organisation> organisations,
    List<Member> members,
    List<CheckIn> checkIns,
    List<Revocation> revocations,
    List<Step> wishes,
    List<Step> current,
    List<GroupStep> groups,
    String fingerprint) {

  /** The code of the street with wishes. */
  public static final String STREET = "440104013000";

  /** The path of the street with wishes. */
  public static final String STREET_PATH = "440104013";

  /** The path of the street with volunteer teams. */
  public static final String WEST_PATH = "990101001";

  /** The path of the district with three towns and teams of party volunteers. */
  public static final String TOWNS_PATH = "990102";

  /** The code of the street whose wishes are under way, in all states. */
  public static final String LAKE = "990103001000";

  /** The path of the street whose wishes are under way. */
  public static final String LAKE_PATH = "990103001";

  /**
   * The Monday for which the times in the file with the wishes under way are written; {@link
   * #current} moves them to the day of the load.
   */
  private static final LocalDate TODAY_IN_FILE = LocalDate.of(2024, 1, 1);

  private static final String CURRENT = "current-wishes";

  /** A second-level category. */
  public record Subcategory(
      String code, Category category, String nameZh, String nameEn, Instant occurredAt) {}

  /** An administrative division: a province, city, county, street, community or smaller place. */
  public record Division(String code, String name, int year, Instant occurredAt) {}

  /**
   * A party organisation.
   *
   * @param key such as {@code gov-01}; the keys of the organisations of the street with wishes and
   *     of its communities begin with {@code host-}
   */
  public record Organisation(
      String key,
      String name,
      OrganisationKind kind,
      Sector sector,
      String creditCode,
      String division,
      Instant occurredAt) {}

  /**
   * A party member or volunteer.
   *
   * @param key the organisation's key, or {@code volunteer} for a volunteer, a hyphen and a number
   * @param organisation the key of the member's organisation; null for a volunteer
   * @param division the code of the division where the member lives and is ready to serve
   */
  public record Member(
      String key,
      String organisation,
      MemberKind kind,
      String name,
      String phone,
      String division,
      List<String> skills,
      boolean showsName,
      Instant occurredAt) {}

  /**
   * A check-in (双报到).
   *
   * @param subject the key of the organisation or member that checks in
   * @param community the community's code
   */
  public record CheckIn(
      String key, PartyType subjectType, String subject, String community, Instant occurredAt) {}

  /**
   * The end of a check-in.
   *
   * @param checkIn the check-in's key
   */
  public record Revocation(String checkIn, Instant occurredAt) {}

  /** The commands on wishes that the files contain. */
  public enum Command {
    CREATE,
    SUBMIT,
    RETURN,
    PUBLISH,
    CLAIM,
    APPROVE,
    PLEDGE,
    RELEASE,
    CONTACT,
    ASSESS,
    START,
    PROGRESS,
    HOLD_MEETING,
    POST_PUBLIC_FUNDS,
    DELIVER_PART,
    DELIVER,
    ADD_EVIDENCE,
    REJECT,
    REFER,
    WITHDRAW,
    EXPIRE,
    LAPSE,
    MARK_OVERDUE,
    CONFIRM,
    REPORT_DISSATISFACTION,
    FOLLOW_UP,
    ARCHIVE
  }

  /**
   * A command on a wish. Components that the command does not need are null; {@code participants}
   * and {@code spent} are empty instead.
   *
   * @param wish the wish's key
   * @param by the caller's account: {@code sample-operator}, for another street followed by a
   *     hyphen and the street's path; {@code sample-collector-} and a community's code; {@code
   *     sample-resident-} and the wish's key; {@code sample-member-} and the member's key; {@code
   *     sample-steward-} and the organisation's key; or {@code system}
   * @param claim the key of the claim that the command creates or changes; for evidence, the claim
   *     that the evidence shows, or null if it shows the resident's statement
   * @param pledge the pledged amount, for CLAIM and PLEDGE
   * @param participants the keys of the members who participate in a new claim; a member who claims
   *     need not be listed
   * @param note the text: a reason, a note or a comment
   * @param spent the amounts spent, for a delivery
   * @param movement what happens to public funds; {@code amount} says how much
   * @param proxy why another person confirms for the resident
   * @param referredTo who takes over, for REFER
   * @param claims the keys of the claims whose work must be redone, for REPORT_DISSATISFACTION
   */
  public record Step(
      String wish,
      Command command,
      String by,
      Instant occurredAt,
      WishDraft draft,
      Publication publication,
      String claim,
      Amount pledge,
      List<String> participants,
      EndReason reason,
      String note,
      List<Amount> spent,
      Meeting meeting,
      Movement movement,
      Money amount,
      Evidence.Kind evidence,
      Integer rating,
      ProxyReason proxy,
      String referredTo,
      List<String> claims,
      LocalDate visitedOn,
      FollowUp.Result result) {

    public Step {
      participants = participants == null ? List.of() : participants;
      spent = spent == null ? List.of() : spent;
    }
  }

  /**
   * A coordination meeting.
   *
   * @param participants the number of participants
   * @param attendees who the participants were, as text
   */
  public record Meeting(int participants, String attendees, String agreed) {}

  /** The commands on groups that the files contain. */
  public enum GroupCommand {
    PROPOSE,
    APPROVE,
    SUSPEND,
    DISBAND,
    RECORD,
    JOIN,
    ADMIT,
    DECLINE,
    LEAVE
  }

  /**
   * A command on a group. Components that the command does not need are null.
   *
   * @param group the group's key
   * @param by the caller's account, as in {@link Step}; the account of an operator of another
   *     street than {@link SampleStreet#STREET} is {@code sample-operator-} and that street's path
   * @param host the key of the organisation that hosts the group
   * @param leader the key of the member who leads the group, if an operator proposes the group
   * @param parent the key of the parent group
   * @param member the key of the member whose membership the command changes
   * @param note a reason as text
   */
  public record GroupStep(
      String group,
      GroupCommand command,
      String by,
      Instant occurredAt,
      GroupDraft draft,
      String host,
      String leader,
      String parent,
      String member,
      Instant joinedAt,
      LeaveReason reason,
      String note) {}

  /** Reads the NDJSON files of the sample from the class path and computes their fingerprint. */
  public static SampleStreet read() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      JsonMapper json = json(0);
      return new SampleStreet(
          lines("subcategories", Subcategory.class, json, digest),
          lines("divisions", Division.class, json, digest),
          lines("organisations", Organisation.class, json, digest),
          lines("members", Member.class, json, digest),
          lines("check-ins", CheckIn.class, json, digest),
          lines("revocations", Revocation.class, json, digest),
          lines("wishes", Step.class, json, digest),
          lines(CURRENT, Step.class, json, digest),
          lines("groups", GroupStep.class, json, digest),
          HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /**
   * Reads the commands on the wishes that are under way. All their times are moved by the same
   * number of whole weeks, which keeps the weekdays. The last time is then some days before the
   * load, so that wishes wait and are overdue as in a real street, in whatever year the sample is
   * loaded.
   *
   * @param loadedAt when the load began; a load that continues must pass the same time
   */
  public static List<Step> current(Instant loadedAt) {
    LocalDate day = LocalDate.ofInstant(loadedAt, Time.ZONE);
    long weeks = Math.floorDiv(ChronoUnit.DAYS.between(TODAY_IN_FILE, day), 7L);
    return parsed(CURRENT, bytes(CURRENT), Step.class, json(weeks));
  }

  private static <T> List<T> lines(
      String file, Class<T> type, JsonMapper json, MessageDigest digest) {
    byte[] bytes = bytes(file);
    digest.update(bytes);
    return parsed(file, bytes, type, json);
  }

  private static byte[] bytes(String file) {
    try (InputStream in = SampleStreet.class.getResourceAsStream("/sample/" + file + ".ndjson")) {
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static <T> List<T> parsed(String file, byte[] bytes, Class<T> type, JsonMapper json) {
    try {
      return json.readerFor(type).<T>readValues(bytes).readAll();
    } catch (IOException invalid) {
      throw new UncheckedIOException(file, invalid);
    }
  }

  /** Returns a reader that moves all times and days by some weeks. */
  private static JsonMapper json(long weeks) {
    return JsonMapper.builder()
        .addModule(new JavaTimeModule())
        .addModule(
            new SimpleModule()
                .addDeserializer(
                    Instant.class,
                    reader(
                        Instant.class,
                        text ->
                            OffsetDateTime.parse(text)
                                .toInstant()
                                .plus(Duration.ofDays(7 * weeks))))
                .addDeserializer(
                    LocalDate.class,
                    reader(LocalDate.class, text -> LocalDate.parse(text).plusWeeks(weeks))))
        .build();
  }

  private static <T> StdDeserializer<T> reader(Class<T> type, Function<String, T> parse) {
    return new StdDeserializer<>(type) {
      @Override
      public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
        return parse.apply(in.getText());
      }
    };
  }
}
