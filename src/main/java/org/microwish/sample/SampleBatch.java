package org.microwish.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one transaction of the load writes. The batches of a plan, and their order, are part of the
 * plan: a load is as far as the number of its batches that are done.
 */
sealed interface SampleBatch {

  /** Ledger entries that it writes. */
  int entries();

  /** The plan keys of rows of earlier batches that it refers to. */
  Set<String> needs();

  /** Second-level categories. */
  record Subcategories(List<SampleSubcategory> rows) implements SampleBatch {
    @Override
    public int entries() {
      return rows.size();
    }

    @Override
    public Set<String> needs() {
      return Set.of();
    }
  }

  /** Divisions whose parents are among them or in a batch before. */
  record Divisions(List<SampleDivision> rows) implements SampleBatch {
    @Override
    public int entries() {
      return rows.size();
    }

    @Override
    public Set<String> needs() {
      return Set.of();
    }
  }

  /** Organisations. */
  record Organisations(List<SampleOrganisation> rows) implements SampleBatch {
    @Override
    public int entries() {
      return rows.size();
    }

    @Override
    public Set<String> needs() {
      return Set.of();
    }
  }

  /** The members of one organisation. */
  record Roll(List<SampleMember> rows) implements SampleBatch {
    @Override
    public int entries() {
      return rows.size();
    }

    @Override
    public Set<String> needs() {
      return Set.of(rows.getFirst().organisation());
    }
  }

  /** Check-ins, and the ends of some. */
  record CheckIns(List<SampleCheckIn> rows) implements SampleBatch {
    @Override
    public int entries() {
      return (int) (rows.size() + rows.stream().filter(row -> row.revokedAt() != null).count());
    }

    @Override
    public Set<String> needs() {
      return rows.stream().map(SampleCheckIn::subject).collect(Collectors.toSet());
    }
  }

  /**
   * One wish from the first day to the last. Never in two transactions: in between the sweeper
   * would find its deadlines long past.
   */
  record Life(SampleWish wish) implements SampleBatch {
    @Override
    public int entries() {
      return 1 + wish.steps().size();
    }

    @Override
    public Set<String> needs() {
      Set<String> keys = new HashSet<>();
      for (SampleStep step : wish.steps()) {
        if (step instanceof SampleStep.Claim claim) {
          keys.addAll(claim.participants());
          keys.add(Crews.organisationOf(claim.participants().getFirst()));
        }
      }
      return keys;
    }
  }

  /** Rows of a batch of small rows: a transaction of some tens of milliseconds. */
  int ROWS = 100;

  /** The whole plan in the order in which it is loaded. */
  static List<SampleBatch> of(SampleStreet street) {
    List<SampleBatch> batches = new ArrayList<>();
    batches.add(new Subcategories(street.subcategories()));
    chunks(street.divisions()).forEach(rows -> batches.add(new Divisions(rows)));
    chunks(street.organisations()).forEach(rows -> batches.add(new Organisations(rows)));
    rolls(street.members()).forEach(rows -> batches.add(new Roll(rows)));
    sessions(street.checkIns()).forEach(rows -> batches.add(new CheckIns(rows)));
    street.wishes().forEach(wish -> batches.add(new Life(wish)));
    return List.copyOf(batches);
  }

  private static <T> List<List<T>> chunks(List<T> rows) {
    List<List<T>> chunks = new ArrayList<>();
    for (int start = 0; start < rows.size(); start += ROWS) {
      chunks.add(rows.subList(start, Math.min(rows.size(), start + ROWS)));
    }
    return chunks;
  }

  private static List<List<SampleMember>> rolls(List<SampleMember> members) {
    List<List<SampleMember>> rolls = new ArrayList<>();
    String organisation = null;
    for (SampleMember member : members) {
      if (!member.organisation().equals(organisation)) {
        organisation = member.organisation();
        rolls.add(new ArrayList<>());
      }
      rolls.getLast().add(member);
    }
    return rolls;
  }

  /** Whole sessions, those who checked in at the same time, until a batch is large enough. */
  private static List<List<SampleCheckIn>> sessions(List<SampleCheckIn> checkIns) {
    List<List<SampleCheckIn>> batches = new ArrayList<>();
    Instant last = null;
    for (SampleCheckIn checkIn : checkIns) {
      boolean sameSession = checkIn.checkedInAt().equals(last);
      last = checkIn.checkedInAt();
      if (batches.isEmpty() || (!sameSession && batches.getLast().size() >= ROWS)) {
        batches.add(new ArrayList<>());
      }
      batches.getLast().add(checkIn);
    }
    return batches;
  }
}
