package org.microwish.platform.idempotency;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a resource method as a command. It runs in one transaction with the row of its idempotency
 * key, and a repeat with the same key gets the stored response, byte for byte. The response has
 * status 200; the client may omit the key. For a command that creates a resource, use {@link
 * Creates}.
 *
 * <p>The method returns a record that Jackson can serialise. The record is stored, so it must not
 * contain personal data, nor secrets unless it is {@link ShownOnce}. All arguments except an {@code
 * IfMatch} are hashed as JSON, to distinguish a repeat from another request with the same key. The
 * key belongs to one operation, the operation id in the method's {@code @Operation}.
 */
@Documented
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Idempotent {}
