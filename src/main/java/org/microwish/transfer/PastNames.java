package org.microwish.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.serial.numbering.SerialNumber;
import org.microwish.party.Members;
import org.microwish.party.OrganisationState;
import org.microwish.platform.Id;
import org.microwish.problem.FieldFault;

/**
 * Finds the wishes, organisations and members that rows name: by the external key of an earlier
 * import, by id, by serial number or credit code, or by name. A name is searched among the
 * organisations of the caller's division, and among the members of the claiming organisation and of
 * the organisations below it, as far as these organisations are in the caller's division. Without
 * this limit, a caller could find out by guessing names who belongs to an organisation elsewhere.
 */
@ApplicationScoped
class PastNames {

  private static final Predicate<String> CREDIT_CODE =
      Pattern.compile("[0-9A-Z]{18}").asMatchPredicate();

  private final ExternalKeys keys;
  private final PastQueries queries;
  private final Members members;

  PastNames(ExternalKeys keys, PastQueries queries, Members members) {
    this.keys = keys;
    this.queries = queries;
    this.members = members;
  }

  /** Reads the wishes, organisations and members that the rows name. */
  Found find(ImportJob job, Collection<Row> rows) {
    return new Found(job, rows);
  }

  /** The wishes, organisations and members that the rows of one transaction name. */
  final class Found {
    private final ImportJob job;
    private final Map<String, Set<Long>> wishes = new HashMap<>();

    /** The time of the latest event of each wish. */
    private final Map<Long, Instant> latest = new HashMap<>();

    private final Map<String, Set<Long>> organisations = new HashMap<>();
    private final Map<String, Set<Long>> people = new HashMap<>();

    /** The organisation of each member who was found or whose organisation was found. */
    private final Map<Long, Long> belongsTo = new HashMap<>();

    /** The parent of each organisation that is below an organisation that was found. */
    private final Map<Long, Long> above = new HashMap<>();

    /** The names of the division's members; read when the first member is searched by name. */
    private Map<Long, String> names;

    private Found(ImportJob job, Collection<Row> rows) {
      this.job = job;
      findWishes(texts(rows, "wish"));
      findOrganisations(texts(rows, "organisation"));
      Set<String> named = texts(rows, "member");
      rows.forEach(row -> named.addAll(row.list("participants")));
      findPeople(named);
    }

    private static Set<String> texts(Collection<Row> rows, String column) {
      Set<String> texts = new HashSet<>();
      rows.stream().map(row -> row.get(column)).filter(Objects::nonNull).forEach(texts::add);
      return texts;
    }

    private static Set<Long> ids(Collection<String> texts) {
      Set<Long> ids = new HashSet<>();
      texts.forEach(text -> Id.parse(text).ifPresent(id -> ids.add(id.value())));
      return ids;
    }

    private Set<String> byKey(ImportKind kind, Set<String> texts, Map<String, Set<Long>> found) {
      keys.find(kind, job.scopes(), texts).forEach((text, id) -> found.put(text, Set.of(id)));
      Set<String> rest = new HashSet<>(texts);
      rest.removeAll(found.keySet());
      return rest;
    }

    private void findWishes(Set<String> texts) {
      if (texts.isEmpty()) {
        return;
      }
      Set<String> rest = byKey(ImportKind.WISHES, texts, wishes);
      queries
          .numbered(
              AggregateType.WISH,
              rest.stream().filter(text -> SerialNumber.parse(text).isPresent()).toList())
          .forEach(one -> wishes.put(one.number(), Set.of(one.id())));
      ids(rest).forEach(id -> wishes.put(Id.text(id), Set.of(id)));
      Set<Long> named = new HashSet<>();
      wishes.values().forEach(named::addAll);
      queries.wishes(named, subtree()).forEach(wish -> latest.put(wish.id(), wish.at()));
      wishes.values().removeIf(ids -> !latest.keySet().containsAll(ids));
    }

    /** Returns the pattern of the paths of the caller's division. */
    private String subtree() {
      return Objects.requireNonNullElse(job.divisionPath, "-") + "%";
    }

    private void findOrganisations(Set<String> texts) {
      Set<String> rest = byKey(ImportKind.ORGANISATIONS, texts, organisations);
      if (!rest.isEmpty()) {
        queries
            .organisations(
                ids(rest),
                rest,
                // Texts that are not ASCII cannot be compared with the column of the codes.
                rest.stream().filter(CREDIT_CODE).toList(),
                subtree(),
                OrganisationState.ACTIVE)
            .forEach(
                body ->
                    Stream.of(Id.text(body.id()), body.name(), body.creditCode())
                        .filter(rest::contains)
                        .forEach(
                            text ->
                                organisations
                                    .computeIfAbsent(text, one -> new HashSet<>())
                                    .add(body.id())));
      }
    }

