package org.microwish.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.microwish.platform.Id;
import org.microwish.privacy.Erased;
import org.microwish.privacy.SubjectType;

/** Erases the answers of endpoints to changes of an erased wish: they may name its resident. */
@ApplicationScoped
class WebhookErasure {

  private final WebhookQueries queries;

  WebhookErasure(WebhookQueries queries) {
    this.queries = queries;
  }

  void erase(@Observes Erased erased) {
    if (erased.subject().type() == SubjectType.WISH) {
      queries.forgetAnswers(Id.text(erased.subject().id()));
    }
  }
}
