package org.microwish.platform.http;

import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;

/** The address of this service for phones and papers, with which QR codes begin. */
@ApplicationScoped
public class PublicAddress {

  /** The setting. */
  @ConfigMapping(prefix = "microwish.pages")
  public interface Config {

    /**
     * The address of this service as phones reach it, without a path; QR codes begin with it.
     * Without it, the address of the request.
     */
    Optional<URI> publicUrl();
  }

  private final Config config;

  PublicAddress(Config config) {
    this.config = config;
  }

  /** Returns the public address of a path; the path begins with a slash. */
  public URI of(String path, UriInfo request) {
    return config.publicUrl().orElseGet(request::getBaseUri).resolve(path);
  }
}
