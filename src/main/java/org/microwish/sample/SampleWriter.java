package org.microwish.sample;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.party.CheckInDraft;
import org.microwish.party.CheckIns;
import org.microwish.party.DivisionCode;
import org.microwish.party.DivisionDraft;
import org.microwish.party.Divisions;
import org.microwish.party.MemberCommands;
import org.microwish.party.MemberContact;
import org.microwish.party.MemberDraft;
import org.microwish.party.MemberProfile;
import org.microwish.party.OrganisationDraft;
import org.microwish.party.Organisations;
import org.microwish.party.Recorded;
import org.microwish.wish.ClaimService;
import org.microwish.wish.EndReason;
import org.microwish.wish.EvidenceService;
import org.microwish.wish.EvidenceService.Deposit;
import org.microwish.wish.FollowUp;
import org.microwish.wish.Publication;
import org.microwish.wish.Subcategories;
import org.microwish.wish.WishClosing;
import org.microwish.wish.WishConfirmation;
import org.microwish.wish.WishDraft;
import org.microwish.wish.WishDrafting;
import org.microwish.wish.WishMeetings;
import org.microwish.wish.WishMoney;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.WishReview;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.ProxyReason;

/**
 * Puts batches of the plan on record through the services that the API uses, each step by whoever
 * would have taken it. Works in the caller's transaction.
 */
@ApplicationScoped
class SampleWriter {

  /** The year of the code list that the divisions are taken from. */
  private static final int CODE_YEAR = 2021;

  private static final Instant DIVISIONS_AT = Instant.parse("2021-01-04T01:00:00Z");

  private static final Caller OPERATOR =
      new Caller("sample-operator", Role.OPERATOR, null, null, SampleStreet.STREET_PATH);

  /** The one picture that stands for all evidence; it says that it is a sample. */
  private static final String PICTURE = "/sample/evidence.png";

  private final Divisions divisions;
  private final Organisations organisations;
  private final MemberCommands members;
  private final CheckIns checkIns;
  private final WishDrafting drafting;
  private final WishReview review;
  private final WishMeetings meetings;
  private final WishMoney money;
  private final WishConfirmation confirmation;
  private final WishClosing closing;
  private final ClaimService claims;
  private final EvidenceService evidence;
  private final Subcategories subcategories;

  SampleWriter(
      Divisions divisions,
      Organisations organisations,
      MemberCommands members,
      CheckIns checkIns,
      WishDrafting drafting,
      WishReview review,
      WishMeetings meetings,
      WishMoney money,
      WishConfirmation confirmation,
      WishClosing closing,
      ClaimService claims,
      EvidenceService evidence,
      Subcategories subcategories) {
    this.divisions = divisions;
    this.organisations = organisations;
    this.members = members;
    this.checkIns = checkIns;
    this.drafting = drafting;
    this.review = review;
    this.meetings = meetings;
    this.money = money;
    this.confirmation = confirmation;
    this.closing = closing;
    this.claims = claims;
    this.evidence = evidence;
    this.subcategories = subcategories;
  }

  /** The files that a batch will name, stored before its transaction begins. */
  List<Deposit> deposits(SampleBatch batch) {
    if (!(batch instanceof SampleBatch.Life life)) {
      return List.of();
    }
    long files =
        life.wish().steps().stream().filter(SampleStep.AddEvidence.class::isInstance).count();
    List<Deposit> deposits = new ArrayList<>();
    if (files > 0) {
      Path picture = picture();
      try {
        for (long i = 0; i < files; i++) {
          deposits.add(evidence.store(picture));
        }
      } finally {
        discard(picture);
      }
    }
    return deposits;
  }

  private static Path picture() {
    try (InputStream in = SampleWriter.class.getResourceAsStream(PICTURE)) {
      Path file = Files.createTempFile("sample", ".png");
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException undeletable) {
      throw new UncheckedIOException(undeletable);
    }
  }

  /**
   * Writes a batch.
   *
   * @param ids the ids of the rows on record, by plan key
   * @param deposits what {@link #deposits} answered for it
   * @return the ids of the rows that it made, by plan key
   */
  Map<String, Long> write(SampleBatch batch, Map<String, Long> ids, List<Deposit> deposits) {
    Map<String, Long> made = new LinkedHashMap<>();
    switch (batch) {
      case SampleBatch.Subcategories all -> all.rows().forEach(this::configure);
      case SampleBatch.Divisions rows -> record(rows.rows());
      case SampleBatch.Organisations rows ->
          rows.rows().forEach(row -> made.put(row.key(), record(row)));
      case SampleBatch.Roll roll -> record(roll.rows(), ids, made);
      case SampleBatch.CheckIns sessions -> checkIn(sessions.rows(), ids, made);
      case SampleBatch.Life life ->
          made.put(life.wish().key(), new Life(life.wish(), ids, deposits).tell());
    }
    return made;
  }

