package org.microwish.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.Confidential;
import org.microwish.privacy.crypto.SealingKey;
import org.microwish.privacy.crypto.Suite;
import org.microwish.testing.ProgramClasses;

/** Checks that records with personal values hide them in {@code toString()}, and so in the log. */
@Tag("fast")
class HiddenValuesTest {

  private static final String MARK = "13987654321";

  /** Names of record components that hold personal values. */
  private static final Set<String> PERSONAL =
      Set.of(
          "phone",
          "contactName",
          "contactPhone",
          "residentName",
          "address",
          "details",
          "note",
          "reporter",
          "remark",
          "attendees",
          "agreed",
          "comment",
          "subjectName",
          "reason",
          "values",
          "personal",
          "salt");

  @Test
  void records_hidePersonalValuesInToString() throws ReflectiveOperationException {
    List<String> looked = new ArrayList<>();
    for (JavaClass each : ProgramClasses.ALL) {
      // Excluded: the ledger's notes are signed, public text; the people of the sample are
      // invented.
      if (!each.isAssignableTo(Record.class)
          || each.getPackageName().startsWith("org.microwish.ledger")
          || each.getPackageName().startsWith("org.microwish.sample")) {
        continue;
      }
      Class<?> type = each.reflect();
      RecordComponent[] components = type.getRecordComponents();
      Object[] arguments = Arrays.stream(components).map(HiddenValuesTest::value).toArray();
      if (!Arrays.asList(arguments).contains(MARK)
          && !Arrays.asList(arguments).contains(new Confidential(MARK))
          && !Arrays.asList(arguments).contains(Map.of("field", MARK))
          && !Arrays.asList(arguments).contains(Map.of("field", new Confidential(MARK)))) {
        continue;
      }
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      assertThat(constructor.newInstance(arguments).toString())
          .as(type.getName())
          .doesNotContain(MARK);
      looked.add(type.getSimpleName());
    }
    assertThat(looked)
        .contains(
            "PrivateWords", "MemberContact", "Correction", "Opening", "Delivery", "VaultWrite")
        .hasSizeGreaterThan(25);
  }

  /** The mark for a component with personal values, otherwise an empty value of its type. */
  private static Object value(RecordComponent component) {
    Class<?> type = component.getType();
    if (PERSONAL.contains(component.getName())) {
      if (type == String.class) {
        return MARK;
      }
      if (type == Map.class) {
        return component.getGenericType().toString().contains("Confidential")
            ? Map.of("field", new Confidential(MARK))
            : Map.of("field", MARK);
      }
      if (type == Confidential.class) {
        return new Confidential(MARK);
      }
    }
    if (type == boolean.class) {
      return false;
    }
    if (type == int.class) {
      return 0;
    }
    if (type == long.class) {
      return 0L;
    }
    if (type == String.class) {
      return "";
    }
    return type == List.class ? List.of() : type == Map.class ? Map.of() : null;
  }

  @Test
  void phoneNumbersAndKeys_hideTheirValueInToString() {
    assertThat(new PhoneNumber(MARK).toString()).isEqualTo("139****4321");
    assertThat(new SubjectKey(1, Subject.wish(2), SealingKey.random(Suite.AES)).toString())
        .startsWith("SubjectKey[WISH ");
  }
}
