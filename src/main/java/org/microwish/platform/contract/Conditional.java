package org.microwish.platform.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a read whose response has an ETag, and status 304 if the request's If-None-Match contains
 * the current ETag. The annotation only adds this to the contract; {@code Responses} implements the
 * behaviour.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Conditional {}
