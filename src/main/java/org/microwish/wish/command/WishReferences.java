package org.microwish.wish.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.OptionalLong;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.reference.ExternalReference;
import org.microwish.lifecycle.reference.ExternalReferences;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.privacy.Vault;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Wish;
import org.microwish.wish.WishContext;
import org.microwish.wish.WishReads;

/**
 * What the author's own system knows of a wish: its number there, and a partner's notes. Both are
 * in the vault, and no leaf commits to them: the ledger does not tell of them.
 */
@ApplicationScoped
class WishReferences {

  private final ExternalReferences references;
  private final Vault vault;
  private final ObjectMapper json;

  WishReferences(ExternalReferences references, Vault vault, ObjectMapper json) {
    this.references = references;
    this.vault = vault;
    this.json = json;
  }

  /** Gives a new wish the reference and the notes of its draft. */
  void create(WishContext context, WishDraft draft) {
    if (draft.metadata() != null) {
      requirePartner(context, "/metadata");
      context.keepSecret(WishReads.METADATA, text(draft.metadata()));
    }
    if (draft.externalReference() != null) {
      if (context.caller.is(Role.RESIDENT)) {
        throw ProblemException.invalid("/externalReference", FieldFault.NOT_ALLOWED);
      }
      refer(context, draft.externalReference());
    }
  }

  /**
   * Replaces the reference and the notes of a wish. Who may not set them keeps them with null, and
   * the reference also by repeating it.
   */
  void edit(WishContext context, WishDraft draft) {
    boolean partner = context.caller.is(Role.PARTNER);
    if (partner) {
      context.keepSecret(
          WishReads.METADATA, draft.metadata() == null ? null : text(draft.metadata()));
    } else if (draft.metadata() != null) {
      throw ProblemException.invalid("/metadata", FieldFault.NOT_ALLOWED);
    }
    boolean staffs =
        context.caller.is(Role.COLLECTOR, Role.OPERATOR) && context.wish.partner == null;
    ExternalReference wanted = draft.externalReference();
    if (wanted != null && wanted.text().equals(reference(context.wish))) {
      return;
    }
    if (!partner && !staffs) {
      if (wanted != null) {
        throw ProblemException.invalid("/externalReference", FieldFault.NOT_ALLOWED);
      }
    } else if (wanted != null) {
      refer(context, wanted);
    } else {
      references.remove(AggregateType.WISH, context.wish.id);
      context.keepSecret(ExternalReferences.FIELD, null);
    }
  }

  private String reference(Wish wish) {
    return vault.read(wish.subject()).get(ExternalReferences.FIELD);
  }

  private void refer(WishContext context, ExternalReference wanted) {
    Wish wish = context.wish;
    String owner = wish.partner == null ? DivisionCode.streetPath(wish.divisionPath) : wish.partner;
    OptionalLong holder = references.claim(AggregateType.WISH, wish.id, owner, wanted);
    if (holder.isPresent()) {
      throw ProblemType.ALREADY_EXISTS
          .exception()
          .with("wishId", Id.text(holder.getAsLong()))
          .with("externalReference", wanted.text());
    }
    context.keepSecret(ExternalReferences.FIELD, wanted.text());
  }

  private static void requirePartner(WishContext context, String pointer) {
    Caller caller = context.caller;
    if (!caller.is(Role.PARTNER)) {
      throw ProblemException.invalid(pointer, FieldFault.NOT_ALLOWED);
    }
  }

  private String text(Map<String, Confidential> metadata) {
    try {
      return json.writeValueAsString(metadata);
    } catch (JsonProcessingException notWritable) {
      throw new IllegalStateException(notWritable);
    }
  }
}