  private void configure(SampleSubcategory row) {
    subcategories.configure(
        Caller.SYSTEM,
        new Subcategories.Subcategory(row.code(), row.category(), row.nameZh(), row.nameEn(), true),
        DIVISIONS_AT);
  }

  private void record(List<SampleDivision> rows) {
    divisions.recordAll(
        Caller.SYSTEM,
        rows.stream().map(row -> new DivisionDraft(row.code(), row.name(), CODE_YEAR)).toList(),
        DIVISIONS_AT);
  }

  private long record(SampleOrganisation row) {
    return organisations
        .record(
            OPERATOR,
            new OrganisationDraft(
                row.name(), row.kind(), row.sector(), row.creditCode(), null, row.division()),
            row.recordedAt())
        .id();
  }

  private void record(List<SampleMember> roll, Map<String, Long> ids, Map<String, Long> made) {
    List<Recorded> recorded =
        members.recordAll(
            OPERATOR,
            roll.stream()
                .map(
                    row ->
                        new MemberDraft(
                            new MemberProfile(
                                ids.get(row.organisation()),
                                row.kind(),
                                row.division(),
                                row.skills(),
                                List.of(row.division())),
                            new MemberContact(row.name(), row.phone()),
                            row.showsName()))
                .toList(),
            roll.getFirst().recordedAt());
    for (int i = 0; i < roll.size(); i++) {
      made.put(roll.get(i).key(), recorded.get(i).id());
    }
  }

