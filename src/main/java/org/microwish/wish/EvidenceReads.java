package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.microwish.caller.Caller;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.attachment.Attachments;
import org.microwish.lifecycle.attachment.Evidence;
import org.microwish.lifecycle.attachment.EvidenceFiles;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.lifecycle.attachment.SignedImage;
import org.microwish.platform.Confidential;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Listing;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.problem.ProblemType;

/**
 * Reads the evidence of wishes that the caller may see; {@link EvidenceFiles#open} reads the bytes
 * of a file.
 */
@ApplicationScoped
public class EvidenceReads {

  private final WishReads wishes;
  private final Claims claims;
  private final Attachments attachments;
  private final WishAccess access;
  private final EvidenceFiles files;
  private final WishImages images;
  private final Vault vault;
  private final Transactions transactions;
  private final EntityManager entities;

  EvidenceReads(
      WishReads wishes,
      Claims claims,
      Attachments attachments,
      WishAccess access,
      EvidenceFiles files,
      WishImages images,
      Vault vault,
      Transactions transactions,
      EntityManager entities) {
    this.wishes = wishes;
    this.claims = claims;
    this.attachments = attachments;
    this.access = access;
    this.files = files;
    this.images = images;
    this.vault = vault;
    this.transactions = transactions;
    this.entities = entities;
  }

  /**
   * A piece of evidence with its hash and note.
   *
   * @param sha256 SHA-256 of the file, 64 hex digits; null after erasure
   * @param note the uploader's note; null when there is none, and after erasure
   * @param image the addresses of a photo's thumbnails; null if they may not be shown
   */
  public record Shown(Evidence evidence, String sha256, Confidential note, SignedImage image) {}

  /** Returns a page of the evidence of a wish, oldest first, limited to what the caller may see. */
  public Page<Shown> list(Caller caller, long wishId, PageQuery page) {
    return transactions.call(
        () -> {
          Wish wish = wishes.requireInside(caller, wishId);
          Page<Evidence> rows = visible(caller, wish).page(entities, page);
          return rows.map(shown(wishId, rows.items()));
        });
  }

  private Listing<Evidence> visible(Caller caller, Wish wish) {
    Listing<Evidence> all =
        new Listing<>(Evidence.class, "from Evidence e")
            .filter("wish", wish.id, "e.aggregateType = WISH and e.aggregateId = :wish")
            .ascending("e.id", row -> row.id);
    return switch (caller.role()) {
      case OPERATOR, AUDITOR, SYSTEM -> access.seesPrivately(caller, wish) ? all : none(all);
      case RESIDENT, COLLECTOR ->
          access.seesPrivately(caller, wish) ? withoutUnseemly(all, caller) : none(all);
      case PARTNER -> all.only("e.uploadedBy = :uploader", "uploader", caller.account());
      case MEMBER, STEWARD -> {
        List<Long> own =
            claims.ofWish(wish.id).stream()
                .filter(claim -> access.worksOn(caller, claim))
                .map(claim -> claim.id)
                .toList();
        yield own.isEmpty()
            ? none(all)
            : withoutUnseemly(all.only("e.partId in :claims", "claims", own), caller);
      }
      case ADMINISTRATOR -> none(all);
    };
  }

  private static Listing<Evidence> none(Listing<Evidence> all) {
    return all.only("1 = 0");
  }

  /**
   * Omits evidence whose moderation is PENDING, FLAGGED or REJECTED, unless the viewer uploaded it.
   */
  private static Listing<Evidence> withoutUnseemly(Listing<Evidence> all, Caller viewer) {
    return all.only(
        """
        e.uploadedBy = :viewer or not exists (
          select 1 from ModerationFinding f
          where f.aggregateType = WISH and f.aggregateId = e.aggregateId and f.evidenceId = e.id and f.state in (PENDING, FLAGGED, REJECTED))
        """,
        "viewer",
        viewer.account());
  }

  private Function<Evidence, Shown> shown(long wishId, List<Evidence> rows) {
    List<Long> entries = rows.stream().map(row -> row.entryId).toList();
    Map<Long, Long> noteByEntry = new LinkedHashMap<>();
    if (!rows.isEmpty()) {
      attachments
          .notes(AggregateType.WISH, wishId, entries)
          .forEach(note -> noteByEntry.put(note.entryId, note.id));
    }
    Map<String, String> words = noteByEntry.isEmpty() ? Map.of() : vault.read(Subject.wish(wishId));
    Map<Long, String> hashes =
        rows.isEmpty() ? Map.of() : vault.committed(entries, EvidenceService.COMMITTED);
    Map<Long, SignedImage> photos = rows.isEmpty() ? Map.of() : images.ofWish(wishId);
    return row -> {
      Long noteId = noteByEntry.get(row.entryId);
      String note = noteId == null ? null : words.get(Note.field(noteId));
      return new Shown(row, hashes.get(row.entryId), Confidential.of(note), photos.get(row.id));
    };
  }

  /**
   * Returns a piece of evidence. Throws NOT_FOUND when it does not exist, is erased, or the caller
   * may not see it; UNDER_LEGAL_HOLD when its wish is under a legal hold.
   */
  public EvidenceFiles.Legible require(Caller caller, long id) {
    return transactions.call(
        () ->
            Optional.ofNullable(entities.find(Evidence.class, id))
                .filter(found -> sees(caller, found))
                .flatMap(files::legible)
                .orElseThrow(ProblemType.NOT_FOUND::exception));
  }

  private boolean sees(Caller caller, Evidence evidence) {
    if (evidence.aggregateType != AggregateType.WISH) {
      return false;
    }
    Wish wish = entities.find(Wish.class, evidence.aggregateId);
    boolean sees =
        visible(caller, wish).only("e.id = :id", "id", evidence.id).first(entities).isPresent();
    if (sees) {
      wish.requireUsable();
    }
    return sees;
  }
}
