package org.microwish.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.validation.Validation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.platform.Id;
import org.microwish.platform.http.ProbeResource.Colour;
import org.microwish.platform.http.ProbeResource.Part;
import org.microwish.platform.http.ProbeResource.Thing;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.money.Money;

@Tag("fast")
class StrictJsonTest {

  private final ObjectMapper mapper = mapper();
  private final StrictJson json =
      new StrictJson(
          mapper,
          Validation.byDefaultProvider()
              .configure()
              .messageInterpolator(new ParameterMessageInterpolator())
              .buildValidatorFactory()
              .getValidator());

  private static ObjectMapper mapper() {
    ObjectMapper mapper = new ObjectMapper().registerModule(new JavaTimeModule());
    new JsonTypes().customize(mapper);
    return mapper;
  }

  private Thing read(String text) {
    return json.read(text.getBytes(StandardCharsets.UTF_8), Thing.class);
  }

  private ProblemException refusal(byte[] body) {
    ProblemException refusal =
        catchThrowableOfType(ProblemException.class, () -> json.read(body, Thing.class));
    assertThat(refusal).as(new String(body, StandardCharsets.UTF_8)).isNotNull();
    return refusal;
  }

  private static String errors(ProblemException refusal) {
    return String.join(
        " ", refusal.errors().stream().map(e -> e.name() + ":" + e.fault()).toList());
  }

