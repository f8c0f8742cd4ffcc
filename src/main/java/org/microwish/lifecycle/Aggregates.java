package org.microwish.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.metamodel.EntityType;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.microwish.ledger.leaf.AggregateType;

/** Finds an aggregate of any type by its id. */
@ApplicationScoped
public class Aggregates {

  private final EntityManager entities;
  private final Map<AggregateType, Class<? extends Aggregate>> entityTypes;

  Aggregates(EntityManager entities, EntityManagerFactory hibernate) {
    this.entities = entities;
    this.entityTypes =
        hibernate.getMetamodel().getEntities().stream()
            .map(EntityType::getJavaType)
            .filter(Aggregate.class::isAssignableFrom)
            .map(java -> java.asSubclass(Aggregate.class))
            .collect(Collectors.toMap(Aggregates::typeOf, java -> java));
  }

  /** Returns the aggregate, or empty if none has this id. Requires a running transaction. */
  public Optional<Aggregate> find(AggregateType type, long id) {
    return Optional.ofNullable(entities.find(entityTypes.get(type), id));
  }

  private static AggregateType typeOf(Class<? extends Aggregate> java) {
    try {
      return java.getDeclaredConstructor().newInstance().aggregateType();
    } catch (ReflectiveOperationException noEntity) {
      throw new IllegalStateException(noEntity);
    }
  }
}
