package org.microwish.login.token;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * The keys of an OpenID provider, fetched when first needed and kept. A key that is not among them
 * asks for a new fetch, at a bounded rate: whoever sends tokens with made-up key ids cannot make
 * this service knock at the provider's door. When the provider is away, the keys that are known
 * stay good.
 */
final class ProviderKeys {

  private static final Logger LOG = Logger.getLogger(ProviderKeys.class);
  private static final int MAX_BYTES = 256 * 1024;

  private final URI location;
  private final Duration timeout;
  private final Duration refreshAfter;
  private final Duration cooldown;
  private final Supplier<Instant> clock;
  private final HttpClient client;
  private final ReentrantLock fetching = new ReentrantLock();

  private volatile List<PublicJsonWebKey> keys;
  private volatile Instant fetchedAt = Instant.MIN;
  private volatile Instant triedAt = Instant.MIN;

  private ProviderKeys(
      URI location, List<PublicJsonWebKey> keys, OpenIdConfig config, Supplier<Instant> clock) {
    this.location = location;
    this.keys = keys;
    this.timeout = config.timeout();
    this.refreshAfter = config.refreshAfter();
    this.cooldown = config.cooldown();
    this.clock = clock;
    this.client =
        location == null
            ? null
            : HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
  }

  /**
   * Keys that are fetched from an address, or given as they are.
   *
   * @param jwks an address, or a JWK set in JSON
   */
  static ProviderKeys of(String jwks, OpenIdConfig config, Supplier<Instant> clock) {
    if (jwks.strip().startsWith("{")) {
      try {
        return new ProviderKeys(null, parse(jwks), config, clock);
      } catch (JoseException malformed) {
        throw new IllegalArgumentException("microwish.openid.jwks is no JWK set", malformed);
      }
    }
    return new ProviderKeys(URI.create(jwks.strip()), List.of(), config, clock);
  }

  /** The keys of that id, or all where no id is named. */
  List<PublicJsonWebKey> candidates(String keyId) {
    if (location == null) {
      return select(keyId);
    }
    Instant now = clock.get();
    if (!fetchedAt.equals(Instant.MIN) && now.isAfter(fetchedAt.plus(refreshAfter))) {
      // Somebody must, and nobody waits: what is known is good until then.
      Thread.ofVirtual().start(() -> refresh(false));
    }
    List<PublicJsonWebKey> found = select(keyId);
    if (found.isEmpty()) {
      refresh(true);
      found = select(keyId);
    }
    return found;
  }

  private List<PublicJsonWebKey> select(String keyId) {
    return keyId == null
        ? keys
        : keys.stream().filter(key -> keyId.equals(key.getKeyId())).toList();
  }

  /** Fetches unless that was tried a moment ago. */
  private void refresh(boolean wait) {
    if (wait) {
      // One fetches, those who need its result wait for it, no longer than its timeouts last.
      fetching.lock();
    } else if (!fetching.tryLock()) {
      return;
    }
    try {
      Instant now = clock.get();
      if (!triedAt.equals(Instant.MIN) && now.isBefore(triedAt.plus(cooldown))) {
        return;
      }
      triedAt = now;
      List<PublicJsonWebKey> fetched = fetch();
      keys = fetched;
      fetchedAt = now;
    } catch (IOException | JoseException failed) {
      LOG.warnf("The OpenID provider's keys could not be fetched from %s: %s", location, failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      fetching.unlock();
    }
  }

  private List<PublicJsonWebKey> fetch() throws IOException, InterruptedException, JoseException {
    HttpRequest request =
        HttpRequest.newBuilder(location)
            .timeout(timeout)
            .header("Accept", "application/json")
            .build();
    HttpResponse<InputStream> answer =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      if (answer.statusCode() != 200) {
        throw new IOException("status " + answer.statusCode());
      }
      byte[] bytes = body.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("more than " + MAX_BYTES + " bytes");
      }
      List<PublicJsonWebKey> parsed = parse(new String(bytes, StandardCharsets.UTF_8));
      if (parsed.isEmpty()) {
        throw new IOException("no keys");
      }
      return parsed;
    }
  }

  /** The public keys for signatures; a symmetric one among them is not one of ours to use. */
  private static List<PublicJsonWebKey> parse(String json) throws JoseException {
    return new JsonWebKeySet(json)
        .getJsonWebKeys().stream()
            .filter(key -> !"enc".equals(key.getUse()))
            .map(ProviderKeys::publicKey)
            .filter(Objects::nonNull)
            .toList();
  }

  private static PublicJsonWebKey publicKey(JsonWebKey key) {
    return key instanceof PublicJsonWebKey open ? open : null;
  }
}
