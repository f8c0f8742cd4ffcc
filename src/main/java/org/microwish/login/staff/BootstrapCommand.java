package org.microwish.login.staff;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.microwish.platform.MaintenanceCommand;
import org.microwish.platform.sql.Transactions;

/**
 * The command {@code bootstrap-secret}: generates a new secret with which one administrator's
 * account can be recorded, and writes it to {@link StaffConfig#bootstrapFile}. Needed if the first
 * secret was lost or no administrator can log in any more. The command requires no credentials,
 * because a person who can run it has access to the database anyway.
 */
@ApplicationScoped
class BootstrapCommand implements MaintenanceCommand {

  private final Bootstrap bootstrap;
  private final Transactions transactions;

  BootstrapCommand(Bootstrap bootstrap, Transactions transactions) {
    this.bootstrap = bootstrap;
    this.transactions = transactions;
  }

  @Override
  public String name() {
    return "bootstrap-secret";
  }

  @Override
  public int run(List<String> arguments) {
    long administrators = transactions.call(bootstrap::administrators);
    Bootstrap.Secret secret = bootstrap.renew();
    System.out.println(
        "Administrators so far: %d. The secret that makes one more, once, until %s, is in %s"
            .formatted(administrators, secret.expiresAt(), bootstrap.file()));
    return 0;
  }
}
