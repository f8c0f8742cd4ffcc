package org.microwish.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.MoneyMove;
import org.microwish.ledger.leaf.Transition;

/**
 * An entry before it is written; see {@link org.microwish.ledger.leaf.Leaf} for what the parts
 * mean.
 *
 * @param entryId the new entry's key; made by the service, because openings and postings name it
 * @param occurredAt when it happened; equals recordedAt but for imports, samples and late records
 * @param divisionPath the community's path or a wider one, for queries; null where there is none
 * @param organisationId the organisation it is about, for queries; null where there is none
 */
public record EntryDraft(
    long entryId,
    EntryType type,
    AggregateType aggregateType,
    String aggregateId,
    long version,
    Actor actor,
    Instant occurredAt,
    Instant recordedAt,
    Transition transition,
    Map<String, Object> facts,
    List<MoneyMove> postings,
    List<Commitment> commitments,
    String divisionPath,
    Long organisationId) {}
