package org.microwish.transfer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.microwish.caller.Caller;
import org.microwish.ledger.AggregateProofs;
import org.microwish.ledger.AggregateProofs.Covered;
import org.microwish.ledger.AggregateProofs.Proven;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.merkle.Hashes;
import org.microwish.lifecycle.attachment.Attachments;
import org.microwish.lifecycle.attachment.Evidence;
import org.microwish.lifecycle.attachment.EvidenceFiles;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.OpeningReads;
import org.microwish.privacy.OpeningResource.OpeningView;
import org.microwish.privacy.ReadReceipt;
import org.microwish.privacy.ReadRequest;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.EvidenceReads;
import org.microwish.wish.Wish;
import org.microwish.wish.WishReads;
import org.microwish.wish.Wishes;
import org.microwish.wish.subject.WishSubject;

/**
 * Writes the dossier (一事一档) of a wish: a ZIP file with the wish's leaves and the proofs that they
 * are in the ledger, as {@code src/docs/auditing.md} describes it. The file is streamed leaf by
 * leaf and evidence by evidence; the index is written last, so a file that was cut off has no
 * index.
 */
@ApplicationScoped
class Dossiers {

  /** The name of the dossier's format, in the index. */
  static final String FORMAT = "microwish/dossier/v1";

  /** The openings of one entry. */
  private record OpenedEntry(String entryId, List<OpeningView> openings) {}

  /** The line of the index for a leaf. */
  private record IndexedLeaf(
      long version,
      String entryId,
      long leafIndex,
      String leafHash,
      String leaf,
      String proof,
      String openings) {}

  /** The line of the index for a file of evidence. */
  private record IndexedFile(
      String id, String entryId, String file, String mediaType, long bytes, String sha256) {}

  /**
   * The record of a reading of a wish's values. It is stored with the idempotency key, so it
   * contains no values.
   *
   * @param ledger the entry that records the reading
   * @param versions the last version of the wish whose values may be read; the first is 1
   */
  record Reading(LedgerReceipt ledger, Instant readAt, long versions) {}

  private final AggregateProofs proofs;
  private final Wishes rows;
  private final WishReads wishes;
  private final WishSubject subject;
  private final OpeningReads openings;
  private final Attachments attachments;
  private final EvidenceReads evidence;
  private final EvidenceFiles files;
  private final Transactions transactions;
  private final ObjectMapper json;
  private final ObjectWriter pretty;

  Dossiers(
      AggregateProofs proofs,
      Wishes rows,
      WishReads wishes,
      WishSubject subject,
      OpeningReads openings,
      Attachments attachments,
      EvidenceReads evidence,
      EvidenceFiles files,
      Transactions transactions,
      ObjectMapper json) {
    this.proofs = proofs;
    this.rows = rows;
    this.wishes = wishes;
    this.subject = subject;
    this.openings = openings;
    this.attachments = attachments;
    this.evidence = evidence;
    this.files = files;
    this.transactions = transactions;
    this.json = json;
    this.pretty = json.writer(SerializationFeature.INDENT_OUTPUT);
  }

  /**
   * Returns the versions of a wish that are covered, and the checkpoint that covers them.
   *
   * @throws ProblemException NOT_FOUND; NOT_YET_INTEGRATED until a checkpoint covers the wish's
   *     first leaf
   */
  Covered covered(long wishId) {
    return proofs.covered(AggregateType.WISH, Id.text(wishId));
  }

  /**
   * Returns the ids of the first covered entry and of all covered entries that commit to values.
   * Reads the ledger with its own connections, so the caller must not be in a transaction.
   */
  List<Long> committing(Covered covered) throws IOException {
    List<Long> entries = new ArrayList<>();
    proofs.eachLeaf(
        covered,
        leaf -> {
          if (leaf.version() == 1 || !Leaf.parse(leaf.leaf()).commitments().isEmpty()) {
            entries.add(leaf.entryId());
          }
        });
    return entries;
  }

  /**
   * Records, as one reading, that the caller reads the openings of all covered leaves and the
   * evidence. Each entry counts towards the caller's number of openings of the day. Assumes a
   * running transaction.
   *
   * @param entries from {@link #committing}
   * @throws ProblemException NOT_FOUND or FORBIDDEN outside the caller's division;
   *     PERSONAL_DATA_ERASED; UNDER_LEGAL_HOLD; STEP_UP_REQUIRED
   */
  Reading record(
      Caller caller, long wishId, Covered covered, List<Long> entries, ReadRequest request) {
    wishes.requireInside(caller, wishId);
    // Prevents a concurrent erasure: after an erasure, storing the purpose must not create a new
    // key.
    subject.lock(wishId);
    Wish wish = wishes.requireInside(caller, wishId);
    if (wish.erasedAt != null) {
      throw ProblemType.PERSONAL_DATA_ERASED.exception();
    }
    ReadReceipt receipt = openings.record(caller, entries, request);
    return new Reading(receipt.ledger(), receipt.readAt(), covered.versions());
  }

  /** Writes a dossier without openings and evidence, which anybody may read. */
  void write(Covered covered, OutputStream out) throws IOException {
    new Writer(null, null, covered, out).write();
  }

  /**
   * Writes a dossier with the openings and the evidence of a recorded reading. Reads the values
   * while it writes: values erased since the recording are left out, and a legal hold placed since
   * then makes the writing fail.
   */
  void write(Caller caller, Reading reading, Covered covered, OutputStream out) throws IOException {
    new Writer(caller, reading, covered, out).write();
  }

