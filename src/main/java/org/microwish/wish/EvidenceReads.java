package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.privacy.crypto.SealingKey;
import org.microwish.problem.ProblemType;
import org.microwish.wish.evidence.SealedEvidence;

/** Who may see which evidence, and its bytes. */
@ApplicationScoped
public class EvidenceReads {

  private final WishReads wishes;
  private final Claims claims;
  private final Evidences evidences;
  private final WishAccess access;
  private final SealedEvidence files;
  private final Vault vault;
  private final Transactions transactions;
  private final EntityManager entities;

  EvidenceReads(
      WishReads wishes,
      Claims claims,
      Evidences evidences,
      WishAccess access,
      SealedEvidence files,
      Vault vault,
      Transactions transactions,
      EntityManager entities) {
    this.wishes = wishes;
    this.claims = claims;
    this.evidences = evidences;
    this.access = access;
    this.files = files;
    this.vault = vault;
    this.transactions = transactions;
    this.entities = entities;
  }

  /**
   * A piece of evidence as it is shown.
   *
   * @param sha256 of the file, 64 hex digits; null once it is erased
   * @param note what was said of it, or null
   */
  public record Shown(Evidence evidence, String sha256, String note) {

    /** Hides the words. */
    @Override
    public String toString() {
      return "Shown[hidden]";
    }
  }

  /**
   * A piece of evidence whose bytes may be read.
   *
   * @param key opens the file
   */
  public record Legible(Evidence evidence, SealingKey key) {}

  /**
   * The evidence of a wish that the caller may see, oldest first.
   *
   * @param after the id after which the page begins, 0 for the first
   */
  public List<Shown> list(Caller caller, long wishId, long after, int limit) {
    return transactions.call(
        () -> {
          Wish wish = wishes.requireInside(caller, wishId);
          return shown(wishId, visible(caller, wish, after, limit));
        });
  }

  /** What the caller may see of a wish's evidence after an id. */
  private List<Evidence> visible(Caller caller, Wish wish, long after, int limit) {
    String viewer = seesUnseemly(caller) ? null : caller.account();
    return switch (caller.role()) {
      case RESIDENT, COLLECTOR, OPERATOR, AUDITOR, SYSTEM ->
          access.seesPrivately(caller, wish)
              ? evidences.ofWish(wish.id, viewer, after, limit)
              : List.of();
      case PARTNER -> evidences.ofUploader(wish.id, caller.account(), after, limit);
      case MEMBER, STEWARD -> {
        Set<Long> own =
            claims.ofWish(wish.id).stream()
                .filter(claim -> access.worksOn(caller, claim))
                .map(claim -> claim.id)
                .collect(Collectors.toSet());
        yield own.isEmpty() ? List.of() : evidences.ofClaims(wish.id, own, viewer, after, limit);
      }
      case ADMINISTRATOR -> List.of();
    };
  }

  private List<Shown> shown(long wishId, List<Evidence> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Map<Long, Long> noteByEntry = new LinkedHashMap<>();
    entities
        .createQuery("from WishNote where wishId = ?1 and entryId in ?2", WishNote.class)
        .setParameter(1, wishId)
        .setParameter(2, rows.stream().map(row -> row.entryId).toList())
        .getResultList()
        .forEach(note -> noteByEntry.put(note.entryId, note.id));
    Map<String, String> words = noteByEntry.isEmpty() ? Map.of() : vault.read(Subject.wish(wishId));
    Map<Long, String> hashes =
        vault.committed(rows.stream().map(row -> row.entryId).toList(), EvidenceService.COMMITTED);
    return rows.stream()
        .map(
            row -> {
              Long noteId = noteByEntry.get(row.entryId);
              return new Shown(
                  row,
                  hashes.get(row.entryId),
                  noteId == null ? null : words.get(WishNote.field(noteId)));
            })
        .toList();
  }

  /**
   * A piece of evidence, or NOT_FOUND where there is none, it is erased, or the caller may not see
   * it.
   */
  public Legible require(Caller caller, long id) {
    return transactions.call(
        () ->
            evidences
                .findByIdOptional(id)
                .flatMap(found -> visible(caller, found))
                .flatMap(this::legible)
                .orElseThrow(ProblemType.NOT_FOUND::exception));
  }

  private Optional<Evidence> visible(Caller caller, Evidence evidence) {
    Wish wish = entities.find(Wish.class, evidence.wishId);
    List<Evidence> next = visible(caller, wish, evidence.id - 1, 1);
    if (!next.contains(evidence)) {
      return Optional.empty();
    }
    wish.requireUsable();
    return Optional.of(evidence);
  }

  private Optional<Legible> legible(Evidence evidence) {
    return vault
        .key(Subject.wish(evidence.wishId), evidence.keyId)
        .map(key -> key.unwrap(evidence.fileKey, EvidenceService.PLACE, Id.text(evidence.id)))
        .map(key -> new Legible(evidence, key));
  }

  /** Whether images are shown to the caller that wait for a look or were rejected. */
  private static boolean seesUnseemly(Caller caller) {
    return caller.is(Role.OPERATOR, Role.AUDITOR, Role.SYSTEM);
  }

  /** A piece of evidence for whoever has a signed address of it, or NOT_FOUND. */
  public Legible find(long id) {
    return transactions.call(
        () ->
            evidences
                .findByIdOptional(id)
                .filter(found -> isUsable(entities.find(Wish.class, found.wishId)))
                .flatMap(this::legible)
                .orElseThrow(ProblemType.NOT_FOUND::exception));
  }

  private static boolean isUsable(Wish wish) {
    return !wish.held && wish.erasedAt == null;
  }

  /** Opens the bytes of a piece of evidence; the caller closes them. */
  public InputStream open(Legible legible) {
    try {
      return files.open(legible.evidence().id, legible.key());
    } catch (NoSuchFileException erasedJustNow) {
      throw ProblemType.NOT_FOUND.exception();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
