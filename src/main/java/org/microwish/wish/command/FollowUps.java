package org.microwish.wish.command;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.attachment.Attachments;
import org.microwish.lifecycle.attachment.FollowUp;
import org.microwish.platform.Id;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.wish.Wish;
import org.microwish.wish.WishAccess;
import org.microwish.wish.WishContext;

/**
 * Links follow-up visits that found problems to the command that reacts to them: the command
 * reopens the wish, or creates a new wish for the problems. The leaf of that command commits to the
 * visit.
 */
@ApplicationScoped
class FollowUps {

  private static final String POINTER = "/followUp";

  private final EntityManager entities;
  private final Attachments attachments;
  private final WishAccess access;

  FollowUps(EntityManager entities, Attachments attachments, WishAccess access) {
    this.entities = entities;
    this.attachments = attachments;
    this.access = access;
  }

  /** Records that the running command reopens the wish because of the visit. */
  void leadToRedo(long followUp, WishContext context) {
    FollowUp visit = require(followUp);
    if (visit.aggregateId != context.wish.id) {
      throw ProblemException.invalid(POINTER, FieldFault.NOT_FOUND);
    }
    lead(visit, context.entryId, null, context);
  }

  /** Records that the running command creates a wish because of the visit to another wish. */
  void leadToWish(Caller caller, long followUp, WishContext context) {
    FollowUp visit = require(followUp);
    Wish visited = entities.find(Wish.class, visit.aggregateId);
    if (!caller.is(Role.COLLECTOR, Role.OPERATOR) || !access.seesPrivately(caller, visited)) {
      throw ProblemException.invalid(POINTER, FieldFault.NOT_FOUND);
    }
    visited.requireUsable();
    lead(visit, null, context.wish.id, context);
  }

  private FollowUp require(long id) {
    FollowUp visit = entities.find(FollowUp.class, id);
    if (visit == null || visit.aggregateType != AggregateType.WISH) {
      throw ProblemException.invalid(POINTER, FieldFault.NOT_FOUND);
    }
    return visit;
  }

  private void lead(FollowUp visit, Long redoEntry, Long nextWish, WishContext context) {
    if (visit.result != FollowUp.Result.ISSUES_FOUND) {
      throw ProblemException.invalid(POINTER, FieldFault.NOT_ALLOWED);
    }
    // A conditional update: only one of two concurrent commands is linked to the visit.
    if (attachments.lead(visit.id, redoEntry, nextWish) == 0) {
      throw ProblemException.invalid(POINTER, FieldFault.DUPLICATE);
    }
    context.commitTo("followUp", Id.text(visit.id));
  }
}
