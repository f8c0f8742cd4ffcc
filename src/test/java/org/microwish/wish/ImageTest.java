package org.microwish.wish;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.microwish.wish.WishApi.COLLECTOR;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.because;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.delivery;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.evidence.EvidenceSamples;
import org.microwish.lifecycle.attachment.SignedImage;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.KeyedDigest;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Tests thumbnails, their signed addresses, and the cover images of wishes. */
@Tag("database")
@QuarkusTest
class ImageTest {

  @Inject WishImages images;
  @Inject KeyedDigest digest;
  @Inject Transactions transactions;
  @Inject EntityManager entities;
  @Inject Time time;

  private final Street street = Street.here();

  private static byte[] photo() throws IOException {
    BufferedImage image = new BufferedImage(1500, 1000, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 1500; x++) {
      for (int y = 0; y < 1000; y++) {
        image.setRGB(x, y, x < 750 ? 0xc02020 : 0x2020c0);
      }
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", file);
    return file.toByteArray();
  }

  private static String upload(String token, String of, String kind, String stage, byte[] file) {
    return ok(given()
            .auth()
            .oauth2(token)
            .header("Idempotency-Key", WishApi.key())
            .multiPart("kind", kind)
            .multiPart("stage", stage)
            .multiPart("file", "photo.jpg", file, "image/jpeg")
            .post("/api/v1" + of + "/evidence"))
        .path("item");
  }

  private static String consent(String wish) {
    return consent(wish, "SELF");
  }

  private static String consent(String wish, String relation) {
    return ok(
            COLLECTOR,
            "/wishes/" + wish + "/consents",
            map(
                "purpose",
                "PHOTO",
                "relation",
                relation,
                "method",
                "IN_PERSON",
                "obtainedOn",
                "2026-01-05",
                "name",
                "何阿姨"))
        .path("item");
  }

  private static Map<String, Object> listed(String wish, String photo) {
    return ok(get(COLLECTOR, "/wishes/" + wish + "/evidence"))
        .path("items.find { it.id == '%s' }.image".formatted(photo));
  }

  private void sensitivity(String wish, String of) {
    street.update("UPDATE wish SET sensitivity = ? WHERE id = ?", of, Street.id(wish));
  }

  private Optional<String> cover(String wish) {
    return transactions
        .call(() -> images.covers(List.of(entities.find(Wish.class, Id.fromString(wish).value()))))
        .values()
        .stream()
        .map(SignedImage::small)
        .findAny();
  }

  private static Response read(String address) {
    return given().urlEncodingEnabled(false).get(address);
  }

  private static void gone(String address) {
    refused(read(address), "NOT_FOUND");
  }

  private static BufferedImage shown(String address) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(read(address).asByteArray()));
  }

  @Test
  void photoOfTheWish_isShownAtSignedAddresses_onlyWhileTheResidentConsents() throws IOException {
    String wish = open(COLLECTOR, draft());
    String before = upload(COLLECTOR, "/wishes/" + wish, "PHOTO", "BEFORE", photo());
    upload(COLLECTOR, "/wishes/" + wish, "RECEIPT", "RECEIPT", EvidenceSamples.screenshot());
    assertThat(listed(wish, before)).isNull();
    assertThat(cover(wish)).isEmpty();

    String consent = consent(wish);
    Map<String, Object> image = listed(wish, before);
    String small = image.get("small").toString();
    String large = image.get("large").toString();
    assertThat(cover(wish)).contains(small);
    assertThat(small).startsWith("/api/v1/images/" + before + "/SMALL?until=");
    assertThat(
            ok(get(COLLECTOR, "/wishes/" + wish + "/evidence"))
                .<List<Object>>path("items.image")
                .stream()
                .filter(one -> one != null))
        .hasSize(1);

    Response answer = read(small);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("image/jpeg");
    assertThat(answer.header("Cache-Control")).matches("private, max-age=\\d{3,4}");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    BufferedImage card = shown(small);
    assertThat(card.getWidth()).isEqualTo(320);
    assertThat(card.getHeight()).isEqualTo(213);
    assertThat(card.getRGB(10, 100) & 0xff0000).isGreaterThan(0xa00000);
    assertThat(card.getRGB(310, 100) & 0xff).isGreaterThan(0xa0);
    assertThat(shown(large).getWidth()).isEqualTo(960);
    assertThat(answer.asByteArray().length).isLessThan(20_000);

    // The wall, the first screen and the wish itself show the same cover to everybody.
    String member = Tokens.member("image-viewer", street.member(street.organisation()));
    for (String token : new String[] {null, member, COLLECTOR}) {
      Response alone = ok(get(token, "/wishes/" + wish));
      assertThat(alone.<String>path("cover.large")).isEqualTo(large);
      for (String list : List.of("/wishes?limit=5&division=", "/home?division=")) {
        String items = list.startsWith("/home") ? "wishes" : "items";
        String at = items + ".find { it.id == '%s' }.cover.small".formatted(wish);
        // A page of the wall stays in the cache until the ledger follower reports the wish's entry.
        await(list)
            .until(() -> small.equals(ok(get(token, list + Street.COMMUNITY)).<String>path(at)));
      }
    }
    // For a minor, the resident's own consent to be photographed does not count.
    String tag = ok(get(COLLECTOR, "/wishes/" + wish)).header("ETag");
    sensitivity(wish, "MINOR");
    gone(small);
    assertThat(cover(wish)).isEmpty();
    assertThat(ok(get(COLLECTOR, "/wishes/" + wish)).header("ETag")).isNotEqualTo(tag);
    String parents = consent(wish, "PARENT");
    assertThat(read(small).statusCode()).isEqualTo(200);
    ok(OPERATOR, "/wishes/" + wish + "/consents/" + parents + "/withdraw", because("家长不同意"));
    gone(small);
    sensitivity(wish, null);
    assertThat(read(small).statusCode()).isEqualTo(200);

    gone(small.replace("SMALL", "LARGE"));
    gone(small.replaceFirst("until=\\d+", "until=9999999999"));
    gone(small.replace(before, new Id(Id.fromString(before).value() + 1).toString()));
    gone(small + "A");
    gone(small.replaceFirst("&signature.*", ""));
    long past = time.now().getEpochSecond() - 1;
    String signature =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                digest.of("image", (before + " SMALL " + past).getBytes(StandardCharsets.UTF_8)));
    gone("/api/v1/images/%s/SMALL?until=%d&signature=%s".formatted(before, past, signature));

    ok(OPERATOR, "/wishes/" + wish + "/consents/" + consent + "/withdraw", because("不想再公开照片"));
    gone(small);
    assertThat(listed(wish, before)).isNull();
    assertThat(cover(wish)).isEmpty();
    consent(wish);
    assertThat(read(small).statusCode()).isEqualTo(200);
    ok(OPERATOR, "/wishes/" + wish + "/unpublish", because("需要修改"));
    gone(small);
    assertThat(cover(wish)).isEmpty();
  }

  @Test
  void photoOfTheWork_needsTheParticipantsConsent_andIsTheCoverOnceDelivered() throws IOException {
    String wish = open(COLLECTOR, draft());
    String before = upload(COLLECTOR, "/wishes/" + wish, "PHOTO", "BEFORE", photo());
    consent(wish);
    long organisation = street.organisation();
    long member = street.member(organisation);
    String token = Tokens.member("member-" + member, member);
    long helper = street.member(organisation);
    String claim = claim(token, wish, map("participants", List.of(Id.text(helper))));
    String during = upload(token, "/claims/" + claim, "PHOTO", "DURING", photo());
    String after = upload(token, "/claims/" + claim, "PHOTO", "AFTER", photo());
    assertThat(listed(wish, after)).isNull();

    String consents = "/members/" + Id.text(member) + "/photo-consent";
    ok(WishApi.put(token, consents, map("showsPhoto", true), "*"));
    // The photo of a member is not shown before its moderation.
    assertThat(listed(wish, after)).isNull();
    assertThat(
            street.update(
                "UPDATE moderation SET state = 'PASSED' WHERE aggregate_id = " + Street.id(wish)))
        .isEqualTo(2);
    assertThat(listed(wish, after)).isNull();
    // The consent of a helper who has left the claim is still needed, because the photo may show
    // that helper.
    ok(
        WishApi.put(
            token, "/claims/" + claim + "/participants", map("participants", List.of()), null));
    assertThat(listed(wish, after)).isNull();
    ok(
        WishApi.put(
            Tokens.member("member-" + helper, helper),
            "/members/" + Id.text(helper) + "/photo-consent",
            map("showsPhoto", true),
            "*"));
    assertThat(listed(wish, after)).isNotNull();
    assertThat(listed(wish, during)).isNotNull();
    assertThat(cover(wish).orElseThrow()).contains(before);
    ok(token, "/claims/" + claim + "/deliver", delivery());
    String small = cover(wish).orElseThrow();
    assertThat(small).contains(after);
    assertThat(read(small).statusCode()).isEqualTo(200);

    street.update("UPDATE member SET held = TRUE WHERE id = ?", member);
    gone(small);
    street.update("UPDATE member SET held = FALSE WHERE id = ?", member);
    assertThat(read(small).statusCode()).isEqualTo(200);
    ok(WishApi.put(token, consents, map("showsPhoto", false), "*"));
    gone(small);
    assertThat(cover(wish).orElseThrow()).contains(before);
  }
}
