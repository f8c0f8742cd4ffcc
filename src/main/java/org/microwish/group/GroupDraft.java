package org.microwish.group;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.group.lifecycle.GroupKind;
import org.microwish.platform.Id;
import org.microwish.platform.http.Distinct;
import org.microwish.platform.http.Text;

/** A group to be proposed, or its replacement. */
@Schema(name = "GroupRequest", description = "A group to be proposed, or what replaces its record.")
public record GroupDraft(
    @NotNull GroupKind kind,
    @NotNull @Text(max = 100) @Schema(examples = "银杏志愿服务队") String name,
    @Text(max = 500, lines = true) @Schema(description = "What it is there for, for everybody")
        String purpose,
    @NotNull @Schema(description = "Code or path of its division", examples = "440104013001")
        String division,
    @Schema(description = "The organisation that hosts it") Id hostId,
    @Schema(description = "The group that it is part of") Id parentId,
    @Schema(
            description =
                "The member who leads it, where an operator proposes it; who proposes it else."
                    + " Changed by `handOverGroup` only")
        Id leaderId,
    @Size(max = 10) @Distinct @Schema(description = "What it serves with")
        List<@NotNull @Text(max = 40) String> fields,
    @Min(1) @Max(10_000) @Schema(description = "How many may belong to it; without it any number")
        Integer places,
    @Schema(description = "When it happened, where an operator records it late; default now")
        Instant occurredAt) {

  Long host() {
    return hostId == null ? null : hostId.value();
  }

  Long parent() {
    return parentId == null ? null : parentId.value();
  }

  /** The public texts by vault field. */
  @JsonIgnore
  Map<String, String> publicWords() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("name", name);
    words.put("purpose", purpose);
    words.put("fields", fields == null || fields.isEmpty() ? null : String.join("\n", fields));
    return words;
  }
}
