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
 * Stores the external reference of a wish (its number in the author's own system) and a partner's
 * notes (metadata). Both are kept in the vault. No ledger leaf commits to them, so the ledger does
 * not show that they exist.
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

  /**
   * Stores the reference and the notes of a new wish's draft.
   *
   * @throws ProblemException VALIDATION_FAILED if the caller may not set them; ALREADY_EXISTS if
   *     another wish has the reference
   */
  void create(WishContext context, WishDraft draft) {
    if (draft.metadata() != null) {
      requirePartner(context, "/metadata");
      context.keepSecret(WishReads.METADATA, text(draft.metadata()));
    }
    if (draft.externalReference() != null) {
      if (context.caller.is(Role.RESIDENT, Role.MEMBER)) {
        throw ProblemException.invalid("/externalReference", FieldFault.NOT_ALLOWED);
      }
      refer(context, draft.externalReference());
    }
  }

  /**
   * Replaces the reference and the notes of a wish. A partner removes either by sending null. Staff
   * can replace the reference of a wish without a partner; null keeps it. All other callers must
   * send null or repeat the stored reference, and thereby keep it; members must send null, because
   * they do not see the reference.
   *
   * @param moved whether the command moves the wish to another street
   */
  void edit(WishContext context, WishDraft draft, boolean moved) {
    boolean partner = context.caller.is(Role.PARTNER);
    if (partner) {
      context.keepSecret(
          WishReads.METADATA, draft.metadata() == null ? null : text(draft.metadata()));
    } else if (draft.metadata() != null) {
      throw ProblemException.invalid("/metadata", FieldFault.NOT_ALLOWED);
    }
    boolean staffs =
        context.caller.is(Role.COLLECTOR, Role.OPERATOR) && context.wish.partner == null;
    ExternalReference there = reference(context.wish);
    ExternalReference wanted = draft.externalReference();
    if (wanted == null && !partner) {
      wanted = there;
    } else if (wanted != null
        && !partner
        && !staffs
        && (!wanted.equals(there) || context.caller.is(Role.MEMBER))) {
      throw ProblemException.invalid("/externalReference", FieldFault.NOT_ALLOWED);
    }
    if (wanted == null) {
      if (there != null) {
        references.remove(AggregateType.WISH, context.wish.id);
        context.keepSecret(ExternalReferences.FIELD, null);
      }
    } else if (!wanted.equals(there) || (moved && staffs)) {
      refer(context, wanted);
    } else if (moved) {
      move(context.wish);
    }
  }

  /**
   * Registers the reference of a wish, if it has one, in the street to which the wish was moved. If
   * another wish already has the reference there, the reference stays registered in the former
   * street; lists filtered by the reference still find the wish.
   */
  void move(Wish wish) {
    references.move(AggregateType.WISH, wish.id, wish.referenceOwner());
  }

  private ExternalReference reference(Wish wish) {
    String text = vault.read(wish.subject()).get(ExternalReferences.FIELD);
    return text == null ? null : ExternalReference.parse(text).orElse(null);
  }

  private void refer(WishContext context, ExternalReference wanted) {
    Wish wish = context.wish;
    OptionalLong holder =
        references.claim(AggregateType.WISH, wish.id, wish.referenceOwner(), wanted);
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
