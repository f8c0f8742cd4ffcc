package org.microwish.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.metamodel.EntityType;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.microwish.ledger.leaf.AggregateType;

/** Finds an aggregate of any type by its id. */
@ApplicationScoped
public class Aggregates {

  private final EntityManager entities;

  Aggregates(EntityManager entities) {
    this.entities = entities;
  }

  /** The aggregate, if it is there. Assumes a running transaction. */
  public Optional<Aggregate> find(AggregateType type, long id) {
    return Optional.ofNullable(entities.find(entityTypes().get(type), id));
  }

  private Map<AggregateType, Class<? extends Aggregate>> entityTypes() {
    return entities.getMetamodel().getEntities().stream()
        .map(EntityType::getJavaType)
        .filter(Aggregate.class::isAssignableFrom)
        .map(java -> java.asSubclass(Aggregate.class))
        .collect(Collectors.toMap(Aggregates::typeOf, java -> java));
  }

  private static AggregateType typeOf(Class<? extends Aggregate> java) {
    try {
      return java.getDeclaredConstructor().newInstance().aggregateType();
    } catch (ReflectiveOperationException noEntity) {
      throw new IllegalStateException(noEntity);
    }
  }
}
