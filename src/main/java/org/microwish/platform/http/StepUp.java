package org.microwish.platform.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an operation that staff may call only shortly after they showed a second factor; otherwise
 * {@link StepUpCheck} refuses the call with STEP_UP_REQUIRED. The annotation also adds this problem
 * to the contract.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface StepUp {}
