import io.quarkus.runtime.Quarkus;
import java.util.Optional;
import org.microwish.CommandLine;
import org.microwish.platform.start.DatabaseLauncher;

/**
 * Starts the packaged service on an embedded database, configured by system properties. The database
 * stops when this process ends.
 */
final class Service {

  private Service() {}

  public static void main(String... arguments) {
    DatabaseLauncher.development(key -> Optional.ofNullable(System.getProperty(key)))
        .forEach(System::setProperty);
    Quarkus.run(CommandLine.class);
  }
}
