package org.microwish;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.resolvers.SelectedClassResolverFromClasspath;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

/**
 * Checks that each test class has exactly one tag, which states the resources that the test needs.
 * {@code fast} tests need only the JDK. {@code database} tests need the embedded database server;
 * most also need the service. {@code packaged} tests need the packaged program. {@code long} tests
 * need the same resources, but take too long for a build. {@code browser} tests need Chromium, and
 * run only with the profile pages. A class without a tag would never run.
 */
@Tag("fast")
class TagsTest {

  private static final Set<String> TAGS = Set.of("fast", "database", "packaged", "long", "browser");

  /**
   * Imports the tests, and of the other classes on the class path only the annotations of JUnit.
   */
  private static JavaClasses testClasses() {
    return ArchConfiguration.withThreadLocalScope(
        configuration -> {
          configuration.setClassResolver(SelectedClassResolverFromClasspath.class);
          configuration.setClassResolverArguments("org.microwish", "org.junit");
          return new ClassFileImporter()
              .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
              .importPackages("org.microwish");
        });
  }

  @Test
  void everyTestClass_hasExactlyOneTag() {
    TreeMap<String, Object> wrong = new TreeMap<>();
    for (JavaClass type : testClasses()) {
      boolean tests =
          !type.getModifiers().contains(JavaModifier.ABSTRACT)
              && type.getAllMethods().stream()
                  .anyMatch(method -> method.isMetaAnnotatedWith(Testable.class));
      if (tests) {
        Set<String> tags =
            Set.copyOf(
                Arrays.stream(type.reflect().getAnnotationsByType(Tag.class))
                    .map(Tag::value)
                    .toList());
        if (tags.size() != 1 || !TAGS.containsAll(tags)) {
          wrong.put(type.getName(), tags);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }
}