  private void checkIn(List<SampleCheckIn> rows, Map<String, Long> ids, Map<String, Long> made) {
    Map<Instant, List<SampleCheckIn>> sessions =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    SampleCheckIn::checkedInAt, LinkedHashMap::new, Collectors.toList()));
    sessions.forEach(
        (at, session) -> {
          List<Recorded> recorded =
              checkIns.recordAll(
                  OPERATOR,
                  session.stream()
                      .map(
                          row ->
                              new CheckInDraft(row.type(), ids.get(row.subject()), row.community()))
                      .toList(),
                  at);
          for (int i = 0; i < session.size(); i++) {
            made.put(session.get(i).key(), recorded.get(i).id());
          }
        });
    for (SampleCheckIn row : rows) {
      if (row.revokedAt() != null) {
        checkIns.revoke(OPERATOR, made.get(row.key()), row.revokedAt());
      }
    }
  }

  /** One wish's life as it is told. */
  private final class Life {
    private final SampleWish wish;
    private final Map<String, Long> ids;
    private final Deque<Deposit> deposits;
    private final Caller author;
    private final Caller resident;
    private final Caller collector;
    private final Map<String, Caller> claimants = new HashMap<>();
    private final Map<String, Long> claimIds = new HashMap<>();
    private final List<Long> word = new ArrayList<>();
    private long id;

    Life(SampleWish wish, Map<String, Long> ids, List<Deposit> deposits) {
      this.wish = wish;
      this.ids = ids;
      this.deposits = new ArrayDeque<>(deposits);
      String community = DivisionCode.communityPath(DivisionCode.parse(wish.division()).path());
      this.resident = new Caller("sample-resident-" + wish.key(), Role.RESIDENT, null, null, null);
      this.collector =
          new Caller("sample-collector-" + community, Role.COLLECTOR, null, null, community);
      this.author = wish.channel() == Channel.SELF_SERVICE ? resident : collector;
    }

    long tell() {
      id = drafting.create(author, draft(), wish.createdAt(), true).wishId().value();
      wish.steps().forEach(this::take);
      return id;
    }

    private WishDraft draft() {
      SampleWish.Contact contact = wish.contact();
      SampleWish.Beneficiaries beneficiaries = wish.beneficiaries();
      return new WishDraft(
          wish.kind(),
          wish.channel(),
          wish.category(),
          wish.subcategory(),
          wish.division(),
          new WishDraft.PrivateWords(
              wish.title(),
              wish.details(),
              contact.name(),
              contact.name(),
              contact.phone(),
              contact.address(),
              contact.reporter(),
              "示例数据，内容均为虚构。"),
          author.equals(resident) ? null : resident.account(),
          new WishDraft.Beneficiaries(
              beneficiaries.buildings(), beneficiaries.households(), beneficiaries.people()),
          wish.skill(),
          wish.policy(),
          wish.capacity(),
          wish.policy() == ClaimPolicy.SHARED && wish.capacity() == Capacity.PLACES
              ? wish.places()
              : null,
          wish.needsApproval(),
          wish.claimableBy(),
          null,
          wish.budget(),
          null,
          null,
          null);
    }

    private void take(SampleStep step) {
      switch (step) {
        case SampleStep.Submit submit -> review.submit(author, id, submit.at());
        case SampleStep.Return sent -> review.sendBack(OPERATOR, id, sent.reason(), sent.at());
        case SampleStep.Publish publish ->
            review.publish(
                OPERATOR,
                id,
                new Publication(wish.title(), wish.summary(), true, null, null, null),
                publish.at());
        case SampleStep.Claim claim -> request(claim);
        case SampleStep.Approve approve ->
            claims.approve(OPERATOR, claimId(approve.claim()), approve.at());
        case SampleStep.Pledge pledge ->
            claims.pledge(
                claimant(pledge.claim()),
                claimId(pledge.claim()),
                pledge.amount(),
                pledge.form(),
                pledge.at());
        case SampleStep.Release release ->
            claims.release(
                claimant(release.claim()),
                claimId(release.claim()),
                EndReason.UNABLE,
                release.reason(),
                release.at());
        case SampleStep.Contact contact ->
            claims.contact(
                claimant(contact.claim()), claimId(contact.claim()), contact.note(), contact.at());
        case SampleStep.Assess assess ->
            claims.assess(
                claimant(assess.claim()), claimId(assess.claim()), assess.note(), assess.at());
        case SampleStep.Start start ->
            claims.start(claimant(start.claim()), claimId(start.claim()), null, start.at());
        case SampleStep.Progress progress ->
            claims.progress(
                claimant(progress.claim()),
                claimId(progress.claim()),
                progress.note(),
                progress.at());
        case SampleStep.HoldMeeting meeting ->
            meetings.holdMeeting(
                OPERATOR,
                id,
                meeting.at(),
                meeting.participants(),
                meeting.attendees(),
                meeting.agreed(),
                meeting.at());
        case SampleStep.PostPublicFunds funds ->
            money.postPublicFunds(
                OPERATOR, id, funds.movement(), funds.amount(), "街道公共资金", funds.at());
        case SampleStep.DeliverPart part ->
            claims.deliver(
                claimant(part.claim()),
                claimId(part.claim()),
                false,
                part.spent(),
                part.note(),
                part.at());
        case SampleStep.Deliver deliver ->
            claims.deliver(
                claimant(deliver.claim()),
                claimId(deliver.claim()),
                true,
                deliver.spent(),
                deliver.note(),
                deliver.at());
        case SampleStep.AddEvidence file -> add(file);
        case SampleStep.Confirm confirm ->
            confirmation.confirm(
                confirmer(confirm.proxy()),
                id,
                confirm.rating(),
                confirm.words(),
                confirm.proxy(),
                Set.copyOf(word),
                confirm.at());
        case SampleStep.ReportDissatisfaction report ->
            confirmation.reportDissatisfaction(
                resident,
                id,
                report.redo().stream().map(this::claimId).collect(Collectors.toSet()),
                report.reason(),
                null,
                Set.of(),
                report.at());
        case SampleStep.FollowUp visit ->
            meetings.followUp(
                collector,
                id,
                visit.visitedOn(),
                FollowUp.Result.SATISFIED,
                visit.words(),
                visit.at());
        case SampleStep.Archive archive -> closing.archive(id, archive.at());
      }
    }

    private void request(SampleStep.Claim claim) {
      Caller claimant =
          switch (claim.type()) {
            case MEMBER ->
                new Caller(
                    "sample-member-" + claim.claimant(),
                    Role.MEMBER,
                    ids.get(claim.claimant()),
                    ids.get(Crews.organisationOf(claim.claimant())),
                    null);
            case ORGANISATION ->
                new Caller(
                    "sample-steward-" + claim.claimant(),
                    Role.STEWARD,
                    null,
                    ids.get(claim.claimant()),
                    null);
          };
      List<Long> participants =
          claim.participants().stream()
              .filter(
                  member ->
                      claim.type() == ClaimantType.ORGANISATION || !member.equals(claim.claimant()))
              .map(ids::get)
              .toList();
      WishReceipt receipt =
          claims.request(claimant, id, claim.pledge(), claim.form(), participants, claim.at());
      claimants.put(claim.claim(), claimant);
      claimIds.put(claim.claim(), receipt.claim().id().value());
    }

    private void add(SampleStep.AddEvidence file) {
      boolean residents = file.claim() == null;
      WishReceipt receipt =
          evidence.add(
              residents ? collector : claimant(file.claim()),
              id,
              residents ? null : claimId(file.claim()),
              file.kind(),
              file.note(),
              deposits.removeFirst(),
              file.at());
      if (residents) {
        word.add(receipt.item().value());
      }
    }

    private Caller confirmer(ProxyReason proxy) {
      return switch (proxy) {
        case null -> resident;
        case CANNOT_USE_PHONE -> collector;
        case NO_ANSWER -> OPERATOR;
      };
    }

    private Caller claimant(String claim) {
      return claimants.get(claim);
    }

    private long claimId(String claim) {
      return claimIds.get(claim);
    }
  }
}
