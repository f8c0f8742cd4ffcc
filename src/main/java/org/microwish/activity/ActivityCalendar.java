package org.microwish.activity;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.microwish.activity.lifecycle.ActivityState;
import org.microwish.platform.Id;

/** Writes sessions of activities as an iCalendar (RFC 5545) with one event for each session. */
final class ActivityCalendar {

  /** The media type of calendars. */
  static final String TYPE = "text/calendar";

  /** Maximum length of a line in bytes of UTF-8, without its end (RFC 5545 section 3.1). */
  private static final int LINE = 75;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final StringBuilder text = new StringBuilder();

  ActivityCalendar() {
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//micro-wish//activities//ZH");
  }

  /** Adds a session; a later version of the activity replaces the event in calendars. */
  void add(Activity activity, ActivitySession session) {
    line("BEGIN", "VEVENT");
    line("UID", Id.text(session.id) + "@activities.micro-wish");
    line("SEQUENCE", Long.toString(activity.version));
    line("DTSTAMP", time(activity.updatedAt));
    line("DTSTART", time(session.startsAt));
    line("DTEND", time(session.endsAt));
    line("STATUS", activity.state == ActivityState.CANCELLED ? "CANCELLED" : "CONFIRMED");
    words("SUMMARY", activity.title);
    words("DESCRIPTION", activity.text);
    words("LOCATION", session.place);
    line("END", "VEVENT");
  }

  /** Returns the whole calendar. */
  String end() {
    line("END", "VCALENDAR");
    return text.toString();
  }

  private static String time(Instant time) {
    return TIME.format(time);
  }

  private void words(String name, String words) {
    if (words != null) {
      line(
          name,
          words
              .replace("\\", "\\\\")
              .replace(";", "\\;")
              .replace(",", "\\,")
              .replace("\r\n", "\\n")
              .replace("\n", "\\n")
              .replace("\r", "\\n"));
    }
  }

  /** Appends a line, folded before the first character that would make it too long. */
  private void line(String name, String content) {
    int length = 0;
    for (int character : (name + ":" + content).codePoints().toArray()) {
      int bytes = Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
      if (length + bytes > LINE) {
        text.append("\r\n ");
        length = 1;
      }
      text.appendCodePoint(character);
      length += bytes;
    }
    text.append("\r\n");
  }
}
