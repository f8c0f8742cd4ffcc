package org.microwish.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class RowReaderTest {

  private static List<Row> read(ImportFormat format, String text) {
    return RowReader.read(ImportKind.MEMBERS, format, text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> faults(Row row) {
    return row.faults().stream().map(fault -> fault.column() + ":" + fault.code()).toList();
  }

  @Test
  void rowsOfCsvHaveTheNumbersOfASpreadsheetProgram() {
    List<Row> rows =
        read(ImportFormat.CSV, "党员名册,,\n\n来源编号,姓名,特长\n1,陈样例,\"电工\n理发\"\n,,\n2,李样例,\n3,王样例\n");
    assertThat(rows).extracting(Row::number).containsExactly(4, 6, 7);
    assertThat(faults(rows.get(1))).isEmpty();
    assertThat(faults(rows.get(2))).containsExactly("null:INVALID_FORMAT");
  }

  @Test
  void rowsOfNdjsonHaveTheNumbersOfTheirLines() {
    List<Row> rows =
        read(
            ImportFormat.NDJSON,
            """
            {"externalKey":"1","name":"陈样例","skills":["电工","理发"]}

            {broken
            []
            {"externalKey":"2","phone":"1.39E+10","name":{},"x":1}
            """);
    assertThat(rows).extracting(Row::number).containsExactly(1, 3, 4, 5);
    assertThat(rows.getFirst().list("skills")).containsExactly("电工", "理发");
    assertThat(faults(rows.get(1))).containsExactly("null:INVALID_FORMAT");
    assertThat(faults(rows.get(2))).containsExactly("null:WRONG_TYPE");
    assertThat(faults(rows.get(3)))
        .containsExactly("null:UNKNOWN_FIELD", "name:WRONG_TYPE", "phone:DIGITS_LOST");
  }

  @Test
  void aFileHasAtMostFiftyThousandRows() {
    String rows =
        IntStream.rangeClosed(1, RowReader.MAX_ROWS)
            .mapToObj(i -> i + ",样例\n")
            .collect(Collectors.joining("", "来源编号,姓名\n", ""));
    assertThat(read(ImportFormat.CSV, rows)).hasSize(RowReader.MAX_ROWS);
    assertThatThrownBy(() -> read(ImportFormat.CSV, rows + "0,样例\n"))
        .hasMessage("VALIDATION_FAILED");
  }

  @Test
  void aColumnMayOccurOnlyOnce_byWhicheverName() {
    assertThatThrownBy(() -> read(ImportFormat.CSV, "来源编号,姓名,name\n1,陈样例,李样例\n"))
        .hasMessage("VALIDATION_FAILED");
  }

  @Test
  void rowsOnWhichOthersDepend_areRepeatedInADryRun() {
    Rehearsal rehearsal = new Rehearsal(ImportKind.ORGANISATIONS);
    List<Row> rows =
        RowReader.read(
            ImportKind.ORGANISATIONS,
            ImportFormat.CSV,
            """
            externalKey,creditCode,parentKey
            A,,
            B,,A
            C,91350100M000100Y43,B
            D,,A
            E,91350100M000100Y43,
            F,,C
            D,,
            G,,
            """
                .getBytes(StandardCharsets.UTF_8));
    rows.subList(0, 4).forEach(rehearsal::add);
    assertThat(rehearsal.before(rows.subList(4, 5))).containsExactlyElementsOf(rows.subList(0, 3));
    assertThat(rehearsal.before(rows.subList(5, 6))).containsExactlyElementsOf(rows.subList(0, 3));
    assertThat(rehearsal.before(rows.subList(6, 7))).containsExactly(rows.get(0), rows.get(3));
    assertThat(rehearsal.before(rows.subList(7, 8))).isEmpty();
  }
}
