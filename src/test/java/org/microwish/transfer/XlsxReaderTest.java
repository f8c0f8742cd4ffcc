package org.microwish.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.party.MemberKind;
import org.microwish.problem.ProblemException;

@Tag("fast")
class XlsxReaderTest {

  private static byte[] workbook(Consumer<Worksheet> fill) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook workbook = new Workbook(out, "test", null)) {
      fill.accept(workbook.newWorksheet("导入"));
      workbook.newWorksheet("说明").value(0, 0, "其他");
    } catch (IOException never) {
      throw new UncheckedIOException(never);
    }
    return out.toByteArray();
  }

  private static void line(Worksheet sheet, int row, String... cells) {
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] != null) {
        sheet.value(row, i, cells[i]);
      }
    }
  }

  private static List<Row> read(ImportKind kind, byte[] content) {
    return RowReader.read(kind, ImportFormat.XLSX, content);
  }

  private static List<String> faults(Row row) {
    return row.faults().stream().map(fault -> fault.column() + ":" + fault.code()).toList();
  }

  @Test
  void titleAboveTheHeadings_isSkipped_andRowsKeepTheirNumbers() {
    List<Row> rows =
        read(
            ImportKind.MEMBERS,
            workbook(
                sheet -> {
                  sheet.value(0, 0, "样例街道党员名册");
                  sheet.range(0, 0, 0, 4).merge();
                  line(sheet, 2, "来源编号*", "姓 名", "phone", "人员类别");
                  line(sheet, 3, "M-1", "陈样例", "13900000001", "社区党员");
                  line(sheet, 6, "M-2", "李样例", null, "IN_SERVICE");
                }));
    assertThat(rows).extracting(Row::number).containsExactly(4, 7);
    assertThat(rows.getFirst().get("name")).isEqualTo("陈样例");
    assertThat(rows.getFirst().choice("kind", MemberKind.class)).isEqualTo(MemberKind.COMMUNITY);
    assertThat(rows.getFirst().hasFaults()).isFalse();
  }

  @Test
  void numbersAreReadAsTheyAreShown_unlessDigitsAreLost() {
    List<Row> rows =
        read(
            ImportKind.ORGANISATIONS,
            workbook(
                sheet -> {
                  line(sheet, 0, "externalKey", "name", "creditCode", "division");
                  sheet.value(1, 0, 17);
                  sheet.value(1, 1, "甲");
                  sheet.value(1, 3, 440104013001L);
                  line(sheet, 2, "2", "乙", "9.13E+17", null);
                  sheet.value(3, 0, 3);
                  sheet.value(3, 2, new BigDecimal("913501000001004300"));
                  sheet.value(
                      4, 0, new BigDecimal("0.1").add(new BigDecimal("0.20000000000000001")));
                }));
    assertThat(rows.get(0).key()).isEqualTo("17");
    assertThat(rows.get(0).get("division")).isEqualTo("440104013001");
    assertThat(faults(rows.get(1))).containsExactly("creditCode:DIGITS_LOST");
    assertThat(faults(rows.get(2))).containsExactly("creditCode:DIGITS_LOST");
    assertThat(rows.get(3).key()).isEqualTo("0.3");
  }

  @Test
  void phoneAsNumber_isExact_andInScientificNotationItIsAFault() {
    List<Row> rows =
        read(
            ImportKind.MEMBERS,
            workbook(
                sheet -> {
                  line(sheet, 0, "externalKey", "name", "phone");
                  line(sheet, 1, "1", "陈样例");
                  sheet.value(1, 2, 1.3900000001E10);
                  line(sheet, 2, "2", "李样例", "1.39E+10");
                }));
    assertThat(rows.get(0).get("phone")).isEqualTo("13900000001");
    assertThat(faults(rows.get(1))).containsExactly("phone:DIGITS_LOST");
  }

  @Test
  void datesAsNumberAndAsText_areTheSameTime() {
    List<Row> rows =
        read(
            ImportKind.CHECK_INS,
            workbook(
                sheet -> {
                  line(sheet, 0, "来源编号", "报到时间");
                  sheet.value(1, 0, "1");
                  sheet.value(1, 1, LocalDate.of(2022, 1, 5));
                  sheet.style(1, 1).format("yyyy/m/d").set();
                  sheet.value(2, 0, "2");
                  sheet.value(2, 1, LocalDateTime.of(2022, 1, 5, 9, 30));
                  sheet.style(2, 1).format("yyyy\"年\"m\"月\"d\"日\" hh:mm").set();
                  sheet.value(3, 0, "3");
                  sheet.value(3, 1, 44566);
                  line(sheet, 4, "4", "2022年1月5日");
                  line(sheet, 5, "5", "2022/1/5 9:30");
                  line(sheet, 6, "6", "20220105");
                  line(sheet, 7, "7", "2022-01-05T09:30:00+08:00");
                  line(sheet, 8, "8", "去年");
                  line(sheet, 9, "9", "2022.13.45");
                  line(sheet, 10, "10", "2023/6/31");
                  line(sheet, 11, "11", "2023年2月30日 9:30");
                }));
    Instant day = Instant.parse("2022-01-04T16:00:00Z");
    Instant minute = Instant.parse("2022-01-05T01:30:00Z");
    assertThat(rows.stream().map(row -> row.time("checkedInAt")))
        .containsExactly(day, minute, day, day, minute, day, minute, null, null, null, null);
    assertThat(faults(rows.get(7))).containsExactly("checkedInAt:INVALID_FORMAT");
    assertThat(rows.subList(8, 11))
        .allSatisfy(row -> assertThat(faults(row)).containsExactly("checkedInAt:INVALID_FORMAT"));
  }

  @Test
  void mergedCells_areFaultsOfEachRow() {
    List<Row> rows =
        read(
            ImportKind.MEMBERS,
            workbook(
                sheet -> {
                  line(sheet, 0, "externalKey", "name", "division");
                  line(sheet, 1, "1", "陈样例", "440104013001");
                  line(sheet, 2, "2", "李样例");
                  line(sheet, 3, "3", "王样例", "440104013001");
                  sheet.range(1, 2, 2, 2).merge();
                }));
    assertThat(faults(rows.get(0))).containsExactly("division:MERGED_CELL");
    assertThat(faults(rows.get(1))).containsExactly("division:MERGED_CELL");
    assertThat(rows.get(2).hasFaults()).isFalse();
  }

  @Test
  void rowWhoseCellsAreAllMerged_isNotSkipped() {
    List<Row> rows =
        read(
            ImportKind.MEMBERS,
            workbook(
                sheet -> {
                  line(sheet, 0, "externalKey", "name");
                  line(sheet, 1, "1", "陈样例");
                  line(sheet, 2, "2", "李样例");
                  sheet.range(1, 0, 2, 0).merge();
                  sheet.range(1, 1, 2, 1).merge();
                }));
    assertThat(rows).extracting(Row::number).containsExactly(2, 3);
    assertThat(rows).allMatch(Row::hasFaults);
  }

  @Test
  void mergedAreasThatOverlap_areRefused() {
    byte[] workbook =
        workbook(
            sheet -> {
              line(sheet, 0, "externalKey", "name");
              line(sheet, 1, "1", "陈样例");
            });
    assertThatThrownBy(() -> read(ImportKind.MEMBERS, merged(workbook, 300)))
        .isInstanceOf(ProblemException.class);
  }

  private static byte[] merged(byte[] workbook, int times) throws IOException {
    return changed(
        workbook,
        xml ->
            xml.replace(
                "</sheetData>",
                "</sheetData><mergeCells>"
                    + "<mergeCell ref=\"XFA2:XFD1048576\"/>".repeat(times)
                    + "</mergeCells>"),
        0);
  }

  @Test
  void resultOfAFormulaIsRead_andAFormulaWithoutOneIsAFault() throws IOException {
    byte[] workbook =
        workbook(
            sheet -> {
              line(sheet, 0, "externalKey", "name", "phone");
              line(sheet, 1, "1", "A", "13900000001");
              line(sheet, 2, "2", "B");
              sheet.formula(2, 2, "C2");
              line(sheet, 3, "3", "C", "13900000003");
            });
    byte[] computed =
        changed(
            workbook,
            xml ->
                xml.replace(
                        "<c r=\"C4\"",
                        "<c r=\"C4\" t=\"str\"><f>C2</f><v>13900000009</v></c><c r=\"D4\"")
                    .replace(
                        "<c r=\"B4\"",
                        "<c r=\"B4\" t=\"e\"><f>A1/0</f><v>#DIV/0!</v></c><c r=\"E4\""),
            0);
    List<Row> rows = read(ImportKind.MEMBERS, computed);
    assertThat(faults(rows.get(1))).containsExactly("phone:FORMULA");
    assertThat(rows.get(2).get("phone")).isEqualTo("13900000009");
    assertThat(faults(rows.get(2))).contains("name:FORMULA");
  }

  /**
   * Returns a workbook with changed XML of the first sheet and of the shared texts.
   *
   * @param megabytes the size of an additional part that contains only zeros
   */
  private static byte[] changed(byte[] workbook, UnaryOperator<String> change, int megabytes)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipFile from = ZipFile.builder().setByteArray(workbook).get();
        ZipOutputStream to = new ZipOutputStream(out)) {
      for (ZipArchiveEntry entry : Collections.list(from.getEntries())) {
        to.putNextEntry(new ZipEntry(entry.getName()));
        byte[] part = from.getInputStream(entry).readAllBytes();
        to.write(
            entry.getName().matches("xl/(worksheets/sheet1|sharedStrings)[.]xml")
                ? change
                    .apply(new String(part, StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8)
                : part);
      }
      // Add a picture, which does not begin with text.
      to.putNextEntry(new ZipEntry("xl/media/image1.png"));
      to.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
      to.putNextEntry(new ZipEntry("xl/media/zeros.bin"));
      for (int i = 0; i < megabytes; i++) {
        to.write(new byte[1 << 20]);
      }
    }
    return out.toByteArray();
  }

  private static byte[] members() {
    return workbook(
        sheet -> {
          line(sheet, 0, "externalKey", "name");
          line(sheet, 1, "1", "NAME");
        });
  }

  @Test
  void archiveThatInflatesTooFar_isRefusedBeforeItIsRead() throws IOException {
    byte[] bomb = changed(members(), xml -> xml, 200);
    assertThat(bomb).hasSizeLessThan(1 << 20);
    assertThatThrownBy(() -> read(ImportKind.MEMBERS, bomb)).hasMessage("PAYLOAD_TOO_LARGE");
  }

  @Test
  void hugeNumberAndHugeMergedArea_areFaultsOfTheirCells() throws IOException {
    byte[] workbook =
        changed(
            workbook(
                sheet -> {
                  line(sheet, 0, "externalKey", "name", "phone");
                  line(sheet, 1, "1", "NAME");
                  sheet.value(1, 2, 7);
                  sheet.range(1, 1, 1_048_575, 1).merge();
                }),
            xml -> xml.replace("<v>7</v>", "<v>1E+999999999</v>"),
            0);
    assertThat(faults(read(ImportKind.MEMBERS, workbook).getFirst()))
        .containsExactly("name:MERGED_CELL", "phone:DIGITS_LOST");
  }

  @Test
  void documentTypeWithEntities_isNotExpanded() throws IOException {
    byte[] workbook =
        changed(
            members(),
            xml ->
                xml.replaceFirst(
                        "<(worksheet|sst)",
                        "<!DOCTYPE w [<!ENTITY a \"样样样样\"><!ENTITY f SYSTEM"
                            + " \"file:///etc/passwd\">]><$1")
                    .replace("NAME", "&f;&a;"),
            0);
    assertThatThrownBy(() -> read(ImportKind.MEMBERS, workbook)).hasMessage("DAMAGED_FILE");
  }

  @Test
  void fileThatIsNotAWorkbook_isRefused() {
    for (byte[] content :
        List.of(
            new byte[0],
            "externalKey,name".getBytes(StandardCharsets.UTF_8),
            new byte[] {'P', 'K', 3, 4, 0, 0},
            Arrays.copyOf(members(), members().length / 2))) {
      assertThatThrownBy(() -> read(ImportKind.MEMBERS, content)).hasMessage("DAMAGED_FILE");
    }
  }

  @Test
  void unknownHeadingIsNamedByItsColumn_becauseItMayBePersonal() {
    assertThatThrownBy(
            () -> read(ImportKind.MEMBERS, workbook(sheet -> line(sheet, 0, "来源编号", "姓名", "身份证号"))))
        .satisfies(
            thrown ->
                assertThat(((ProblemException) thrown).errors().getFirst().name()).isEqualTo("/C"));
  }
}
