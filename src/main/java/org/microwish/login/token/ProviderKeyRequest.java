package org.microwish.login.token;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.jboss.logging.Logger;
import org.jose4j.http.Response;
import org.jose4j.http.SimpleGet;
import org.jose4j.http.SimpleResponse;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/**
 * Fetches an OpenID provider's JWK set for jose4j. Follows no redirects, limits the size of the
 * response, and sends at most one request per cool-down, also while the provider is unreachable.
 * Therefore tokens with invented key ids cannot make this service call the provider more often.
 */
final class ProviderKeyRequest implements SimpleGet {

  private static final Logger LOG = Logger.getLogger(ProviderKeyRequest.class);
  private static final int MAX_BYTES = 256 * 1024;

  private final Duration timeout;
  private final Duration cooldown;
  private final HttpClient client;

  /**
   * The value of {@link System#nanoTime} at the last request; empty if there was none. Changes of
   * the system clock do not affect it. The field needs no synchronisation, because {@link
   * HttpsJwks#refresh} calls {@link #get} under its own lock.
   */
  private OptionalLong last = OptionalLong.empty();

  private ProviderKeyRequest(OpenIdConfig config) {
    this.timeout = config.timeout();
    this.cooldown = config.cooldown();
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * Creates the cache of the provider's keys. It fetches the keys again when they are old, or when
   * a token names a key that is not cached.
   */
  static HttpsJwks keys(String location, OpenIdConfig config) {
    HttpsJwks keys = new HttpsJwks(location);
    keys.setSimpleHttpGet(new ProviderKeyRequest(config));
    keys.setDefaultCacheDuration(config.refreshAfter().toSeconds());
    keys.setRefreshReprieveThreshold(config.cooldown().toMillis());
    // While the provider is unreachable, the cached keys stay valid.
    keys.setRetainCacheOnErrorDuration(Math.max(1, config.cooldown().toSeconds()));
    return keys;
  }

  @Override
  public SimpleResponse get(String location) throws IOException {
    long now = System.nanoTime();
    if (last.isPresent() && now - last.getAsLong() < cooldown.toNanos()) {
      throw new IOException("the keys were requested within the last cool-down");
    }
    last = OptionalLong.of(now);
    try {
      return fetch(location);
    } catch (IOException failed) {
      LOG.warnf("The OpenID provider's keys could not be fetched from %s: %s", location, failed);
      throw failed;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    }
  }

  /**
   * Throws an IOException if the JWK set is malformed or has no keys, so that it does not replace
   * the cached keys.
   */
  private static void requireKeys(String body) throws IOException {
    try {
      if (new JsonWebKeySet(body).getJsonWebKeys().isEmpty()) {
        throw new IOException("the JWK set has no keys");
      }
    } catch (JoseException malformed) {
      throw new IOException(malformed);
    }
  }

  private SimpleResponse fetch(String location) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(location))
            .timeout(timeout)
            .header("Accept", "application/json")
            .build();
    HttpResponse<String> answer =
        client.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES));
    if (answer.statusCode() != 200) {
      throw new IOException("status " + answer.statusCode());
    }
    requireKeys(answer.body());
    // Omit the response headers: our configuration decides how long keys are cached.
    return new Response(answer.statusCode(), "", Map.of(), answer.body());
  }
}
