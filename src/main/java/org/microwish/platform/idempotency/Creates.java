package org.microwish.platform.idempotency;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an {@link Idempotent} command that creates a resource. The client must send an idempotency
 * key.
 */
@Documented
@Idempotent
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Creates {

  /**
   * The path of the new resource below {@code /api/v1}, such as {@code /wishes/{wishId}}. A name in
   * braces stands for the value of this field of the response, where dots lead to fields of nested
   * objects, such as {@code {ledger.entryId}}; if the response has no such field, for the path
   * parameter of this name in the request.
   */
  @Nonbinding
  String value();

  /** The status of the response: 201, or 202 if the work continues after the response. */
  @Nonbinding
  int status() default 201;
}