  @Test
  void everyType_canBeReadAndWritten() throws JsonProcessingException {
    String text =
        """
        {"title":"安装扶手","summary":"一\\n二","colour":"RED","budget":"97150.60",\
        "owner":"0D1RZQ4J8M3TB","count":-3,"many":9007199254740993,"done":true,\
        "at":"2022-02-15T09:30:00.000120+08:00","on":"2022-02-15",\
        "parts":[{"name":"一","count":1}],"colours":["GREEN"],"labels":{"a":"😀"}}""";
    Thing thing = read(text);
    assertThat(thing)
        .isEqualTo(
            new Thing(
                "安装扶手",
                "一\n二",
                Colour.RED,
                new Money(9715060),
                Id.fromString("0D1RZQ4J8M3TB"),
                -3,
                9007199254740993L,
                true,
                Instant.parse("2022-02-15T01:30:00.000120Z"),
                LocalDate.of(2022, 2, 15),
                List.of(new Part("一", 1)),
                List.of(Colour.GREEN),
                Map.of("a", "😀")));
    assertThat(mapper.writeValueAsString(thing)).isEqualTo(text.replace(".000120", ".00012"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"titel\":\"x\"}|/titel:UNKNOWN_FIELD",
        "{\"parts\":[{},{\"nom\":1}]}|/parts/1/nom:UNKNOWN_FIELD",
        "{\"title\":\"a\",\"title\":\"b\"}|/title:DUPLICATE_FIELD",
        "{\"labels\":{\"a/b\":\"x\",\"a/b\":\"y\"}}|/labels/a~1b:DUPLICATE_FIELD",
        "{\"title\":5}|/title:WRONG_TYPE",
        "{\"title\":true}|/title:WRONG_TYPE",
        "{\"title\":[\"a\"]}|/title:WRONG_TYPE",
        "{\"title\":{\"a\":{}}}|/title:WRONG_TYPE",
        "{\"count\":\"5\"}|/count:WRONG_TYPE",
        "{\"count\":\"\"}|/count:WRONG_TYPE",
        "{\"count\":5.5}|/count:WRONG_TYPE",
        "{\"count\":5.0}|/count:WRONG_TYPE",
        "{\"count\":1e3}|/count:WRONG_TYPE",
        "{\"count\":true}|/count:WRONG_TYPE",
        "{\"count\":[5]}|/count:WRONG_TYPE",
        "{\"count\":2147483648}|/count:OUT_OF_RANGE",
        "{\"many\":9223372036854775808}|/many:OUT_OF_RANGE",
        "{\"parts\":[{\"count\":99999999999}]}|/parts/0/count:OUT_OF_RANGE",
        "{\"done\":\"true\"}|/done:WRONG_TYPE",
        "{\"done\":1}|/done:WRONG_TYPE",
        "{\"colour\":\"BLUE\"}|/colour:UNKNOWN_VALUE",
        "{\"colour\":\"red\"}|/colour:UNKNOWN_VALUE",
        "{\"colour\":\"\"}|/colour:UNKNOWN_VALUE",
        "{\"colour\":0}|/colour:WRONG_TYPE",
        "{\"colours\":[\"RED\",\"BLUE\"]}|/colours/1:UNKNOWN_VALUE",
        "{\"colours\":\"RED\"}|/colours:WRONG_TYPE",
        "{\"colours\":{}}|/colours:WRONG_TYPE",
        "{\"budget\":97150.6}|/budget:WRONG_TYPE",
        "{\"budget\":\"1.234\"}|/budget:INVALID_FORMAT",
        "{\"budget\":\"-1\"}|/budget:INVALID_FORMAT",
        "{\"budget\":\"\"}|/budget:INVALID_FORMAT",
        "{\"owner\":\"42\"}|/owner:INVALID_FORMAT",
        "{\"owner\":42}|/owner:WRONG_TYPE",
        "{\"at\":\"2022-02-15T09:30:00\"}|/at:INVALID_FORMAT",
        "{\"at\":\"2022-02-15 09:30:00+08:00\"}|/at:INVALID_FORMAT",
        "{\"at\":\"2022-02-15T24:30:00Z\"}|/at:INVALID_FORMAT",
        "{\"at\":1644888600}|/at:WRONG_TYPE",
        "{\"on\":\"2022-02-29\"}|/on:INVALID_FORMAT",
        "{\"on\":[2022,2,15]}|/on:WRONG_TYPE",
        "{\"parts\":{}}|/parts:WRONG_TYPE",
        "{\"parts\":[5]}|/parts/0:WRONG_TYPE",
        "{\"parts\":[[]]}|/parts/0:WRONG_TYPE",
        "{\"parts\":[\"\"]}|/parts/0:WRONG_TYPE",
        "{\"parts\":\"\"}|/parts:WRONG_TYPE",
        "{\"labels\":[]}|/labels:WRONG_TYPE",
        "{\"title\":\"a\\u0000b\"}|/title:FORBIDDEN_CHARACTER",
        "{\"title\":\"a\\rb\"}|/title:FORBIDDEN_CHARACTER",
        "{\"title\":\"a\\u0085b\"}|/title:FORBIDDEN_CHARACTER",
        "{\"title\":\"\\ud83d\"}|/title:FORBIDDEN_CHARACTER",
        "{\"labels\":{\"a\":\"\\udc00\\ud800\"}}|/labels/a:FORBIDDEN_CHARACTER",
        "{\"labels\":{\"\\u0007\":\"x\"}}|/labels:FORBIDDEN_CHARACTER",
        "{\"colour\":\"BLUE\",\"count\":\"1\",\"on\":\"x\"}|/colour:UNKNOWN_VALUE /count:WRONG_TYPE"
            + " /on:INVALID_FORMAT",
        "{\"colour\":\"BLUE\",\"at\":\"y\",\"on\":\"x\"}"
            + "|/colour:UNKNOWN_VALUE /at:INVALID_FORMAT /on:INVALID_FORMAT",
        "null|:REQUIRED",
        "5|:WRONG_TYPE",
        "\"a\"|:WRONG_TYPE",
        "[]|:WRONG_TYPE",
        "[[{\"a\":1}]]|:WRONG_TYPE",
      })
  void invalidField_isNamedByItsPointer(String text, String expected) {
    ProblemException refusal = refusal(text.getBytes(StandardCharsets.UTF_8));
    // Leave out the missing required fields, which are reported too.
    List<String> read =
        refusal.errors().stream()
            .filter(e -> e.fault() != FieldFault.REQUIRED || e.name().isEmpty())
            .map(e -> e.name() + ":" + e.fault())
            .toList();
    assertThat(String.join(" ", read)).isEqualTo(expected);
    assertThat(refusal.type()).isEqualTo(ProblemType.VALIDATION_FAILED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"title\":",
        "{\"title\":\"a\"",
        "{\"title\":\"a\"}}",
        "{\"title\":\"a\"} {}",
        "{\"title\":\"a\"} x",
        "{title:\"a\"}",
        "{'title':'a'}",
        "{\"title\":\"a\",}",
        "{\"count\":01}",
        "{\"count\":+1}",
        "{\"count\":NaN}",
        "{\"title\":\"a\nb\"}",
        "// x\n{}",
        "\uFEFF{}",
        "nul",
      })
  void malformedJson_isRefused(String text) {
    ProblemException refusal = refusal(text.getBytes(StandardCharsets.UTF_8));
    assertThat(refusal.type()).isEqualTo(ProblemType.MALFORMED_REQUEST);
    assertThat(refusal.members()).containsKeys("line", "column");
    assertThat(refusal.errors()).hasSize(1);
  }

  @Test
  void invalidUtf8_isReportedForItsField() {
    byte[] body = "{\"title\":\"x\"}".getBytes(StandardCharsets.UTF_8);
    body[10] = (byte) 0xff;
    assertThat(errors(refusal(body))).isEqualTo("/title:FORBIDDEN_CHARACTER");
    assertThat(refusal("{\"title\":\"x\"}".getBytes(StandardCharsets.UTF_16)).type())
        .isEqualTo(ProblemType.MALFORMED_REQUEST);
  }

  @Test
  void sizeLimits_areEnforced() {
    String deep = "{\"labels\":".repeat(500) + "{}" + "}".repeat(500);
    assertThat(errors(refusal(deep.getBytes(StandardCharsets.UTF_8)))).endsWith(":TOO_DEEP");
    String array = "{\"title\":" + "[".repeat(100_000);
    assertThat(errors(refusal(array.getBytes(StandardCharsets.UTF_8)))).endsWith(":TOO_DEEP");
    String digits = "{\"count\":" + "9".repeat(100_000) + "}";
    assertThat(errors(refusal(digits.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo("/count:OUT_OF_RANGE");
    String name = "{\"labels\":{\"" + "n".repeat(100_000) + "\":\"\"}}";
    assertThat(errors(refusal(name.getBytes(StandardCharsets.UTF_8)))).endsWith(":TOO_LONG");
    String text = "{\"title\":\"" + "t".repeat(200_000) + "\"}";
    assertThat(errors(refusal(text.getBytes(StandardCharsets.UTF_8)))).endsWith(":TOO_LONG");
    String tokens = "{\"colours\":[" + "0,".repeat(60_000) + "0]}";
    assertThat(errors(refusal(tokens.getBytes(StandardCharsets.UTF_8)))).endsWith(":TOO_LONG");
    StringBuilder many = new StringBuilder("{\"a0\":0");
    for (int i = 1; i < 10_000; i++) {
      many.append(",\"a").append(i).append("\":0");
    }
    assertThat(refusal(many.append('}').toString().getBytes(StandardCharsets.UTF_8)).errors())
        .hasSize(50);
  }

  @Test
  void fieldErrors_listAllowedValuesOrTypes() {
    FieldError error =
        refusal("{\"colour\":\"BLUE\"}".getBytes(StandardCharsets.UTF_8)).errors().getFirst();
    assertThat(error.members()).containsEntry("allowed", List.of("RED", "GREEN"));
    error = refusal("{\"count\":\"5\"}".getBytes(StandardCharsets.UTF_8)).errors().getFirst();
    assertThat(error.members()).containsEntry("expected", "integer");
    error = refusal("{\"owner\":5}".getBytes(StandardCharsets.UTF_8)).errors().getFirst();
    assertThat(error.members()).containsEntry("expected", "string");
    error = refusal("{\"parts\":[5]}".getBytes(StandardCharsets.UTF_8)).errors().getFirst();
    assertThat(error.members()).containsEntry("expected", "object");
  }
}
