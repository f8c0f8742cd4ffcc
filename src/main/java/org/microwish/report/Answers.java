package org.microwish.report;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.microwish.transfer.ImportFormat;

/** The responses of this package: figures of one caller, which no cache may store. */
final class Answers {

  private Answers() {}

  static Response json(Object view) {
    return of(Response.ok(view, MediaType.APPLICATION_JSON));
  }

  static Response page(String page) {
    return of(Response.ok(page, "text/html;charset=UTF-8"));
  }

  /** Returns a workbook for download; {@code name} is the file name without its extension. */
  static Response workbook(String name, StreamingOutput workbook) {
    return of(
        Response.ok(workbook, ImportFormat.XLSX_TYPE)
            .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".xlsx\""));
  }

  private static Response of(Response.ResponseBuilder response) {
    return response.header(HttpHeaders.CACHE_CONTROL, "private, no-store").build();
  }
}
