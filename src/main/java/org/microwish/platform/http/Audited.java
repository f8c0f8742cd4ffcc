package org.microwish.platform.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an operation whose calls {@link SecurityLog} logs: the refused and failed calls, and the
 * successful ones if {@link SecurityEvent#successes} returns true.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Audited {

  /** The kind of event that the log names. */
  SecurityEvent value();
}
