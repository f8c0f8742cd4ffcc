package org.microwish.platform.idempotency;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An {@link Idempotent} command that creates a resource; the client must send an idempotency key.
 */
@Documented
@Idempotent
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Creates {

  /**
   * The new resource's path below {@code /api/v1}, such as {@code /wishes/{wishId}}. A name in
   * braces is a field of the response, with dots for nested objects ({@code {ledger.entryId}}); if
   * there is no such field, a path parameter of the request.
   */
  @Nonbinding
  String value();

  /** 201, or 202 if the work continues after the response. */
  @Nonbinding
  int status() default 201;
}
