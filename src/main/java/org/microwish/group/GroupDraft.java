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

/** Request body: a group to be proposed, or the new data of a group. */
@Schema(name = "GroupRequest", description = "A group to propose, or the new data of a group.")
public record GroupDraft(
    @NotNull GroupKind kind,
    @NotNull @Text(max = 100) @Schema(examples = "银杏志愿服务队") String name,
    @Text(max = 500, lines = true) @Schema(description = "The purpose of the group; public")
        String purpose,
    @NotNull
        @Schema(description = "Code or path of the group's division", examples = "440104013001")
        String division,
    @Schema(description = "The organisation that hosts the group") Id hostId,
    @Schema(description = "The group that this group is part of") Id parentId,
    @Schema(
            description =
                "The member who leads the group, if an operator proposes it; a member who proposes"
                    + " a group leads it. Not allowed in `editGroup`; use `handOverGroup`")
        Id leaderId,
    @Size(max = 10) @Distinct @Schema(description = "The services that the group offers")
        List<@NotNull @Text(max = 40) String> fields,
    @Min(1) @Max(10_000) @Schema(description = "The maximum number of members; no limit if omitted")
        Integer places,
    @Schema(
            description =
                "When it happened, if an operator records it later; other callers must omit it."
                    + " Default: now")
        Instant occurredAt) {

  Long host() {
    return hostId == null ? null : hostId.value();
  }

  Long parent() {
    return parentId == null ? null : parentId.value();
  }

  /** Returns the public texts by the names of their vault fields; a missing text is null. */
  @JsonIgnore
  Map<String, String> publicWords() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("name", name);
    words.put("purpose", purpose);
    words.put("fields", fields == null || fields.isEmpty() ? null : String.join("\n", fields));
    return words;
  }
}
