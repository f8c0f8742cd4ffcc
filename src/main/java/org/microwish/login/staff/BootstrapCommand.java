package org.microwish.login.staff;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.microwish.platform.MaintenanceCommand;
import org.microwish.platform.sql.Transactions;

/**
 * The command {@code bootstrap-secret}: writes a new secret that creates an administrator to its
 * file, for when the first secret was lost or no administrator can log in any more. It asks for no
 * credentials: whoever can run it has access to the database.
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
