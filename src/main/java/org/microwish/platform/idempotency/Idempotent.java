package org.microwish.platform.idempotency;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A resource method that is a command: it runs in one transaction with the row of its idempotency
 * key, and a repeat with the same key gets the first answer again, byte for byte. Answers 200; the
 * client may leave the key out. {@link Creates} is the same for a command that creates something.
 *
 * <p>The method returns a record that Jackson can write. It is stored, so it must hold no personal
 * values and no secrets. Arguments make up what was asked: all of them but an {@code IfMatch} are
 * hashed, as JSON, to tell a repeat from a reused key. The key's operation is the id of the
 * method's {@code @Operation}.
 */
@Documented
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Idempotent {}
