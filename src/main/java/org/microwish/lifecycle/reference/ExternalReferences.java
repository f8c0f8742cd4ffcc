package org.microwish.lifecycle.reference;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.platform.Id;
import org.microwish.platform.idempotency.RequestDigest;

/**
 * Keeps the external references of aggregates unique. The vault has the references themselves, in
 * the field {@value #FIELD} of the aggregate.
 */
@ApplicationScoped
public class ExternalReferences {

  /** The vault field with {@link ExternalReference#text}; no leaf commits to it. */
  public static final String FIELD = "externalReference";

  /** HQL: the ids of the wishes with the reference whose digest is {@code :externalReference}. */
  public static final String WISHES =
      """
      (select r.key.aggregateId from ReferencedAggregate r
        where r.digest = :externalReference and r.key.aggregateType = WISH)""";

  /**
   * Prefix of the owner of a freed reference, before the aggregate's id. Cannot equal another
   * owner, because client ids and paths contain no slash.
   */
  private static final String FREED = "freed/";

  private final ReferenceQueries queries;
  private final RequestDigest digest;

  ExternalReferences(ReferenceQueries queries, RequestDigest digest) {
    this.queries = queries;
    this.digest = digest;
  }

  /**
   * Gives an aggregate a reference, in the running transaction. Callers must roll back if this
   * returns an id.
   *
   * @param owner a partner's client id, or the path of a street; the reference must be unique among
   *     the references of this owner
   * @return the id of another aggregate that has the reference; empty if none has
   */
  public OptionalLong claim(AggregateType type, long id, String owner, ExternalReference wanted) {
    queries.remove(type.name(), id);
    queries.add(type.name(), id, owner, digest(wanted));
    long holder = queries.holder(type.name(), owner, digest(wanted));
    return holder == id ? OptionalLong.empty() : OptionalLong.of(holder);
  }

  /**
   * Changes the owner of an aggregate's reference, if the aggregate has one. Does nothing if the
   * new owner already has an equal reference.
   */
  public void move(AggregateType type, long id, String owner) {
    queries.move(type.name(), id, owner);
  }

  /**
   * Lets another aggregate take the reference of this aggregate. Searches for the reference still
   * find this aggregate.
   */
  public void free(AggregateType type, long id) {
    queries.move(type.name(), id, FREED + Id.text(id));
  }

  /** Removes the reference of an aggregate, if it has one. */
  public void remove(AggregateType type, long id) {
    queries.remove(type.name(), id);
  }

  /** Returns the digest under which {@link ReferencedAggregate} stores a reference. */
  public String digest(ExternalReference reference) {
    byte[] message = ("external-reference\n" + reference.text()).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.of(message));
  }
}
