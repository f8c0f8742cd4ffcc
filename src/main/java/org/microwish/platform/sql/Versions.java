package org.microwish.platform.sql;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.microwish.platform.http.IfMatch;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * The first step of every change to an aggregate: one UPDATE locks its row until the transaction
 * ends and increments its version; then the row is read again under that lock. Concurrent changes
 * of the same row wait for the lock and then see this change.
 */
@ApplicationScoped
public class Versions {

  private final EntityManager entities;

  Versions(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Locks a row, increments its version and reads it. If this throws, the rollback of the caller's
   * transaction also restores the version.
   *
   * @param id the entity's identifier
   * @param version the versions that the client has seen
   * @param allowed receives the current row and throws if it must not be changed; called before the
   *     version is checked
   * @return the row with its new version
   * @throws ProblemException NOT_FOUND if the row does not exist; PRECONDITION_FAILED if it has
   *     another version
   */
  public <T extends Versioned> T raise(
      Class<T> type, Object id, IfMatch version, Consumer<T> allowed) {
    Session session = entities.unwrap(Session.class);
    String entity = session.getMetamodel().entity(type).getName();
    int found =
        session
            .createMutationQuery(
                "update " + entity + " row set row.version = row.version + 1 where id(row) = :id")
            .setParameter("id", id)
            .executeUpdate();
    if (found == 0) {
      throw ProblemType.NOT_FOUND.exception();
    }
    T row = session.find(type, id);
    // The session may have read the row before it was locked.
    session.refresh(row);
    allowed.accept(row);
    version.require(row.version() - 1);
    return row;
  }

  /** The same, whatever version the client has seen. */
  public <T extends Versioned> T raise(Class<T> type, Object id, Consumer<T> allowed) {
    return raise(type, id, IfMatch.ANY, allowed);
  }

  /**
   * Locks a row and increments its version if the row is in one of these states and the condition
   * holds. State and condition are checked by the same statement, so concurrent callers cannot
   * exceed the condition.
   *
   * @param room an additional condition in HQL, or null
   * @return whether the row was updated, and so is locked
   */
  public boolean raiseIf(
      Class<?> type, long id, Collection<? extends Enum<?>> states, String room) {
    Session session = entities.unwrap(Session.class);
    String update =
        "update "
            + session.getMetamodel().entity(type).getName()
            + " set version = version + 1 where id = :id and state in :states"
            + (room == null ? "" : " and (" + room + ")");
    return session
            .createMutationQuery(update)
            .setParameter("id", id)
            .setParameterList("states", states)
            .executeUpdate()
        == 1;
  }
}
