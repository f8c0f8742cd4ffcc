package org.microwish.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.microwish.platform.MaintenanceCommand;

/**
 * The command {@code rewrap-vault}: wraps all data keys under the first configured master key and
 * computes all look-up tags under the newest look-up key. With {@code new-lookup-key} it first
 * creates a look-up key. The command may run while instances serve requests; after an interruption
 * it can be run again.
 */
@ApplicationScoped
public class RewrapVault implements MaintenanceCommand {

  /** The command's name. */
  public static final String WORD = "rewrap-vault";

  private static final String NEW_LOOKUP_KEY = "new-lookup-key";
  private static final int WRONG_USE = 2;

  private final VaultRotation rotation;

  RewrapVault(VaultRotation rotation) {
    this.rotation = rotation;
  }

  @Override
  public String name() {
    return WORD;
  }

  @Override
  public int run(List<String> arguments) {
    if (!arguments.isEmpty() && !arguments.equals(List.of(NEW_LOOKUP_KEY))) {
      System.err.println(WORD + " takes nothing, or " + NEW_LOOKUP_KEY + ".");
      return WRONG_USE;
    }
    if (!arguments.isEmpty()) {
      rotation.newLookupKey();
      // After this wait every instance uses the new key, and no instance adds tags under old keys.
      LockSupport.parkNanos(Lookup.STALE.plusSeconds(5).toNanos());
    }
    System.out.printf(
        "%d data keys are wrapped anew; all are under the master key %s.%n",
        rotation.rewrap(), rotation.masterId());
    System.out.printf("%d values are tagged anew for look-up.%n", rotation.retag());
    return 0;
  }
}
