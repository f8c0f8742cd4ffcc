package org.microwish.rights;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.microwish.caller.Role;

/**
 * Finds the API operations that each role may call, by reading the annotations that enforce access.
 */
@ApplicationScoped
public class Operations {

  private final Map<Role, List<String>> byRole = new EnumMap<>(Role.class);

  Operations(BeanManager beans) {
    Map<Role, Set<String>> found = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      found.put(role, new TreeSet<>());
    }
    for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
      if (bean.getBeanClass().isAnnotationPresent(Path.class)) {
        for (Method method : bean.getBeanClass().getDeclaredMethods()) {
          collect(method, found);
        }
      }
    }
    found.forEach((role, operations) -> byRole.put(role, List.copyOf(operations)));
  }

  private static void collect(Method method, Map<Role, Set<String>> found) {
    Operation operation = method.getAnnotation(Operation.class);
    if (operation == null || operation.hidden() || operation.operationId().isEmpty()) {
      // A hidden operation is not in the contract and has no id.
      return;
    }
    RolesAllowed roles = method.getAnnotation(RolesAllowed.class);
    if (roles == null) {
      roles = method.getDeclaringClass().getAnnotation(RolesAllowed.class);
    }
    boolean everybody =
        method.isAnnotationPresent(PermitAll.class)
            || (roles == null && method.getDeclaringClass().isAnnotationPresent(PermitAll.class));
    for (Role role : Role.values()) {
      if (everybody || (roles != null && Arrays.asList(roles.value()).contains(role.name()))) {
        found.get(role).add(operation.operationId());
      }
    }
  }

  /** Returns the ids of the operations that the role may call, sorted. */
  List<String> of(Role role) {
    return byRole.get(role);
  }
}