  /** Writes one dossier. */
  private final class Writer {

    private final Caller caller;
    private final Reading reading;
    private final Covered covered;
    private final long wishId;
    private final LocalDateTime time;
    private final ZipOutputStream zip;
    private final List<IndexedLeaf> leaves = new ArrayList<>();
    private final List<IndexedFile> stored = new ArrayList<>();

    Writer(Caller caller, Reading reading, Covered covered, OutputStream out) {
      this.caller = caller;
      this.reading = reading;
      this.covered = covered;
      this.wishId = Id.fromString(covered.id()).value();
      // All files in the ZIP get the checkpoint's time, so that equal requests give equal files.
      this.time = LocalDateTime.ofInstant(covered.publishedAt(), Time.ZONE);
      this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    }

    /**
     * Writes the whole dossier. If anything fails, the ZIP file is not finished, so that it cannot
     * be mistaken for a complete one.
     */
    void write() throws IOException {
      file("checkpoint", covered.checkpoint().getBytes(StandardCharsets.UTF_8));
      proofs.each(covered, this::leaf);
      if (reading != null) {
        evidence();
      }
      page();
      file("dossier.json", pretty.writeValueAsBytes(index()));
      zip.finish();
    }

    private void begin(String name) throws IOException {
      ZipEntry entry = new ZipEntry(name);
      entry.setTimeLocal(time);
      zip.putNextEntry(entry);
    }

    private void file(String name, byte[] bytes) throws IOException {
      begin(name);
      zip.write(bytes);
      zip.closeEntry();
    }

    private void leaf(Proven proven) throws IOException {
      String name = "%06d".formatted(proven.version());
      String leaf = "leaves/" + name + ".json";
      String proof = "proofs/" + name + ".txt";
      file(leaf, proven.leaf());
      file(proof, proven.proof().getBytes(StandardCharsets.UTF_8));
      String opened = null;
      List<OpeningView> fields = opened(proven);
      if (!fields.isEmpty()) {
        opened = "openings/" + name + ".json";
        file(opened, pretty.writeValueAsBytes(new OpenedEntry(Id.text(proven.entryId()), fields)));
      }
      leaves.add(
          new IndexedLeaf(
              proven.version(),
              Id.text(proven.entryId()),
              proven.leafIndex(),
              proven.leafHash(),
              leaf,
              proof,
              opened));
    }

    /**
     * Reads the openings of the leaf's entry; returns none unless a recorded reading includes them.
     */
    private List<OpeningView> opened(Proven proven) {
      if (reading == null || proven.version() > reading.versions()) {
        return List.of();
      }
      return transactions.call(
          () -> {
            wishes.requireInside(caller, wishId);
            return openings.show(caller, List.of(proven.entryId())).stream()
                .map(OpeningView::of)
                .toList();
          });
    }

    private void evidence() throws IOException {
      Set<String> read =
          leaves.stream()
              .filter(leaf -> leaf.version() <= reading.versions())
              .map(IndexedLeaf::entryId)
              .collect(Collectors.toSet());
      for (Evidence row :
          transactions.call(() -> attachments.evidence(AggregateType.WISH, wishId))) {
        if (read.contains(Id.text(row.entryId))) {
          evidence(row);
        }
      }
    }

    private void evidence(Evidence row) throws IOException {
      String name = "evidence/%s.%s".formatted(Id.text(row.id), row.type.extension());
      MessageDigest digest = Hashes.sha256();
      try (InputStream bytes = files.open(Dossiers.this.evidence.require(caller, row.id))) {
        begin(name);
        bytes.transferTo(new DigestOutputStream(zip, digest));
        zip.closeEntry();
      } catch (ProblemException erased) {
        if (erased.type() == ProblemType.NOT_FOUND) {
          return;
        }
        throw erased;
      }
      stored.add(
          new IndexedFile(
              Id.text(row.id),
              Id.text(row.entryId),
              name,
              row.type.mediaType(),
              row.sizeBytes,
              HexFormat.of().formatHex(digest.digest())));
    }

    private void page() throws IOException {
      begin("index.html");
      String number =
          transactions.call(
              () -> rows.findByIdOptional(wishId).map(wish -> wish.number).orElse(null));
      DossierPage page = new DossierPage(zip, covered, number);
      page.begin();
      proofs.eachLeaf(
          covered,
          leaf -> {
            Map<String, String> values = new LinkedHashMap<>();
            opened(leaf).forEach(field -> values.put(field.field(), field.value().value()));
            List<String> names =
                stored.stream()
                    .filter(file -> file.entryId().equals(Id.text(leaf.entryId())))
                    .map(IndexedFile::file)
                    .toList();
            page.leaf(leaf, values, names);
          });
      page.end();
      zip.closeEntry();
    }

    private Map<String, Object> index() {
      Map<String, Object> index = new LinkedHashMap<>();
      index.put("format", FORMAT);
      index.put("wishId", covered.id());
      index.put("origin", covered.origin());
      index.put("treeSize", covered.treeSize());
      index.put("rootHash", covered.rootHash());
      index.put("publishedAt", covered.publishedAt().toString());
      index.put("checkpoint", "checkpoint");
      index.put("page", "index.html");
      index.put("leaves", leaves);
      index.put("evidence", stored);
      if (reading != null) {
        index.put("reading", json.convertValue(reading.ledger(), Map.class));
      }
      return index;
    }
  }
}
