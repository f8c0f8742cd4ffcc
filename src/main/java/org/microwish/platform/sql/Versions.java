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
 * Begins every change of an aggregate: one UPDATE locks its row until the transaction ends and
 * raises its version, then the row is read anew under that lock. Whoever changes the same row waits
 * and finds what this change left behind.
 */
@ApplicationScoped
public class Versions {

  private final EntityManager entities;

  Versions(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Locks a row, raises its version by one and reads it. What the refusals roll back includes the
   * new version.
   *
   * @param id the entity's identifier
   * @param version the versions that the caller has seen
   * @param allowed throws where the row, as it is now, may not be changed; asked before the version
   * @return the row with its new version
   * @throws ProblemException NOT_FOUND where there is no such row; PRECONDITION_FAILED where it has
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
    // The session may have read it before the lock was taken.
    session.refresh(row);
    allowed.accept(row);
    version.require(row.version() - 1);
    return row;
  }

  /** The same for a caller that may have seen any version. */
  public <T extends Versioned> T raise(Class<T> type, Object id, Consumer<T> allowed) {
    return raise(type, id, IfMatch.ANY, allowed);
  }

  /**
   * Locks a row and raises its version by one, if the row is in one of these states and the
   * condition holds. One statement decides, so however many come at once, no more get through than
   * the condition allows.
   *
   * @param room what else must hold, in HQL; null for nothing
   * @return whether the lock is held
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
