package org.microwish.activity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.activity.lifecycle.ActivityKind;
import org.microwish.activity.lifecycle.HoursMode;
import org.microwish.activity.lifecycle.SignUp;
import org.microwish.ledger.EventTime;
import org.microwish.platform.Id;
import org.microwish.platform.http.CrossChecked;
import org.microwish.platform.http.Text;
import org.microwish.problem.FieldFault;

/** Request body: a new activity, or the new data of a draft. */
@Schema(name = "ActivityRequest", description = "A new activity, or the new data of a draft.")
public record ActivityDraft(
    @NotNull ActivityKind kind,
    @NotNull @Text(max = 100) @Schema(examples = "周六义诊") String title,
    @Text(max = 2000, lines = true) @Schema(description = "What the activity is about; public")
        String text,
    @NotNull
        @Schema(description = "Code or path of the activity's division", examples = "440104013001")
        String division,
    @Schema(description = "The organisation that hosts the activity; either this or `groupId`")
        Id hostId,
    @Schema(description = "The active group that hosts the activity; either this or `hostId`")
        Id groupId,
    @Size(max = 20)
        @Schema(description = "Other organisations that host the activity; their stewards may act")
        List<@NotNull Id> coHostIds,
    @Schema(
            description =
                "The space of a station that the activity books when it is published; its sessions"
                    + " then begin and end on half hours")
        Id spaceId,
    @NotNull SignUp signUp,
    @NotNull HoursMode hoursMode,
    @Min(1)
        @Max(1440)
        @Schema(
            description =
                "The minutes that count for each attendance; only if `hoursMode` is FIXED")
        Integer fixedMinutes,
    @NotNull @Size(min = 1, max = 50) List<@NotNull @Valid Session> sessions,
    @Schema(
            description =
                "When it happened, if an operator records it later; other callers must omit it."
                    + " Default: now")
        Instant occurredAt)
    implements CrossChecked {

  /** A session of the activity. */
  @Schema(name = "ActivitySessionRequest", description = "A session: its times, seats and place.")
  public record Session(
      @NotNull Instant startsAt,
      @NotNull Instant endsAt,
      @NotNull @Min(1) @Max(10_000) Integer seats,
      @Text(max = 100) @Schema(description = "Where the session takes place; public")
          String location)
      implements CrossChecked {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    @Override
    public void crossCheck(Faults faults) {
      if (startsAt != null && startsAt.isBefore(EventTime.EARLIEST)) {
        faults.add("startsAt", FieldFault.OUT_OF_RANGE);
      }
      if (startsAt != null && endsAt != null) {
        if (endsAt.isBefore(startsAt.plus(SHORTEST))) {
          faults.add("endsAt", FieldFault.WRONG_ORDER);
        } else if (endsAt.isAfter(startsAt.plus(LONGEST))) {
          faults.add("endsAt", FieldFault.OUT_OF_RANGE);
        }
      }
    }
  }

  @Override
  public void crossCheck(Faults faults) {
    if ((hostId == null) == (groupId == null)) {
      faults.add("hostId", hostId == null ? FieldFault.REQUIRED : FieldFault.NOT_ALLOWED);
    }
    if ((hoursMode == HoursMode.FIXED) != (fixedMinutes != null)) {
      faults.add(
          "fixedMinutes", fixedMinutes == null ? FieldFault.REQUIRED : FieldFault.NOT_ALLOWED);
    }
  }

  Long host() {
    return hostId == null ? null : hostId.value();
  }

  Long group() {
    return groupId == null ? null : groupId.value();
  }

  List<Long> coHosts() {
    return coHostIds == null ? List.of() : coHostIds.stream().map(Id::value).toList();
  }

  Long space() {
    return spaceId == null ? null : spaceId.value();
  }

  /** Returns the public texts by the names of their vault fields; a missing text is null. */
  @JsonIgnore
  Map<String, String> publicWords() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("title", title);
    words.put("text", text);
    String places =
        sessions.stream()
            .map(Session::location)
            .filter(Objects::nonNull)
            .distinct()
            .collect(Collectors.joining("\n"));
    words.put("places", places.isEmpty() ? null : places);
    return words;
  }
}