    private void findPeople(Set<String> texts) {
      Set<String> rest = byKey(ImportKind.MEMBERS, texts, people);
      Set<Long> known = ids(rest);
      people.values().forEach(known::addAll);
      Set<Long> bodies = new HashSet<>();
      organisations.values().forEach(bodies::addAll);
      Deque<Set<Long>> levels = new ArrayDeque<>(List.of(Set.copyOf(bodies)));
      while (!texts.isEmpty() && !levels.isEmpty()) {
        Set<Long> next = new HashSet<>();
        Set<Long> level = levels.pop();
        if (!level.isEmpty()) {
          queries
              .below(level)
              .forEach(
                  one -> {
                    above.put(one.id(), one.parentId());
                    if (bodies.add(one.id())) {
                      next.add(one.id());
                    }
                  });
          levels.push(next);
        }
      }
      queries
          .members(rest.isEmpty() ? Set.of() : bodies, known)
          .forEach(one -> belongsTo.put(one.id(), one.organisationId()));
      rest.forEach(
          text ->
              Id.parse(text)
                  .map(Id::value)
                  .filter(belongsTo::containsKey)
                  .ifPresent(id -> people.put(text, Set.of(id))));
    }

    /**
     * Returns the wish that the row names; adds a fault if there is not exactly one. Null if there
     * is a fault, or if the row names none.
     */
    Long wish(Row row) {
      String text = row.get("wish");
      return text == null ? null : one(row, "wish", wishes.getOrDefault(text, Set.of()));
    }

    /** Returns the time of the latest event of the wish that the row names. */
    Instant latest(Row row) {
      return latest.getOrDefault(wish(row), EventTime.EARLIEST);
    }

    /** Returns the organisation that the row names; adds a fault if there is not exactly one. */
    Long organisation(Row row) {
      return one(
          row, "organisation", organisations.getOrDefault(row.get("organisation"), Set.of()));
    }

    /**
     * Returns the member that claims; adds a fault if there is not exactly one.
     *
     * @param organisation the organisation to which the member belongs, or null
     */
    Long member(Row row, Long organisation) {
      Long found = one(row, "member", named(row.get("member"), organisation));
      if (found != null && organisation != null && !isWithin(found, organisation)) {
        row.fault("member", FieldFault.CONTRADICTORY);
      }
      return found;
    }

    /**
     * Returns the participants that the row names; adds a fault if one is not found.
     *
     * @param organisation the organisation among whose members names are searched, or null
     */
    List<Long> participants(Row row, Long organisation) {
      List<Long> found = new ArrayList<>();
      for (String text : row.list("participants")) {
        Long id = one(row, "participants", named(text, organisation));
        if (id != null) {
          found.add(id);
        }
      }
      return found;
    }

    /** Returns the organisation of a member who was found. */
    Long organisationOf(Long member) {
      return member == null ? null : belongsTo.get(member);
    }

    private Set<Long> named(String text, Long organisation) {
      if (people.containsKey(text) || organisation == null) {
        return people.getOrDefault(text, Set.of());
      }
      if (names == null) {
        Set<Long> bodies = new HashSet<>(belongsTo.values());
        bodies.remove(null);
        Set<Long> own = new HashSet<>(queries.within(bodies, subtree()));
        names =
            members.names(
                belongsTo.keySet().stream().filter(id -> own.contains(belongsTo.get(id))).toList());
      }
      Set<Long> found = new HashSet<>();
      names.forEach(
          (id, name) -> {
            if (name.equals(text) && isWithin(id, organisation)) {
              found.add(id);
            }
          });
      return found;
    }

    private boolean isWithin(long member, long organisation) {
      Long at = belongsTo.get(member);
      Set<Long> seen = new HashSet<>();
      while (at != null && seen.add(at)) {
        if (at == organisation) {
          return true;
        }
        at = above.get(at);
      }
      return false;
    }

    private static Long one(Row row, String column, Set<Long> found) {
      if (found.size() == 1) {
        return found.iterator().next();
      }
      row.fault(column, found.isEmpty() ? FieldFault.NOT_FOUND : FieldFault.AMBIGUOUS);
      return null;
    }
  }
}
