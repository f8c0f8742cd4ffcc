package org.microwish.platform.idempotency;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a resource method that is a command: it runs in one transaction with the row of its
 * idempotency key, and a repeat with the same key gets the first response again, byte for byte.
 * Responds with 200; the key is optional. For a command that creates a resource, use {@link
 * Creates}.
 *
 * <p>The method returns a record that Jackson can serialise. It is stored, so it must not contain
 * personal data or secrets. To distinguish a repeat from a reused key, all arguments except an
 * {@code IfMatch} are hashed as JSON. The key's operation is the id of the method's
 * {@code @Operation}.
 */
@Documented
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Idempotent {}
