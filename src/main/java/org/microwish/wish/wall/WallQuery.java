package org.microwish.wish.wall;

import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.Separator;
import org.microwish.lifecycle.reference.ExternalReference;
import org.microwish.lifecycle.serial.numbering.SerialNumber;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.http.Text;
import org.microwish.platform.http.WellFormed;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;

/** The query parameters of the list of wishes. */
public class WallQuery {
  @QueryParam("number")
  @Parameter(description = "A complete serial number (编号)", example = SerialNumber.EXAMPLE)
  @WellFormed(SerialNumber.Form.class)
  String number;

  @QueryParam("kind")
  WishKind kind;

  @QueryParam("category")
  Category category;

  @QueryParam("channel")
  Channel channel;

  @QueryParam("state")
  @Separator(",")
  List<WishState> states;

  @QueryParam("division")
  @Text(max = DivisionCode.MAX_LENGTH)
  String division;

  @QueryParam("organisation")
  Id organisation;

  @QueryParam("from")
  LocalDate from;

  @QueryParam("to")
  LocalDate to;

  @QueryParam("q")
  @Text(max = 40)
  String text;

  @QueryParam("mine")
  Boolean mine;

  @QueryParam("externalReference")
  @Parameter(
      description =
          "The number in another system, as `system:number`; for partners among their own wishes,"
              + " for staff among those of their division",
      example = "hotline:GZ-2026-0001234")
  @WellFormed(ExternalReference.Form.class)
  String reference;

  @QueryParam("updatedSince")
  @Parameter(
      description =
          "Only wishes that changed at this time or later. Ask again from a minute before the"
              + " last request, because a change may become visible a little later")
  Instant updatedSince;

  @QueryParam("sort")
  @Parameter(
      description =
          "Default: NEWEST, with `updatedSince` UPDATED. With `q` only NEWEST. DEADLINE shows only"
              + " OPEN wishes. `listMatches` sorts by score")
  WishSort sort;

  boolean searches() {
    return text != null && !text.isBlank();
  }

  /** Whether the sort does not fit to the search: only NEWEST does. */
  boolean isSortOutsideSearch() {
    return searches() && sort != null && sort != WishSort.NEWEST;
  }

  /** Whether the sort does not fit to the states: only OPEN wishes have a DEADLINE. */
  boolean isSortOutsideStates() {
    return sort == WishSort.DEADLINE
        && states != null
        && !List.of(WishState.OPEN).containsAll(states);
  }
}
