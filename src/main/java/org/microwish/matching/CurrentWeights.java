package org.microwish.matching;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.microwish.matching.score.Term;
import org.microwish.matching.score.Weights;

/**
 * The configured weights. Their version is a checksum of all terms and weights, so instances with
 * the same weights name the same version, and others another one.
 */
@ApplicationScoped
public class CurrentWeights {

  private final Weights weights;

  CurrentWeights(MatchingConfig config) {
    Weights configured = new Weights(0, config.weights());
    CRC32 sum = new CRC32();
    for (Term term : Term.values()) {
      sum.update(
          (term + "=" + configured.points().get(term) + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    weights = new Weights(sum.getValue(), configured.points());
  }

  /** Returns the weights with their version. */
  public Weights get() {
    return weights;
  }
}
