package org.microwish.platform.contract;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.microwish.problem.ProblemType;

/**
 * Reads what the contract says about an operation from the annotations and types of its resource
 * method.
 */
record ResourceMethod(MethodInfo method, IndexView index) {

  private static final DotName IDEMPOTENT = platform("idempotency.Idempotent");
  private static final DotName CREATES = platform("idempotency.Creates");
  private static final DotName IF_MATCH = platform("http.IfMatch");
  private static final DotName STEP_UP = platform("http.StepUp");
  private static final DotName TAGGED = platform("http.Tagged");

  /** Returns whether clients can call the method without a token. */
  boolean isOpen() {
    DotName permitAll = DotName.createSimple(PermitAll.class);
    return method.hasAnnotation(permitAll)
        || (roles().isEmpty() && method.declaringClass().hasDeclaredAnnotation(permitAll));
  }

  /** Returns the roles that may call the method; empty if no role is required. */
  List<String> roles() {
    DotName rolesAllowed = DotName.createSimple(RolesAllowed.class);
    AnnotationInstance found = method.annotation(rolesAllowed);
    if (found == null && !method.hasAnnotation(DotName.createSimple(PermitAll.class))) {
      found = method.declaringClass().declaredAnnotation(rolesAllowed);
    }
    return found == null ? List.of() : List.of(found.value().asStringArray());
  }

  /** Returns the problems in the {@link Problems} annotations of the method and of its class. */
  Set<ProblemType> problems() {
    DotName problems = DotName.createSimple(Problems.class);
    Set<ProblemType> all = EnumSet.noneOf(ProblemType.class);
    for (AnnotationInstance found :
        Arrays.asList(
            method.annotation(problems), method.declaringClass().declaredAnnotation(problems))) {
      if (found != null) {
        for (String name : found.value().asEnumArray()) {
          all.add(ProblemType.valueOf(name));
        }
      }
    }
    return all;
  }

  /**
   * Returns whether the operation accepts an Idempotency-Key header: the method or its class has
   * {@code @Idempotent} or {@code @Creates}, or names IDEMPOTENCY_KEY_REQUIRED as one of its
   * problems, because it calls {@code Commands} directly.
   */
  boolean takesKey() {
    return Stream.of(IDEMPOTENT, CREATES)
            .anyMatch(
                command ->
                    method.hasAnnotation(command)
                        || method.declaringClass().hasDeclaredAnnotation(command))
        || problems().contains(ProblemType.IDEMPOTENCY_KEY_REQUIRED);
  }

  /**
   * Returns the response status of a {@code @Creates} method, 201 or 202; empty for other methods.
   */
  Optional<String> creates() {
    return Optional.ofNullable(method.annotation(CREATES))
        .map(
            found -> {
              AnnotationValue status = found.value("status");
              return status == null ? "201" : status.asString();
            });
  }

  /**
   * Returns whether the operation requires an If-Match header: the method has an {@code IfMatch}
   * parameter.
   */
  boolean takesVersion() {
    return method.parameterTypes().stream().anyMatch(type -> type.name().equals(IF_MATCH));
  }

  /**
   * Returns whether the operation sends an ETag, and 304 if the client already has the current
   * version: its view is {@code Tagged}, or the method or class has {@link Conditional}.
   */
  boolean isConditional() {
    DotName conditional = DotName.createSimple(Conditional.class);
    ClassInfo view = index.getClassByName(method.returnType().name());
    return (view != null && view.interfaceNames().contains(TAGGED))
        || method.hasAnnotation(conditional)
        || method.declaringClass().hasDeclaredAnnotation(conditional);
  }

  /** Returns whether the caller must have shown a second factor shortly before the call. */
  boolean needsStepUp() {
    return method.hasAnnotation(STEP_UP);
  }

  private static DotName platform(String name) {
    return DotName.createSimple("org.microwish.platform." + name);
  }
}
