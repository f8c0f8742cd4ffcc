import io.quarkus.runtime.Quarkus;
import java.util.Optional;
import org.microwish.CommandLine;
import org.microwish.platform.start.DatabaseLauncher;

/**
 * The packaged service on an embedded database, with the settings of system properties. The
 * database ends with this process.
 */
final class Service {

  private Service() {}

  public static void main(String... arguments) {
    DatabaseLauncher.development(key -> Optional.ofNullable(System.getProperty(key)))
        .forEach(System::setProperty);
    Quarkus.run(CommandLine.class);
  }
}
