package org.microwish.ledger;

import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.microwish.platform.Id;

/**
 * Marks reads that can wait for an entry of the ledger, so that clients see their own writes: with
 * the parameter {@code after}, the read begins when its source includes the entry, but after one
 * second at the latest. The methods must declare {@link After} as {@code @BeanParam}.
 */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface SeesEntry {

  /** The source that the read answers from. */
  Class<? extends LedgerReader> value() default LedgerFollower.class;

  /** The query parameter that names the entry. */
  class After {
    static final String NAME = "after";

    @QueryParam(NAME)
    @Parameter(
        description =
            "The id of a ledger entry, as in the receipt of a command: waits up to 1 s until the"
                + " answer includes it")
    Id after;

    private static final Pattern GIVEN = Pattern.compile("(^|&)" + NAME + "=[^&]*");

    /**
     * Removes this parameter from a raw query string, so that the rest can be the key of a cache.
     * Accepts and returns null.
     */
    public static String without(String query) {
      return query == null ? null : GIVEN.matcher(query).replaceAll("");
    }
  }
}
