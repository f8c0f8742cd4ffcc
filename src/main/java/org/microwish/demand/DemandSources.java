package org.microwish.demand;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import org.microwish.caller.Role;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.reference.ExternalReferences;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.idempotency.RequestDigest;
import org.microwish.problem.ProblemType;

/** Recognises demands that a source, such as the hotline, sends more than once. */
@ApplicationScoped
class DemandSources {

  private final ExternalReferences references;
  private final DemandQueries queries;
  private final RequestDigest digest;
  private final ObjectMapper json;
  private final EntityManager entities;

  DemandSources(
      ExternalReferences references,
      DemandQueries queries,
      RequestDigest digest,
      ObjectMapper json,
      EntityManager entities) {
    this.references = references;
    this.queries = queries;
    this.digest = digest;
    this.json = json;
    this.entities = entities;
  }

  /**
   * Registers the source's number of a new demand, and stores it in the vault.
   *
   * @return the receipt of the existing demand with this number, if it was submitted with the same
   *     content
   * @throws org.microwish.problem.ProblemException ALREADY_EXISTS if a demand with this number has
   *     other content
   */
  Optional<DemandReceipt> claim(DemandContext context, DemandDraft draft) {
    if (draft.source() == null) {
      return Optional.empty();
    }
    Demand demand = context.demand;
    demand.contentDigest = digest(draft);
    String owner =
        context.caller.is(Role.PARTNER)
            ? context.caller.account()
            : DivisionCode.streetPath(demand.divisionPath);
    OptionalLong holder = references.claim(AggregateType.DEMAND, demand.id, owner, draft.source());
    if (holder.isEmpty()) {
      context.keepSecret(ExternalReferences.FIELD, draft.source().text());
      return Optional.empty();
    }
    Demand known = entities.find(Demand.class, holder.getAsLong());
    if (!demand.contentDigest.equals(known.contentDigest)) {
      throw ProblemType.ALREADY_EXISTS
          .exception()
          .with("demandId", Id.text(known.id))
          .with("externalReference", draft.source().text());
    }
    LedgerReceipt first =
        LedgerReceipt.of(queries.firstEntry(AggregateType.DEMAND, Id.text(known.id)).getFirst());
    return Optional.of(
        new DemandReceipt(
            new Id(known.id), known.version, known.state, known.route, null, null, first));
  }

  private String digest(DemandDraft draft) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(digest.of(json.writeValueAsBytes(draft)));
    } catch (JsonProcessingException notWritable) {
      throw new IllegalStateException(notWritable);
    }
  }
}
