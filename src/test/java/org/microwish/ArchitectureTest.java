package org.microwish;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the directions in which packages may know each other. */
class ArchitectureTest {

  private static final String ROOT = "org.microwish";

  /** Package | of ours it may know, itself and what lies below it included. */
  private static final String DIRECTIONS =
      """
      problem          | problem
      identity         | identity problem
      identity.token   | identity party platform problem
      identity.login   | identity wechat wish party ledger privacy platform problem
      identity.session | identity party platform problem
      identity.account | identity identity.account party ledger privacy platform problem
      identity.credential | identity.credential platform problem
      identity.staff   | identity party ledger privacy platform problem
      identity.client  | identity party ledger privacy platform problem
      platform         | platform identity problem
      ledger.leaf      | ledger.leaf
      ledger.merkle    | ledger.merkle
      ledger           | ledger platform identity problem
      funding          | funding platform problem
      privacy          | privacy ledger platform identity problem
      privacy.crypto   | privacy.crypto platform
      party            | party ledger privacy platform identity problem
      wish.lifecycle   | wish.lifecycle funding ledger.leaf
      moderation       | moderation
      wish             | wish ledger funding party privacy moderation platform identity problem
      wechat           | wechat platform problem
      statistics.fold  | statistics.fold ledger.leaf
      statistics       | statistics ledger party privacy platform identity problem
      """;

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void packagesKnowOnlyWhatTheySay() {
    Map<String, List<String>> directions = new TreeMap<>();
    for (String line : DIRECTIONS.lines().toList()) {
      List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
      directions.put(cells.getFirst(), List.of(cells.getLast().split(" +", -1)));
    }
    directions.forEach(
        (name, may) ->
            classes()
                .that(liesIn(name, directions))
                .should()
                .onlyDependOnClassesThat(isOutsideOr(may))
                .because("it may know only " + may)
                .check(CLASSES));
  }

  /** In the package or below it, unless a line of its own speaks for what lies below. */
  private static DescribedPredicate<JavaClass> liesIn(
      String name, Map<String, List<String>> directions) {
    return DescribedPredicate.describe(
        "lie in " + name,
        type ->
            isIn(type, name)
                && directions.keySet().stream()
                    .noneMatch(
                        other ->
                            other.length() > name.length()
                                && isIn(type, other)
                                && other.startsWith(name + ".")));
  }

  private static DescribedPredicate<JavaClass> isOutsideOr(List<String> may) {
    return DescribedPredicate.describe(
        "are not ours or lie in " + may,
        type ->
            !type.getPackageName().startsWith(ROOT)
                || may.stream().anyMatch(name -> isIn(type, name)));
  }

  private static boolean isIn(JavaClass type, String name) {
    String full = ROOT + "." + name;
    return type.getPackageName().equals(full) || type.getPackageName().startsWith(full + ".");
  }

  @Test
  void theVerifiersPartsKnowNoFramework() {
    for (String name : List.of("ledger.leaf", "ledger.merkle", "statistics.fold")) {
      classes()
          .that()
          .resideInAPackage(ROOT + "." + name)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "javax.crypto..", ROOT + ".ledger.leaf", ROOT + "." + name)
          .check(CLASSES);
    }
    // Amounts carry their JSON form; the rules themselves know nothing but values.
    classes()
        .that()
        .resideInAPackage(ROOT + ".wish.lifecycle")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", ROOT + ".wish.lifecycle", ROOT + ".funding", ROOT + ".ledger.leaf")
        .check(CLASSES);
  }

  @Test
  void nobodyKnowsAResource() {
    noClasses()
        .that(
            DescribedPredicate.describe(
                "are outside a resource and its own records",
                type -> !outermost(type).getSimpleName().endsWith("Resource")))
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are resources of ours",
                type ->
                    type.getPackageName().startsWith(ROOT)
                        && type.getSimpleName().endsWith("Resource")))
        .check(
            CLASSES.that(
                DescribedPredicate.describe(
                    "are written by hand", type -> !type.getName().contains("_"))));
  }

  private static JavaClass outermost(JavaClass type) {
    JavaClass at = type;
    while (at.getEnclosingClass().isPresent()) {
      at = at.getEnclosingClass().get();
    }
    return at;
  }

  @Test
  void topLevelPackagesFormNoCycle() {
    SlicesRuleDefinition.slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return slice(type.getPackageName());
              }

              @Override
              public String getDescription() {
                return "top-level packages";
              }
            })
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  /** Accounts and their tokens stand above what a caller is, which everybody knows. */
  private static SliceIdentifier slice(String packageName) {
    if (!packageName.startsWith(ROOT + ".")) {
      return SliceIdentifier.ignore();
    }
    String below = packageName.substring(ROOT.length() + 1);
    return SliceIdentifier.of(
        below.startsWith("identity.") ? below : below.replaceFirst("\\..*", ""));
  }

  @Test
  void timeAndChanceComeFromThePlatform() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".platform..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callConstructor(Random.class)
        .check(CLASSES);
  }

  @Test
  void noNameSaysNothing() {
    noClasses()
        .should()
        .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Data|Info)")
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    Path sources = Path.of("src", "main", "java");
    try (Stream<Path> files = Files.walk(sources)) {
      assertThat(
              files
                  .filter(Files::isDirectory)
                  .filter(ArchitectureTest::holdsClasses)
                  .filter(folder -> Files.notExists(folder.resolve("package-info.java"))))
          .isEmpty();
    }
  }

  private static boolean holdsClasses(Path folder) {
    String[] names = folder.toFile().list((parent, name) -> name.endsWith(".java"));
    return names != null && Arrays.stream(names).findAny().isPresent();
  }
}
