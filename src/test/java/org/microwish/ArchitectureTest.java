package org.microwish;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.SharedSessionContract;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.testing.ProgramClasses;

/** Checks which packages may depend on which, and further rules about the structure of the code. */
@Tag("fast")
class ArchitectureTest {

  private static final String ROOT = "org.microwish";

  /** Package | packages of this project that it may depend on, each with its subpackages. */
  private static final String DIRECTIONS =
      """
      problem          | problem
      caller           | caller problem
      platform         | platform caller problem
      ledger.leaf      | ledger.leaf
      ledger.merkle    | ledger.merkle
      ledger           | ledger platform caller problem
      privacy          | privacy ledger platform caller problem
      privacy.crypto   | privacy.crypto platform
      calendar         | calendar ledger privacy platform caller problem
      calendar.days    | calendar.days
      party            | party ledger privacy platform caller problem
      moderation       | moderation
      wechat           | wechat platform problem
      lifecycle.serial | lifecycle.serial ledger platform problem
      lifecycle.inbox  | lifecycle.inbox lifecycle.serial ledger platform caller problem
      lifecycle.serial.numbering | lifecycle.serial.numbering ledger.leaf
      lifecycle        | lifecycle ledger evidence moderation wechat party privacy platform caller problem
      lifecycle.deadline | lifecycle.deadline platform
      evidence         | evidence platform privacy
      lifecycle.table  | lifecycle.table ledger.leaf
      rights           | rights party ledger privacy platform caller problem
      wish             | wish calendar evidence lifecycle ledger party privacy moderation wechat platform caller problem
      wish.lifecycle   | wish.lifecycle wish.money calendar.days ledger.leaf lifecycle.table
      tables           | tables lifecycle.table ledger.leaf wish.lifecycle group.lifecycle station.lifecycle demand.lifecycle
      tables.contract  | tables lifecycle.table ledger.leaf
      group            | group lifecycle ledger party privacy platform caller problem
      group.lifecycle  | group.lifecycle lifecycle.table ledger.leaf
      station          | station lifecycle ledger party privacy platform caller problem
      station.lifecycle | station.lifecycle lifecycle.table ledger.leaf
      demand           | demand wish group station calendar lifecycle ledger party privacy rights platform caller problem
      demand.lifecycle | demand.lifecycle lifecycle.table ledger.leaf
      wish.money       | wish.money platform problem
      matching.plan.solver | matching.plan.solver
      matching         | matching wish lifecycle ledger party privacy platform caller problem
      matching.score   | matching.score wish.lifecycle
      statistics.fold  | statistics.fold ledger.leaf
      statistics       | statistics ledger party privacy platform caller problem
      report           | report transfer statistics wish ledger party privacy platform caller problem
      pages            | pages statistics wish lifecycle ledger party platform caller problem
      notification     | notification matching wechat wish calendar lifecycle rights party privacy ledger platform caller problem
      change           | change wish.lifecycle group.lifecycle lifecycle.reference privacy ledger party platform caller problem
      webhook.contract | webhook.contract
      webhook          | webhook change login.client lifecycle.inbox ledger party privacy platform caller problem
      login.account    | login.account party ledger privacy platform caller problem
      login.credential | login.credential platform problem
      login.token      | login.token party platform caller problem
      login.session    | login party platform caller problem
      login.client     | login party ledger privacy platform caller problem
      login.staff      | login rights wish party ledger privacy platform caller problem
      login.wechat     | login rights wechat wish lifecycle party ledger privacy platform caller problem
      """;

  private static final Set<String> QUERIES =
      Set.of(
          "createNativeQuery",
          "createNativeMutationQuery",
          "createQuery",
          "createSelectionQuery",
          "createMutationQuery",
          "createStatement",
          "prepareStatement",
          "prepareCall");

  private static final JavaClasses CLASSES = ProgramClasses.ALL;

