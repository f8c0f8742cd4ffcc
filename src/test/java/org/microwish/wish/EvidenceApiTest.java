package org.microwish.wish;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.evidence.EvidenceSamples;
import org.microwish.evidence.EvidenceStore;
import org.microwish.ledger.LedgerEntry;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.lifecycle.attachment.EvidenceFiles;
import org.microwish.party.DivisionDraft;
import org.microwish.party.Divisions;
import org.microwish.party.MemberCommands;
import org.microwish.party.MemberDraft;
import org.microwish.party.MemberKind;
import org.microwish.party.Members;
import org.microwish.party.OrganisationDraft;
import org.microwish.party.OrganisationKind;
import org.microwish.party.Organisations;
import org.microwish.party.Sector;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.privacy.crypto.SealBrokenException;
import org.microwish.privacy.crypto.SealedFile;
import org.microwish.testing.Tokens;
import org.microwish.wish.claim.ClaimService;
import org.microwish.wish.claiming.ClaimRecorder;
import org.microwish.wish.command.Publication;
import org.microwish.wish.command.WishDraft;
import org.microwish.wish.command.WishDrafting;
import org.microwish.wish.command.WishReview;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.money.Money;

@Tag("database")
@QuarkusTest
class EvidenceApiTest {
  private static final String STREET = "440104013";
  private static final String COMMUNITY = "440104013001";

  private static final String[][] DIVISIONS = {
    {"440000000000", "广东省"},
    {"440100000000", "广州市"},
    {"440104000000", "越秀区"},
    {"440104013000", "梅花村街道"},
    {COMMUNITY, "中山一社区"},
  };

  /** REST Assured sends form fields as ISO 8859-1 unless told otherwise. */
  private static final RestAssuredConfig UTF_8 =
      RestAssuredConfig.config()
          .encoderConfig(EncoderConfig.encoderConfig().defaultContentCharset("UTF-8"));

  @Inject Divisions divisions;
  @Inject Organisations organisations;
  @Inject Members members;
  @Inject MemberCommands memberCommands;
  @Inject WishDrafting drafting;
  @Inject WishReview review;
  @Inject ClaimService claims;
  @Inject ClaimRecorder claimRecorder;
  @Inject EvidenceSweep sweep;
  @Inject EvidenceReads reads;
  @Inject EvidenceFiles files;
  @Inject EvidenceStore store;
  @Inject Vault vault;
  @Inject Transactions transactions;
  @Inject Ids ids;
  @Inject EntityManager entities;

  private Caller resident;
  private Caller operator;
  private Caller claimant;
  private Caller participant;
  private long wishId;
  private long claimId;
  private String claimPath;
  private String wishPath;

  @BeforeEach
  void aClaimedWish() {
    String run = UUID.randomUUID().toString();
    operator = new Caller("operator-" + run, Role.OPERATOR, null, null, STREET);
    resident = new Caller("resident-" + run, Role.RESIDENT, null, null, null);
    transactions.run(
        () -> {
          for (String[] each : DIVISIONS) {
            if (!divisions.exists(each[0])) {
              divisions.record(Caller.SYSTEM, new DivisionDraft(each[0], each[1], 2021), null);
            }
          }
          long organisation =
              organisations
                  .record(
                      operator,
                      new OrganisationDraft(
                          "党支部",
                          OrganisationKind.BRANCH,
                          Sector.GOVERNMENT,
                          null,
                          null,
                          COMMUNITY,
                          null))
                  .id();
          claimant = member(organisation, run + "-1");
          participant = member(organisation, run + "-2");
        });
    wishId =
        transactions.call(() -> drafting.create(resident, draft(), null, false).wishId().value());
    transactions.run(() -> review.submit(resident, wishId, null));
    transactions.run(
        () ->
            review.publish(
                operator,
                wishId,
                new Publication("换一只厕所扶手", "为独居老人安装扶手", true, null, null, null),
                null));
    claimId = claim(claimant, List.of(participant.memberId()));
    claimPath = "/api/v1/claims/" + Id.text(claimId) + "/evidence";
    wishPath = "/api/v1/wishes/" + Id.text(wishId) + "/evidence";
  }

  private long claim(Caller by, List<Long> participants) {
    return transactions.call(
        () ->
            claimRecorder
                .claim(by, wishId, Money.ZERO, null, participants, null)
                .claim()
                .id()
                .value());
  }

