package org.microwish.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.activity.lifecycle.ActivityState;

/** Tests that calendars follow RFC 5545. */
@Tag("fast")
class ActivityCalendarTest {

  private static String calendar(String title, String text) {
    Activity activity = new Activity();
    activity.version = 3;
    activity.state = ActivityState.PUBLISHED;
    activity.title = title;
    activity.text = text;
    activity.updatedAt = Instant.parse("2026-03-01T08:00:00.123456Z");
    ActivitySession session = new ActivitySession();
    session.id = 1;
    session.startsAt = Instant.parse("2026-03-05T01:30:00Z");
    session.endsAt = Instant.parse("2026-03-05T03:00:00Z");
    ActivityCalendar calendar = new ActivityCalendar();
    calendar.add(activity, session);
    return calendar.end();
  }

  @Test
  void event_hasTimesInUtc_andEscapedWords() {
    assertThat(calendar("急救培训", "带上:纸、笔;\n第一排, 坐满\\"))
        .startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
        .contains("\r\nDTSTAMP:20260301T080000Z\r\n")
        .contains("\r\nDTSTART:20260305T013000Z\r\nDTEND:20260305T030000Z\r\n")
        .contains("\r\nSUMMARY:急救培训\r\n")
        .contains("\r\nDESCRIPTION:带上:纸、笔\\;\\n第一排\\, 坐满\\\\\r\n")
        .endsWith("END:VEVENT\r\nEND:VCALENDAR\r\n");
  }

  @Test
  void longLine_isFoldedBetweenCharacters() {
    String words = "社区里的急救培训😀".repeat(30);
    String calendar = calendar(words, null);
    for (String line : calendar.split("\r\n", -1)) {
      assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(75);
    }
    assertThat(calendar.replace("\r\n ", "")).contains("\r\nSUMMARY:" + words + "\r\n");
  }
}
