package org.microwish.notification;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.microwish.caller.Caller;
import org.microwish.lifecycle.inbox.InboxItem;
import org.microwish.lifecycle.inbox.InboxScope;
import org.microwish.party.MemberWork;
import org.microwish.platform.Id;
import org.microwish.platform.http.Times;
import org.microwish.rights.AccountStore;

/**
 * Exports and erases an account's rows in the tables of inboxes, reminders, messages and consents.
 */
@ApplicationScoped
class InboxErasure implements AccountStore, MemberWork {

  private final ReminderQueries queries;
  private final MessageQueries messages;

  InboxErasure(ReminderQueries queries, MessageQueries messages) {
    this.queries = queries;
    this.messages = messages;
  }

  /** Returns false: these rows exist only for accounts that another store keeps. */
  @Override
  public boolean isKept(String account) {
    return false;
  }

  @Override
  public void erase(Caller by, String account, Instant at) {
    queries.deleteReadMarks(account);
    queries.deleteItems(InboxScope.ACCOUNT.name(), account);
    queries.deleteReminders(InboxScope.ACCOUNT.name(), account);
    messages.deleteMessages(account);
    messages.deleteConsents(account);
  }

  @Override
  public void erase(long memberId) {
    queries.deleteReminders(InboxScope.MEMBER.name(), Long.toString(memberId));
    queries.deleteItems(InboxScope.MEMBER.name(), Long.toString(memberId));
  }

  /** Writes nothing: the export of the member's account contains the same rows. */
  @Override
  public void export(JsonGenerator json, long memberId) {}

  @Override
  public void export(JsonGenerator json, String account) throws IOException {
    List<Long> members = queries.members(account);
    List<InboxItem> inbox = new ArrayList<>(queries.itemsOf(InboxScope.ACCOUNT, account));
    List<Reminder> reminders = new ArrayList<>(queries.givenTo(InboxScope.ACCOUNT, account));
    for (Long member : members) {
      inbox.addAll(queries.itemsOf(InboxScope.MEMBER, Long.toString(member)));
      reminders.addAll(queries.givenTo(InboxScope.MEMBER, Long.toString(member)));
    }
    json.writeStartObject();
    array(
        json,
        "inbox",
        inbox,
        item -> {
          json.writeStringField("kind", item.kind.name());
          json.writeStringField("subjectId", Id.text(item.aggregateId));
          json.writeStringField("since", Times.text(item.since));
          if (item.dueAt != null) {
            json.writeStringField("dueAt", Times.text(item.dueAt));
          }
        });
    array(
        json,
        "reminders",
        reminders,
        one -> {
          json.writeStringField("rule", one.rule.name());
          json.writeStringField("subjectId", Id.text(one.aggregateId));
          json.writeStringField("dueAt", Times.text(one.dueAt));
          json.writeStringField("remindedAt", Times.text(one.remindedAt));
        });
    array(
        json,
        "messages",
        messages.messages(account),
        one -> {
          json.writeStringField("kind", one.kind.name());
          json.writeStringField("subjectId", Id.text(one.aggregateId));
          json.writeStringField("state", one.state.name());
          json.writeStringField("happenedAt", Times.text(one.happenedAt));
        });
    array(
        json,
        "messageConsents",
        messages.consents(account),
        one -> {
          json.writeStringField("kind", one.key.kind().name());
          json.writeNumberField("remaining", one.remaining);
          if (one.refusedAt != null) {
            json.writeStringField("refusedAt", Times.text(one.refusedAt));
          }
        });
    json.writeEndObject();
  }

  /** Writes the fields of one row into a JSON object that was started. */
  @FunctionalInterface
  private interface Fields<T> {
    void write(T row) throws IOException;
  }

  /** Writes rows as an array of objects; writes nothing if there are no rows. */
  private static <T> void array(JsonGenerator json, String name, List<T> rows, Fields<T> fields)
      throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(name);
    for (T row : rows) {
      json.writeStartObject();
      fields.write(row);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