  @Test
  void packages_dependOnlyOnWhatTheirLineAllows() {
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
                .because("it may depend only on " + may)
                .check(CLASSES));
  }

  /**
   * Matches the classes of a package and its subpackages, except subpackages with a line of their
   * own.
   */
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
  void packagesOfTheVerifierAndTheSolver_dependOnNoFramework() {
    for (String name :
        List.of(
            "ledger.leaf",
            "ledger.merkle",
            "statistics.fold",
            "calendar.days",
            "lifecycle.table",
            "matching.plan.solver")) {
      classes()
          .that()
          .resideInAPackage(ROOT + "." + name)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "javax.crypto..", ROOT + ".ledger.leaf", ROOT + "." + name)
          .check(CLASSES);
    }
    // wish.money also defines the JSON form of amounts; the rules depend only on value types.
    classes()
        .that()
        .resideInAPackage(ROOT + ".wish.lifecycle")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            ROOT + ".wish.lifecycle",
            ROOT + ".wish.money",
            ROOT + ".calendar.days",
            ROOT + ".lifecycle.table",
            ROOT + ".ledger.leaf")
        .check(CLASSES);
    classes()
        .that()
        .resideInAPackage(ROOT + ".matching.score")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", ROOT + ".matching.score", ROOT + ".wish.lifecycle")
        .check(CLASSES);
  }

  @Test
  void noClass_dependsOnAResource() {
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
                return type.getPackageName().startsWith(ROOT + ".")
                    ? SliceIdentifier.of(
                        type.getPackageName()
                            .substring(ROOT.length() + 1)
                            .replaceFirst("\\..*", ""))
                    : SliceIdentifier.ignore();
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

  @Test
  void clocksAndRandomness_areUsedOnlyInThePlatform() {
    // The verifier runs on an auditor's machine, with a JDK alone and that machine's clock.
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".platform..", ROOT + ".verify..")
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
  void sqlStatements_areMadeOnlyInThePlatform_andRoundTripsInFivePackages() {
    noClasses()
        .that(areWrittenByHandOutside("platform.sql", "platform.start"))
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "the method makes a statement from text",
                call ->
                    QUERIES.contains(call.getName())
                        && (call.getTargetOwner().isAssignableTo(EntityManager.class)
                            || call.getTargetOwner().isAssignableTo(SharedSessionContract.class)
                            || call.getTargetOwner().isAssignableTo(Connection.class))))
        .orShould()
        .callMethodWhere(
            DescribedPredicate.describe(
                "the method is Panache's and takes a query",
                call ->
                    call.getTarget().getOwner().isAssignableTo(PanacheRepositoryBase.class)
                        && call.getTarget().resolveMember().isPresent()
                        && call.getTarget()
                            .resolveMember()
                            .get()
                            .getOwner()
                            .isEquivalentTo(PanacheRepositoryBase.class)
                        && !call.getTarget().getRawParameterTypes().isEmpty()
                        && call.getTarget()
                            .getRawParameterTypes()
                            .getFirst()
                            .isEquivalentTo(String.class)))
        .check(CLASSES);
    // platform.idempotency is listed because the claim batch reads the idempotency keys.
    noClasses()
        .that(
            areWrittenByHandOutside(
                "platform.sql", "platform.idempotency", "ledger", "wish.claiming", "matching"))
        .should()
        .callConstructor(RoundTrip.class)
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> areWrittenByHandOutside(String... packages) {
    return DescribedPredicate.describe(
        "are written by hand outside " + List.of(packages),
        type ->
            !type.getName().contains("_")
                && Arrays.stream(packages).noneMatch(name -> isIn(type, name)));
  }

  @Test
  void classNames_doNotEndInManagerHelperOrUtil() {
    noClasses()
        .should()
        .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Data|Info)")
        .check(CLASSES);
  }

  @Test
  void everyPackage_hasAPackageInfo() throws IOException {
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

  @Test
  void classesAbove400Lines_sayWhyInTheirJavadoc() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      assertThat(
              files
                  .filter(file -> file.toString().endsWith(".java"))
                  .map(ArchitectureTest::text)
                  .filter(text -> text.lines().count() > 400)
                  .filter(text -> !text.replaceAll("[\\s*]+", " ").contains("400 lines because"))
                  .map(text -> text.lines().filter(ArchitectureTest::isDeclaration).findFirst()))
          .isEmpty();
    }
  }

  private static boolean isDeclaration(String line) {
    return line.matches("[a-z ]*(class|record|interface|enum) .*");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static boolean holdsClasses(Path folder) {
    String[] names = folder.toFile().list((parent, name) -> name.endsWith(".java"));
    return names != null && Arrays.stream(names).findAny().isPresent();
  }
}
