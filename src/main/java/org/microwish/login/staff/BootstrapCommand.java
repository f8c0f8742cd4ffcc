package org.microwish.login.staff;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.microwish.platform.MaintenanceCommand;
import org.microwish.platform.sql.Transactions;

/**
 * The word {@code bootstrap-secret}: prints a new secret that makes an administrator, where the
 * first one was lost or no administrator can get in any more. Whoever can run it has the database.
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
  public String word() {
    return "bootstrap-secret";
  }

  @Override
  public int run(List<String> arguments) {
    long administrators = transactions.call(bootstrap::administrators);
    Bootstrap.Secret secret = bootstrap.renew();
    System.out.println(
        "Administrators so far: %d. This secret makes one more, once, until %s: %s"
            .formatted(administrators, secret.expiresAt(), secret.code().text()));
    return 0;
  }
}
