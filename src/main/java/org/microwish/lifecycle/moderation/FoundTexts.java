package org.microwish.lifecycle.moderation;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.microwish.lifecycle.Aggregate;
import org.microwish.lifecycle.Aggregates;
import org.microwish.lifecycle.attachment.Attachments;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.privacy.Vault;

/** Reads from the vault the current texts that a finding is about. */
@ApplicationScoped
class FoundTexts {

  private final Aggregates aggregates;
  private final Attachments attachments;
  private final Vault vault;

  FoundTexts(Aggregates aggregates, Attachments attachments, Vault vault) {
    this.aggregates = aggregates;
    this.attachments = attachments;
    this.vault = vault;
  }

  /** Returns the aggregate that the finding is about. */
  Aggregate about(ModerationFinding finding) {
    return aggregates.find(finding.aggregateType, finding.aggregateId).orElseThrow();
  }

  /** Returns the texts by vault field, without erased texts; empty for a finding about an image. */
  Map<String, String> read(ModerationFinding finding) {
    Aggregate about = about(finding);
    Stream<String> fields =
        switch (finding.subject) {
          case WORDS -> about.words().stream();
          case NOTE ->
              attachments
                  .notes(finding.aggregateType, finding.aggregateId, List.of(finding.entryId))
                  .stream()
                  .map(note -> Note.field(note.id));
          case IMAGE -> Stream.empty();
        };
    Map<String, String> values = vault.read(about.subject());
    Map<String, String> texts = new LinkedHashMap<>();
    fields.filter(values::containsKey).forEach(field -> texts.put(field, values.get(field)));
    return texts;
  }
}
