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
 * Locks an aggregate's row and increments its version, as the first step of each change of the
 * aggregate. One UPDATE does both; after it, the row is read again. The lock lasts until the
 * transaction ends. A concurrent change of the same row waits for the lock and then reads the row
 * with this change.
 */
@ApplicationScoped
public class Versions {

  private final EntityManager entities;

  Versions(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Locks a row, increments its version and reads the row. If this method throws, the caller must
   * roll the transaction back, which restores the version.
   *
   * @param type the entity's class
   * @param id the entity's id
   * @param version the versions that the client allows to be changed
   * @param allowed receives the current row and throws a problem if the caller must not change it;
   *     called before the version is checked
   * @return the row with its new version
   * @throws ProblemException NOT_FOUND if the row does not exist; PRECONDITION_FAILED if the row
   *     has a version that the client does not allow
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
    // Read the row again: the session may have read it before it was locked.
    session.refresh(row);
    allowed.accept(row);
    version.require(row.version() - 1);
    return row;
  }

  /** Locks a row, increments its version and reads the row, whatever version the row has. */
  public <T extends Versioned> T raise(Class<T> type, Object id, Consumer<T> allowed) {
    return raise(type, id, IfMatch.ANY, allowed);
  }

  /**
   * Locks a row and increments its version, if the row is in one of these states and the condition
   * is true; otherwise does nothing. One statement checks state and condition and changes the row,
   * so concurrent callers cannot together exceed a limit in the condition.
   *
   * @param states the states in which the row may be changed
   * @param room an additional condition in HQL, such as that a limit is not reached; or null
   * @return whether the row was changed, and so is locked
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
