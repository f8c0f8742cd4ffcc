package org.microwish.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class FileTextTest {

  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final String TEXT = "来源编号,姓名\n1,陈样例\n2,𠮷样例\n";

  private static byte[] bytes(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gb(String text) {
    return text.getBytes(GB18030);
  }

  @Test
  void eachEncodingIsRecognised() {
    assertThat(FileText.decode(utf8(TEXT))).isEqualTo(TEXT);
    assertThat(FileText.decode(utf8("\uFEFF" + TEXT))).isEqualTo(TEXT);
    assertThat(FileText.decode(gb(TEXT))).isEqualTo(TEXT);
    assertThat(FileText.decode(new byte[0])).isEmpty();
  }

  @Test
  void lineInGb18030_isUnreadableInAFileOfUtf8() {
    String text = FileText.decode(bytes(utf8("编号,姓名\n1,陈样例\n"), gb("2,李样例\n"), utf8("3,王样例\n")));
    assertThat(text).startsWith("编号,姓名\n1,陈样例\n2,\uFFFD").endsWith("\n3,王样例\n");
  }

  @Test
  void lineInUtf8_isUnreadableInAFileOfGb18030_andNotOtherCharacters() {
    String text = FileText.decode(bytes(gb("编号,姓名\n1,陈样例\n"), utf8("2,李样例子\n"), gb("3,王样例\n")));
    assertThat(text).isEqualTo("编号,姓名\n1,陈样例\n2,\uFFFD\n3,王样例\n");
  }

  @Test
  void brokenCharacterAfterAByteOrderMark_isUnreadable() {
    String text = FileText.decode(bytes(utf8("\uFEFF编号\n"), gb("陈\n"), gb("李\n")));
    assertThat(text).startsWith("编号\n").contains("\uFFFD");
  }
}
