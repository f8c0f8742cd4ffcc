package org.microwish.identity;

import com.github.f4b6a3.tsid.Tsid;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.microwish.problem.ProblemType;

/** Reads the {@link Caller} of this request from its verified bearer token. */
@RequestScoped
public class CurrentCaller {

  /** The token's claim that holds the member's id, 13 characters. */
  public static final String MEMBER = "memberId";

  /** The token's claim that holds the organisation's id, 13 characters. */
  public static final String ORGANISATION = "organisationId";

  /** The token's claim that holds the division's path, see {@link Caller#divisionPath}. */
  public static final String DIVISION = "divisionPath";

  @Inject JsonWebToken token;

  private Caller caller;

  /** The caller, or UNAUTHENTICATED when the request has no token that names exactly one role. */
  public Caller get() {
    return find().orElseThrow(ProblemType.UNAUTHENTICATED::exception);
  }

  /** The caller, or nothing where the request comes without a token (public reads). */
  public Optional<Caller> find() {
    if (caller == null && token.getSubject() != null) {
      caller = read();
    }
    return Optional.ofNullable(caller);
  }

  private Caller read() {
    Set<String> groups = token.getGroups();
    if (groups == null || groups.size() != 1) {
      throw ProblemType.UNAUTHENTICATED.exception();
    }
    try {
      Role role = Role.valueOf(groups.iterator().next());
      if (role == Role.SYSTEM) {
        throw ProblemType.UNAUTHENTICATED.exception();
      }
      return new Caller(
          token.getSubject(), role, id(MEMBER), id(ORGANISATION), token.getClaim(DIVISION));
    } catch (IllegalArgumentException malformed) {
      throw ProblemType.UNAUTHENTICATED.exception();
    }
  }

  private Long id(String claim) {
    String text = token.getClaim(claim);
    return text == null ? null : Tsid.from(text).toLong();
  }
}