  private Caller member(long organisation, String account) {
    long id =
        memberCommands
            .record(
                operator,
                new MemberDraft(
                    new Id(organisation),
                    MemberKind.IN_SERVICE,
                    new Confidential("张三"),
                    null,
                    COMMUNITY,
                    null,
                    null,
                    false,
                    null,
                    null))
            .id();
    return new Caller("member-" + account, Role.MEMBER, id, null, null);
  }

  private static WishDraft draft() {
    return new WishDraft(
        WishKind.WISH,
        Channel.SELF_SERVICE,
        Category.SERVICE,
        null,
        COMMUNITY,
        new WishDraft.PrivateWords(
            new Confidential("厕所扶手"), null, null, null, null, null, null, null),
        null,
        null,
        null,
        ClaimPolicy.SHARED,
        null,
        5,
        false,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  // Uploading.

  @Test
  void photo_isStoredWithoutItsLocation_andRecordedInTheLedger() throws Exception {
    byte[] photo = EvidenceSamples.locatedPhoto();
    Response added =
        upload(claimant, claimPath, photo, "PHOTO", "装好了")
            .then()
            .statusCode(201)
            .extract()
            .response();
    String id = added.path("item");
    assertThat(added.header("Location")).endsWith("/api/v1/evidence/" + id + "/content");
    added
        .then()
        .body("wishId", equalTo(Id.text(wishId)))
        .body("claim.id", equalTo(Id.text(claimId)))
        .body("ledger.entryId", notNullValue())
        .body("ledger.leafHash", matchesPattern("[0-9a-f]{64}"));

    byte[] stored =
        as(claimant)
            .get("/api/v1/evidence/" + id + "/content")
            .then()
            .statusCode(200)
            .contentType("image/jpeg")
            .header("Content-Disposition", "attachment; filename=\"evidence-" + id + ".jpg\"")
            .header("X-Content-Type-Options", "nosniff")
            .header("Cache-Control", "no-store")
            .extract()
            .asByteArray();
    assertThat(EvidenceSamples.tellsPlace(photo)).isTrue();
    assertThat(EvidenceSamples.tellsPlace(stored)).isFalse();
    String sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(stored));
    as(claimant)
        .get(wishPath)
        .then()
        .statusCode(200)
        .body("items", hasSize(1))
        .body("items[0].id", equalTo(id))
        .body("items[0].claimId", equalTo(Id.text(claimId)))
        .body("items[0].kind", equalTo("PHOTO"))
        .body("items[0].mediaType", equalTo("image/jpeg"))
        .body("items[0].bytes", equalTo(stored.length))
        .body("items[0].sha256", equalTo(sha))
        .body("items[0].note", equalTo("装好了"))
        .body("items[0].uploadedAt", matchesPattern(".*\\+08:00"))
        .body("items[0].entryId", equalTo(added.path("ledger.entryId")))
        .body("nextCursor", nullValue());

    Leaf leaf = leaf(Id.fromString(added.path("ledger.entryId")).value());
    assertThat(leaf.type()).isEqualTo(EntryType.EVIDENCE_ADDED);
    assertThat(leaf.version()).isEqualTo(added.<Integer>path("version").longValue());
    assertThat(leaf.facts())
        .containsEntry(
            "evidence",
            Map.of("kind", "PHOTO", "mediaType", "image/jpeg", "bytes", (long) stored.length));
    assertThat(leaf.commitments().stream().map(Commitment::field)).contains("evidence");
    assertThat(opening(added.path("ledger.entryId"))).isEqualTo(sha);
  }

  @Test
  void wish_hasALimitedNumberOfFiles() throws IOException {
    byte[] photo = EvidenceSamples.screenshot();
    for (int i = 0; i < 25; i++) {
      upload(
              i % 2 == 0 ? claimant : operator,
              i % 2 == 0 ? claimPath : wishPath,
              photo,
              "PHOTO",
              null)
          .then()
          .statusCode(201);
    }
    upload(claimant, claimPath, photo, "PHOTO", null)
        .then()
        .statusCode(409)
        .body("code", equalTo("FILE_LIMIT_REACHED"))
        .body("limit", equalTo(25));
  }

  @Test
  void stageOfTheWork_isShownWhenGiven() throws Exception {
    upload(claimant, claimPath, EvidenceSamples.screenshot(), "PHOTO", null);
    form(claimant)
        .multiPart("file", "x", EvidenceSamples.screenshot())
        .multiPart("kind", "PHOTO")
        .multiPart("stage", "BEFORE")
        .post(claimPath)
        .then()
        .statusCode(201);
    as(claimant).get(wishPath).then().body("items.stage", contains(null, "BEFORE"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void headOfContent_leavesNoFileOpen() throws Exception {
    String id = item(upload(claimant, claimPath, EvidenceSamples.locatedPhoto(), "PHOTO", null));
    as(claimant)
        .head("/api/v1/evidence/" + id + "/content")
        .then()
        .statusCode(200)
        .header("ETag", "\"" + id + "\"");
    String file = "%016x".formatted(Id.fromString(id).value());
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      assertThat(descriptors.map(EvidenceApiTest::target))
          .isNotEmpty()
          .noneMatch(open -> open.endsWith(file));
    }
  }

  /** Returns the file that a descriptor refers to; empty if the descriptor was closed meanwhile. */
  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closed) {
      return "";
    }
  }

  @Test
  void contentWithAMatchingEtag_isNotSentAgain() throws Exception {
    String id = item(upload(claimant, claimPath, EvidenceSamples.locatedPhoto(), "PHOTO", null));
    String path = "/api/v1/evidence/" + id + "/content";
    String tag = as(claimant).get(path).then().statusCode(200).extract().header("ETag");
    assertThat(tag).isEqualTo("\"" + id + "\"");
    as(claimant).header("If-None-Match", tag).get(path).then().statusCode(304).header("ETag", tag);
    as(claimant).header("If-None-Match", "\"0\"").get(path).then().statusCode(200);
  }

  @Test
  void repeatedUpload_getsTheFirstResponse_andStoresNothing() throws Exception {
    String key = UUID.randomUUID().toString();
    byte[] photo = EvidenceSamples.locatedPhoto();
    Response first = upload(claimant, claimPath, photo, "PHOTO", "一", key);
    long files = stored();
    Response again = upload(claimant, claimPath, photo, "PHOTO", "一", key);
    again.then().statusCode(201).header("Idempotency-Replayed", "true");
    assertThat(again.asString()).isEqualTo(first.asString());
    assertThat(stored()).isEqualTo(files);
    problem(upload(claimant, claimPath, photo, "RECEIPT", "一", key), 422, "IDEMPOTENCY_KEY_REUSED");
    byte[] other = EvidenceSamples.screenshot();
    problem(upload(claimant, claimPath, other, "PHOTO", "一", key), 422, "IDEMPOTENCY_KEY_REUSED");
    assertThat(stored()).isEqualTo(files);
    as(claimant).get(wishPath).then().body("items", hasSize(1));
  }

  @Test
  void concurrentUploadsWithOneKey_addOnePieceOfEvidence() throws Exception {
    String key = UUID.randomUUID().toString();
    byte[] photo = EvidenceSamples.locatedPhoto();
    CountDownLatch ready = new CountDownLatch(6);
    List<Integer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        all.add(
            threads.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return upload(claimant, claimPath, photo, "PHOTO", null, key).statusCode();
                }));
      }
      for (Future<Integer> each : all) {
        answers.add(each.get());
      }
    }
    assertThat(answers).contains(201);
    assertThat(answers).allMatch(status -> status == 201 || status == 409);
    as(claimant).get(wishPath).then().body("items", hasSize(1));
  }

  @Test
  void uploadWithoutIdempotencyKey_isRefused() throws Exception {
    Response answer =
        as(claimant)
            .multiPart("file", "x", EvidenceSamples.screenshot())
            .multiPart("kind", "PHOTO")
            .post(claimPath);
    problem(answer, 400, "IDEMPOTENCY_KEY_REQUIRED");
  }

  @Test
  void badFormsNameTheField() throws Exception {
    byte[] photo = EvidenceSamples.screenshot();
    field(form(claimant).multiPart("kind", "PHOTO").post(claimPath), "/file", "REQUIRED");
    field(form(claimant).multiPart("file", "x", photo).post(claimPath), "/kind", "REQUIRED");
    field(upload(claimant, claimPath, photo, "photo", null), "/kind", "UNKNOWN_VALUE");
    field(
        form(claimant)
            .multiPart("file", "x", photo)
            .multiPart("kind", "PHOTO")
            .multiPart("stage", "SOON")
            .post(claimPath),
        "/stage",
        "UNKNOWN_VALUE");
    field(upload(claimant, claimPath, photo, "PHOTO", " "), "/note", "REQUIRED");
    field(upload(claimant, claimPath, photo, "PHOTO", "好".repeat(1001)), "/note", "TOO_LONG");
    field(upload(claimant, claimPath, photo, "PHOTO", "a\u0007b"), "/note", "FORBIDDEN_CHARACTER");
    field(upload(claimant, claimPath, new byte[0], "PHOTO", null), "/file", "REQUIRED");
    field(
        form(claimant).multiPart("file", "text").multiPart("kind", "PHOTO").post(claimPath),
        "/file",
        "WRONG_TYPE");
    // A part without a filename is not an uploaded file, whatever its type.
    field(
        form(claimant)
            .multiPart(
                new MultiPartSpecBuilder(photo)
                    .controlName("file")
                    .emptyFileName()
                    .mimeType("image/png")
                    .build())
            .multiPart("kind", "PHOTO")
            .post(claimPath),
        "/file",
        "WRONG_TYPE");
    field(
        form(claimant)
            .multiPart("file", "x", photo)
            .multiPart("file", "y", photo)
            .multiPart("kind", "PHOTO")
            .post(claimPath),
        "/file",
        "DUPLICATE_FIELD");
    field(
        form(claimant)
            .multiPart("file", "x", photo)
            .multiPart("kind", "PHOTO")
            .multiPart("hidden", "1")
            .post(claimPath),
        "/hidden",
        "UNKNOWN_FIELD");
    upload(claimant, claimPath, photo, "PHOTO", "好".repeat(1000)).then().statusCode(201);
    as(claimant).get(wishPath).then().body("items", hasSize(1));
  }

  @Test
  void badFilesAreRefusedAndNothingIsStored() throws Exception {
    long files = stored();
    byte[] photo = EvidenceSamples.locatedPhoto();
    byte[] html = "<html><script>1</script>".getBytes(StandardCharsets.UTF_8);
    problem(upload(claimant, claimPath, html, "PHOTO", null), 415, "UNSUPPORTED_FILE_TYPE");
    problem(
        upload(claimant, claimPath, Arrays.copyOf(photo, photo.length / 2), "PHOTO", null),
        400,
        "DAMAGED_FILE");
    byte[] large = Arrays.copyOf(photo, 10 * 1024 * 1024 + 1);
    problem(upload(claimant, claimPath, large, "PHOTO", null), 413, "PAYLOAD_TOO_LARGE");
    problem(
        upload(claimant, claimPath, EvidenceSamples.scriptedPdf(), "RECEIPT", null),
        422,
        "FILE_MAY_TELL_PLACE");
    problem(
        upload(claimant, claimPath, EvidenceSamples.pixelBomb(), "PHOTO", null),
        413,
        "IMAGE_TOO_LARGE");
    assertThat(stored()).isEqualTo(files);
    byte[] largest = Arrays.copyOf(photo, 10 * 1024 * 1024);
    upload(claimant, claimPath, largest, "PHOTO", null).then().statusCode(201);
    upload(claimant, claimPath, EvidenceSamples.invoice(), "RECEIPT", null).then().statusCode(201);
  }

  @Test
  void bodiesOtherThanForms_areRefused() {
    problem(
        form(claimant).contentType("application/json").body("{}").post(claimPath),
        415,
        "UNSUPPORTED_MEDIA_TYPE");
    problem(
        form(claimant)
            .contentType("multipart/form-data; boundary=x")
            .body("--x\r\nnonsense".getBytes(StandardCharsets.UTF_8))
            .post(claimPath),
        400,
        "MALFORMED_REQUEST");
  }

  // Authorisation.

  @Test
  void claimEvidence_isAddedOnlyByWorkersResidentAndOperator() throws Exception {
    byte[] photo = EvidenceSamples.screenshot();
    upload(participant, claimPath, photo, "PHOTO", null).then().statusCode(201);
    upload(operator, claimPath, photo, "PHOTO", null).then().statusCode(201);
    upload(resident, claimPath, photo, "PHOTO", null).then().statusCode(201);
    long files = stored();
    problem(upload(stranger(), claimPath, photo, "PHOTO", null), 403, "FORBIDDEN");
    problem(upload(claimant, wishPath, photo, "PHOTO", null), 403, "FORBIDDEN");
    problem(upload(auditor(STREET), claimPath, photo, "PHOTO", null), 403, "FORBIDDEN");
    Caller elsewhere = new Caller("op-2", Role.OPERATOR, null, null, "440104099");
    problem(upload(elsewhere, claimPath, photo, "PHOTO", null), 403, "FORBIDDEN");
    given()
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .multiPart("file", "x", photo)
        .post(claimPath)
        .then()
        .statusCode(401);
    assertThat(stored()).isEqualTo(files);
    problem(
        upload(claimant, "/api/v1/claims/" + Id.text(1) + "/evidence", photo, "PHOTO", null),
        404,
        "NOT_FOUND");
    problem(
        upload(resident, "/api/v1/wishes/" + Id.text(1) + "/evidence", photo, "PHOTO", null),
        404,
        "NOT_FOUND");
  }

  @Test
  void endedClaim_refusesEvidence() throws Exception {
    transactions.run(() -> claims.release(claimant, claimId, EndReason.UNABLE, null, null));
    problem(
        upload(claimant, claimPath, EvidenceSamples.screenshot(), "PHOTO", null),
        409,
        "CLAIM_STATE_CONFLICT");
    as(operator).get(wishPath).then().body("items", empty());
  }

  @Test
  void evidence_isVisibleOnlyToResidentStaffAndItsWorkers() throws Exception {
    Caller other = transactions.call(() -> member(organisationOf(claimant), "other-" + claimId));
    long otherClaim = claim(other, List.of());
    String otherPath = "/api/v1/claims/" + Id.text(otherClaim) + "/evidence";
    byte[] photo = EvidenceSamples.screenshot();
    String ofWish = item(upload(resident, wishPath, photo, "NOTE", "居民来信"));
    String ofClaim = item(upload(claimant, claimPath, photo, "PHOTO", null));
    String ofOther = item(upload(other, otherPath, photo, "PHOTO", null));
    // Images of residents and members are not moderated yet, so only operators, auditors and their
    // uploaders see them.
    for (Caller staff : List.of(operator, auditor(STREET), auditor(""))) {
      as(staff).get(wishPath).then().body("items.id", contains(ofWish, ofClaim, ofOther));
    }
    as(resident).get(wishPath).then().body("items.id", contains(ofWish));
    as(collector(COMMUNITY)).get(wishPath).then().body("items.id", empty());
    as(claimant).get(wishPath).then().body("items.id", contains(ofClaim));
    as(participant).get(wishPath).then().body("items.id", empty());
    readable(resident, ofOther, 404);
    readable(collector(COMMUNITY), ofWish, 404);
    readable(participant, ofClaim, 404);
    review("accept");
    for (Caller all :
        List.of(resident, operator, auditor(STREET), collector(COMMUNITY), auditor(""))) {
      as(all).get(wishPath).then().body("items.id", contains(ofWish, ofClaim, ofOther));
      readable(all, ofWish, 200);
      readable(all, ofOther, 200);
    }
    for (Caller worker : List.of(claimant, participant)) {
      as(worker).get(wishPath).then().body("items.id", contains(ofClaim));
      readable(worker, ofClaim, 200);
      readable(worker, ofWish, 404);
      readable(worker, ofOther, 404);
    }
    Caller foreignResident = new Caller("resident-x", Role.RESIDENT, null, null, null);
    Caller partner = new Caller("partner-x", Role.PARTNER, null, null, "");
    for (Caller none : List.of(stranger(), foreignResident, partner, auditor("440104099"))) {
      readable(none, ofClaim, 404);
      as(none).get(wishPath).then().statusCode(403);
    }
    given().get(wishPath).then().statusCode(401);
    given().get("/api/v1/evidence/" + ofClaim + "/content").then().statusCode(401);
    readable(operator, Id.text(1), 404);
    as(operator).get("/api/v1/evidence/nonsense/content").then().statusCode(404);
  }

  @Test
  void aLongListComesInPages() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(item(upload(claimant, claimPath, EvidenceSamples.screenshot(), "PHOTO", null)));
    }
    Response first = as(claimant).queryParam("limit", 2).get(wishPath);
    first.then().body("items.id", contains(ids.get(0), ids.get(1)));
    Response second =
        as(claimant)
            .queryParam("limit", 3)
            .queryParam("cursor", first.<String>path("nextCursor"))
            .get(wishPath);
    second.then().body("items.id", contains(ids.get(2), ids.get(3), ids.get(4)));
    second.then().body("nextCursor", nullValue());
  }

  // Encryption and erasure.

  @Test
  void file_isEncryptedUnderItsId_andErasedWithTheWish() throws Exception {
    byte[] photo = EvidenceSamples.locatedPhoto();
    String id = item(upload(claimant, claimPath, photo, "PHOTO", "楼道"));
    String other = item(upload(claimant, claimPath, photo, "PHOTO", null));
    byte[] clear = as(claimant).get("/api/v1/evidence/" + id + "/content").asByteArray();
    byte[] sealed = bytes(Id.fromString(id).value());
    byte[] otherSealed = bytes(Id.fromString(other).value());
    assertThat(SealedFile.isSealed(sealed)).isTrue();
    assertThat(sealed).hasSizeGreaterThan(clear.length);
    assertThat(Arrays.equals(sealed, otherSealed)).isFalse();
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1))
        .doesNotContain(new String(clear, 20, 40, StandardCharsets.ISO_8859_1));

    // Write access to the store allows neither changing a file nor substituting another one.
    store.delete(Id.fromString(other).value());
    store.put(Id.fromString(other).value(), Instant.now(), out -> out.write(sealed));
    assertThatThrownBy(() -> read(other)).hasRootCauseInstanceOf(SealBrokenException.class);
    assertThat(read(id)).isEqualTo(clear);

    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      vault.erase(Subject.wish(wishId));
                      throw new IllegalStateException("rolls back");
                    }))
        .hasMessage("rolls back");
    assertThat(read(id)).isEqualTo(clear);

    transactions.run(() -> vault.erase(Subject.wish(wishId)));
    readable(claimant, id, 404);
    assertThatThrownBy(() -> bytes(Id.fromString(id).value()))
        .isInstanceOf(NoSuchFileException.class);
    as(claimant)
        .get(wishPath)
        .then()
        .statusCode(200)
        .body("items", hasSize(2))
        .body("items[0].sha256", nullValue())
        .body("items[0].note", nullValue());
  }

  @Test
  void fileLeftByACrashDuringErasure_isSwept() throws Exception {
    String erased = item(upload(claimant, claimPath, EvidenceSamples.screenshot(), "PHOTO", null));
    long id = Id.fromString(erased).value();
    byte[] sealed = bytes(id);
    transactions.run(() -> vault.erase(Subject.wish(wishId)));
    store.put(id, Instant.now().minus(Duration.ofDays(2)), out -> out.write(sealed));
    assertThat(sweep.sweep().orphans()).isEqualTo(1);
    assertThatThrownBy(() -> bytes(id)).isInstanceOf(NoSuchFileException.class);
  }

  private byte[] read(String id) throws IOException {
    try (InputStream file = files.open(reads.require(claimant, Id.fromString(id).value()))) {
      return file.readAllBytes();
    }
  }

  // Stored files without an evidence row.

  @Test
  void unrecordedFile_isDeletedOnceAfterADay() throws Exception {
    sweep.sweep(); // removes files of an earlier test run on another schema
    byte[] bytes = {1, 2, 3};
    Instant now = Instant.now();
    long old = ids.next();
    long young = ids.next();
    store.put(old, now.minus(Duration.ofHours(25)), out -> out.write(bytes));
    store.put(young, now.minus(Duration.ofHours(23)), out -> out.write(bytes));
    String kept = item(upload(claimant, claimPath, EvidenceSamples.screenshot(), "PHOTO", null));
    long keptOld = Id.fromString(kept).value();
    byte[] content = bytes(keptOld);
    store.delete(keptOld);
    store.put(keptOld, now.minus(Duration.ofDays(30)), out -> out.write(content));

    int deleted = 0;
    try (ExecutorService instances = Executors.newFixedThreadPool(4)) {
      List<Future<EvidenceSweep.Swept>> sweeps = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        sweeps.add(instances.submit(sweep::sweep));
      }
      for (Future<EvidenceSweep.Swept> each : sweeps) {
        deleted += each.get().orphans();
      }
    }
    assertThat(deleted).isEqualTo(1);
    assertThat(bytes(keptOld)).isEqualTo(content);
    assertThat(bytes(young)).isEqualTo(bytes);
    assertThatThrownBy(() -> bytes(old)).isInstanceOf(NoSuchFileException.class);
    store.delete(young);
  }

  private byte[] bytes(long id) throws IOException {
    try (InputStream file = store.open(id)) {
      return file.readAllBytes();
    }
  }

  private long stored() throws IOException {
    List<Long> all = new ArrayList<>();
    store.storedBefore(Instant.now().plusSeconds(60), all::add);
    return all.size();
  }

  private Leaf leaf(long entryId) {
    return transactions.call(() -> Leaf.parse(entities.find(LedgerEntry.class, entryId).payload));
  }

  private String opening(String entryId) {
    long id = Id.fromString(entryId).value();
    return transactions.call(() -> vault.committed(List.of(id), "evidence").get(id));
  }

  private long organisationOf(Caller member) {
    return members.find(member.memberId()).orElseThrow().organisationId;
  }

  private Caller stranger() {
    return transactions.call(() -> member(organisationOf(claimant), "stranger-" + claimId));
  }

  private static Caller auditor(String path) {
    return new Caller("auditor", Role.AUDITOR, null, null, path);
  }

  private static Caller collector(String path) {
    return new Caller("collector", Role.COLLECTOR, null, null, path);
  }

  /** An operator decides all findings on the wish. */
  private void review(String decision) {
    List<Long> findings =
        transactions.call(
            () ->
                entities
                    .createQuery(
                        "select f.id from ModerationFinding f where f.aggregateId = :wish",
                        Long.class)
                    .setParameter("wish", wishId)
                    .getResultList());
    assertThat(findings).isNotEmpty();
    for (Long finding : findings) {
      as(operator)
          .header("Idempotency-Key", UUID.randomUUID().toString())
          .post("/api/v1/moderation/" + Id.text(finding) + "/" + decision)
          .then()
          .statusCode(200);
    }
  }

  private static void readable(Caller caller, String id, int status) {
    as(caller).get("/api/v1/evidence/" + id + "/content").then().statusCode(status);
  }

  private static String item(Response added) {
    return added.then().statusCode(201).extract().path("item");
  }

  private static Response upload(
      Caller caller, String path, byte[] file, String kind, String note) {
    return upload(caller, path, file, kind, note, UUID.randomUUID().toString());
  }

  private static Response upload(
      Caller caller, String path, byte[] file, String kind, String note, String key) {
    RequestSpecification request =
        as(caller)
            .header("Idempotency-Key", key)
            .multiPart("file", "tmp_8f3a.bin", file)
            .multiPart(new MultiPartSpecBuilder(kind).controlName("kind").build());
    if (note != null) {
      request.multiPart(
          new MultiPartSpecBuilder(note)
              .controlName("note")
              .charset(StandardCharsets.UTF_8)
              .build());
    }
    return request.post(path);
  }

  private static RequestSpecification form(Caller caller) {
    return as(caller).header("Idempotency-Key", UUID.randomUUID().toString());
  }

  private static RequestSpecification as(Caller caller) {
    var token = Jwt.subject(caller.account()).groups(caller.role().name());
    if (caller.memberId() != null) {
      token.claim(CurrentCaller.MEMBER, Id.text(caller.memberId()));
    }
    if (caller.organisationId() != null) {
      token.claim(CurrentCaller.ORGANISATION, Id.text(caller.organisationId()));
    }
    if (caller.divisionPath() != null) {
      token.claim(CurrentCaller.DIVISION, caller.divisionPath());
    }
    return given().config(UTF_8).auth().oauth2(Tokens.sign(token));
  }

  private static void problem(Response answer, int status, String code) {
    answer
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("code", equalTo(code));
  }

  private static void field(Response answer, String pointer, String fault) {
    answer
        .then()
        .statusCode(400)
        .body("code", equalTo("VALIDATION_FAILED"))
        .body("errors.pointer", contains(pointer))
        .body("errors.code", contains(fault));
  }
}
