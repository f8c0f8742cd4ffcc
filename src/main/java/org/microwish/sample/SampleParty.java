package org.microwish.sample;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.microwish.caller.Caller;
import org.microwish.party.CheckInDraft;
import org.microwish.party.CheckIns;
import org.microwish.party.DivisionDraft;
import org.microwish.party.Divisions;
import org.microwish.party.MemberCommands;
import org.microwish.party.MemberDraft;
import org.microwish.party.MemberKind;
import org.microwish.party.OrganisationDraft;
import org.microwish.party.Organisations;
import org.microwish.party.RecordedVersion;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.sample.SampleStreet.CheckIn;
import org.microwish.sample.SampleStreet.Division;
import org.microwish.sample.SampleStreet.Member;
import org.microwish.sample.SampleStreet.Organisation;
import org.microwish.sample.SampleStreet.Revocation;
import org.microwish.sample.SampleStreet.Subcategory;
import org.microwish.wish.category.Subcategories;

/**
 * Loads the rows on which wishes and groups depend: categories, divisions, organisations, members
 * and check-ins. All methods run in the caller's transaction. The lines of one call of {@code
 * recordDivisions}, {@code recordOrganisations}, {@code recordMembers} or {@code checkIn} must have
 * the same {@code occurredAt}. The organisations or members of one call must also be in the same
 * street. {@code recordOrganisations}, {@code recordMembers} and {@code checkIn} return the ids of
 * the new rows by the keys of their lines; the other methods return an empty map.
 */
@ApplicationScoped
class SampleParty {

  private final Subcategories subcategories;
  private final Divisions divisions;
  private final Organisations organisations;
  private final MemberCommands members;
  private final CheckIns checkIns;

  SampleParty(
      Subcategories subcategories,
      Divisions divisions,
      Organisations organisations,
      MemberCommands members,
      CheckIns checkIns) {
    this.subcategories = subcategories;
    this.divisions = divisions;
    this.organisations = organisations;
    this.members = members;
    this.checkIns = checkIns;
  }

  Map<String, Long> configure(List<Subcategory> lines) {
    for (Subcategory line : lines) {
      subcategories.configure(
          Caller.SYSTEM,
          new Subcategories.Subcategory(
              line.code(), line.category(), line.nameZh(), line.nameEn(), true),
          line.occurredAt());
    }
    return Map.of();
  }

  Map<String, Long> recordDivisions(List<Division> lines) {
    divisions.recordAll(
        Caller.SYSTEM,
        lines.stream()
            .map(line -> new DivisionDraft(line.code(), line.name(), line.year()))
            .toList(),
        lines.getFirst().occurredAt());
    return Map.of();
  }

  Map<String, Long> recordOrganisations(List<Organisation> lines) {
    List<RecordedVersion> recorded =
        organisations.recordAll(
            SampleCallers.operatorOf(lines.getFirst().division()),
            lines.stream()
                .map(
                    line ->
                        new OrganisationDraft(
                            line.name(),
                            line.kind(),
                            line.sector(),
                            line.creditCode(),
                            null,
                            line.division(),
                            null))
                .toList(),
            lines.getFirst().occurredAt());
    return byKey(lines, Organisation::key, recorded);
  }

  Map<String, Long> recordMembers(List<Member> lines, Map<String, Long> ids) {
    List<RecordedVersion> recorded =
        members.recordAll(
            SampleCallers.operatorOf(lines.getFirst().division()),
            lines.stream()
                .map(
                    line ->
                        new MemberDraft(
                            line.organisation() == null
                                ? null
                                : new Id(ids.get(line.organisation())),
                            line.kind(),
                            Confidential.of(line.name()),
                            Confidential.of(line.phone()),
                            line.division(),
                            line.skills(),
                            List.of(line.division()),
                            line.showsName(),
                            line.kind() == MemberKind.VOLUNTEER,
                            null))
                .toList(),
            lines.getFirst().occurredAt());
    return byKey(lines, Member::key, recorded);
  }

  Map<String, Long> checkIn(List<CheckIn> lines, Map<String, Long> ids) {
    List<RecordedVersion> recorded =
        checkIns.recordAll(
            SampleCallers.OPERATOR,
            lines.stream()
                .map(
                    line ->
                        new CheckInDraft(
                            line.subjectType(),
                            new Id(ids.get(line.subject())),
                            line.community(),
                            null))
                .toList(),
            lines.getFirst().occurredAt());
    return byKey(lines, CheckIn::key, recorded);
  }

  Map<String, Long> revoke(List<Revocation> lines, Map<String, Long> ids) {
    for (Revocation line : lines) {
      checkIns.revoke(SampleCallers.OPERATOR, ids.get(line.checkIn()), line.occurredAt());
    }
    return Map.of();
  }

  private static <T> Map<String, Long> byKey(
      List<T> lines, Function<T, String> key, List<RecordedVersion> recorded) {
    Map<String, Long> ids = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      ids.put(key.apply(lines.get(i)), recorded.get(i).id());
    }
    return ids;
  }
}
