package org.microwish.lifecycle.command;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.EntityManager;
import org.microwish.ledger.Ledger;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Versions;
import org.microwish.privacy.Pseudonyms;
import org.microwish.privacy.Vault;

/** The beans that every {@link Executor} needs. */
@Dependent
public record ExecutorParts(
    Ledger ledger,
    Vault vault,
    Pseudonyms pseudonyms,
    Ids ids,
    Time time,
    Versions versions,
    @Any Instance<CommandWatcher> watchers,
    EntityManager entities) {}
