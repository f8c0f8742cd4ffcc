package org.microwish.transfer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a workbook consists of besides its rows: the least that Office Open XML (ECMA-376 parts 1
 * and 2, transitional) asks for.
 */
final class SheetParts {

  /** The style of titles. */
  static final int BOLD = 1;

  /** The style of amounts. */
  static final int MONEY = 2;

  static final byte[] AMPERSAND = bytes("&amp;");
  static final byte[] LESS = bytes("&lt;");
  static final byte[] GREATER = bytes("&gt;");
  static final byte[] CARRIAGE_RETURN = bytes("&#13;");

  /** Behind the last row of a sheet. */
  static final String SHEET_END = "</sheetData></worksheet>";

  private static final String DECLARATION =
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
  private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  private static final String OFFICE =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
  private static final String TYPES =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.";

  private static final String STYLES =
      DECLARATION
          + "<styleSheet xmlns=\""
          + MAIN
          + "\">"
          + "<numFmts count=\"1\"><numFmt numFmtId=\"165\" formatCode=\"#,##0.00\"/></numFmts>"
          + "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
          + "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
          + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
          + "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
          + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
          + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
          + "</cellStyleXfs><cellXfs count=\"3\">"
          + "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
          + "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>"
          + "<xf numFmtId=\"165\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\""
          + " applyNumberFormat=\"1\"/></cellXfs></styleSheet>";

  private SheetParts() {}

  /**
   * One file of the package.
   *
   * @param name its path in the archive
   */
  record Part(String name, String xml) {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The name of a sheet's part, from 1. */
  static String sheet(int number) {
    return "xl/worksheets/sheet" + number + ".xml";
  }

  /** A column as references name it: A, …, Z, AA, … */
  static String letters(int column) {
    String last = String.valueOf((char) ('A' + column % 26));
    return column < 26 ? last : letters(column / 26 - 1) + last;
  }

  /** What stands before the first row: the titles and the numbers of the wishes stay in sight. */
  static String sheetHead(List<SheetColumn> columns) {
    StringBuilder head = new StringBuilder(DECLARATION);
    head.append("<worksheet xmlns=\"").append(MAIN).append("\"><sheetViews>");
    head.append("<sheetView workbookViewId=\"0\"><pane xSplit=\"1\" ySplit=\"1\"");
    head.append(" topLeftCell=\"B2\" activePane=\"bottomRight\" state=\"frozen\"/>");
    head.append("</sheetView></sheetViews><cols>");
    for (int at = 1; at <= columns.size(); at++) {
      head.append("<col min=\"%1$d\" max=\"%1$d\"".formatted(at));
      head.append(" width=\"%d\" customWidth=\"1\"/>".formatted(columns.get(at - 1).width()));
    }
    return head.append("</cols><sheetData>").toString();
  }

  /** All parts but the sheets. */
  static List<Part> others(int sheets) {
    StringBuilder types = new StringBuilder(DECLARATION);
    types.append("<Types xmlns=\"").append(PACKAGE).append("content-types\">");
    types.append("<Default Extension=\"rels\" ContentType=");
    types.append("\"application/vnd.openxmlformats-package.relationships+xml\"/>");
    types.append("<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
    types.append(override("xl/workbook.xml", "sheet.main"));
    types.append(override("xl/styles.xml", "styles"));
    StringBuilder book = new StringBuilder(DECLARATION);
    book.append("<workbook xmlns=\"").append(MAIN).append("\" xmlns:r=\"").append(OFFICE);
    book.append("\"><sheets>");
    StringBuilder parts = new StringBuilder(DECLARATION);
    parts.append("<Relationships xmlns=\"").append(PACKAGE).append("relationships\">");
    parts.append(relationship("styles", "styles", "styles.xml"));
    for (int number = 1; number <= sheets; number++) {
      types.append(override(sheet(number), "worksheet"));
      String name = "工作台账" + (number == 1 ? "" : number);
      book.append(
          "<sheet name=\"%1$s\" sheetId=\"%2$d\" r:id=\"sheet%2$d\"/>".formatted(name, number));
      parts.append(
          relationship("sheet" + number, "worksheet", "worksheets/sheet" + number + ".xml"));
    }
    String root =
        DECLARATION
            + "<Relationships xmlns=\""
            + PACKAGE
            + "relationships\">"
            + relationship("book", "officeDocument", "xl/workbook.xml")
            + "</Relationships>";
    List<Part> all = new ArrayList<>();
    all.add(new Part("xl/styles.xml", STYLES));
    all.add(new Part("xl/workbook.xml", book.append("</sheets></workbook>").toString()));
    all.add(new Part("xl/_rels/workbook.xml.rels", parts.append("</Relationships>").toString()));
    all.add(new Part("_rels/.rels", root));
    all.add(new Part("[Content_Types].xml", types.append("</Types>").toString()));
    return all;
  }

  private static String override(String name, String type) {
    return "<Override PartName=\"/%s\" ContentType=\"%s%s+xml\"/>".formatted(name, TYPES, type);
  }

  private static String relationship(String id, String type, String target) {
    return "<Relationship Id=\"%s\" Type=\"%s/%s\" Target=\"%s\"/>"
        .formatted(id, OFFICE, type, target);
  }
}
