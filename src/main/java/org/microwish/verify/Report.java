package org.microwish.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.microwish.ledger.leaf.CanonicalJson;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.NoteKey;

/**
 * Writes the result of a verification to two files: JSON for programs, and a page in Chinese for
 * people to print and sign. {@code src/docs/auditing.md} describes the members of the JSON.
 */
final class Report {

  private static final int MAX_TEXT = 500;

  private static final String JSON = ".json";
  private static final String HTML = ".html";

  /** Times on the page are in Chinese local time, because people compare them with their clocks. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

  private static final Properties CHINESE = chinese();

  private final Arguments arguments;
  private final Optional<Checkpoint> earlier;
  private final Verifier verifier;
  private final Instant began;
  private Instant ended;
  private String result;
  private int code;
  private String why;

  Report(Arguments arguments, Optional<Checkpoint> earlier, Verifier verifier, Instant began) {
    this.arguments = arguments;
    this.earlier = earlier;
    this.verifier = verifier;
    this.began = began;
  }

  /**
   * Records the end of the verification.
   *
   * @param result the result, such as CLEAN; {@code result.} with this word is a key of the Chinese
   *     texts
   * @param code the exit code
   * @param why why the log could not be read or not be checked completely; otherwise null
   */
  void end(String result, int code, String why) {
    this.ended = Instant.now();
    this.result = result;
    this.code = code;
    this.why = why;
  }

  /**
   * Writes the JSON to the file, and the page to a file of the same name with the ending {@code
   * .html}.
   */
  void write(Path file) throws IOException {
    String name = file.getFileName().toString();
    String base =
        name.endsWith(JSON) || name.endsWith(HTML)
            ? name.substring(0, name.length() - JSON.length())
            : name;
    Map<String, Object> json = json();
    Source.Kept.write(
        file.resolveSibling(name.endsWith(HTML) ? base + JSON : name), CanonicalJson.write(json));
    Source.Kept.write(
        file.resolveSibling(base + HTML), page(json).getBytes(StandardCharsets.UTF_8));
  }

  // JSON -----------------------------------------------------------------------------------------

  private Map<String, Object> json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("result", result);
    all.put("exitCode", code);
    putText(all, "why", why);
    all.put("log", SafeText.clean(arguments.places().getFirst(), MAX_TEXT));
    verifier
        .tree()
        .ifPresent(
            tree -> {
              all.put("origin", SafeText.clean(tree.origin(), MAX_TEXT));
              all.put("treeSize", tree.size());
              all.put("rootHash", tree.root().base64());
            });
    earlier.ifPresent(
        tree ->
            all.put(
                "earlier",
                Map.of(
                    "treeSize", tree.size(),
                    "rootHash", tree.root().base64(),
                    "extended", verifier.extendsEarlier())));
    all.put("leavesRead", verifier.read());
    all.put("lateRecords", verifier.lateRecords());
    all.put("keys", arguments.trust().keys().stream().map(this::key).toList());
    all.put("witnesses", arguments.trust().witnesses().stream().map(this::witness).toList());
    all.put("quorum", arguments.trust().quorum());
    verifier
        .signatures()
        .ifPresent(
            signatures -> {
              all.put("cosigned", signatures.cosigned());
              all.put("refusedCosignatures", signatures.refused());
              all.put(
                  "ignoredSignatures",
                  signatures.ignored().stream().map(one -> SafeText.clean(one, MAX_TEXT)).toList());
            });
    all.put("startedAt", began.toString());
    all.put("endedAt", ended.toString());
    all.put("milliseconds", Duration.between(began, ended).toMillis());
    all.put(
        "findings",
        verifier.findings().stream()
            .map(
                one ->
                    Map.of(
                        "kind", one.kind().name(), "text", one.where(), "chinese", one.chinese()))
            .toList());
    all.put("findingCount", verifier.found());
    all.put("statistics", verifier.figures().stream().map(Report::figure).toList());
    all.put("verifier", program());
    return all;
  }

  private Map<String, Object> key(NoteKey key) {
    Map<String, Object> one = described(key);
    one.put(
        "signed",
        verifier.signatures().filter(signatures -> signatures.log().contains(key)).isPresent());
    return one;
  }

  private Map<String, Object> witness(NoteKey key) {
    Map<String, Object> one = described(key);
    verifier.signatures().stream()
        .flatMap(signatures -> signatures.witnesses().stream())
        .filter(cosignature -> cosignature.key().equals(key))
        .findFirst()
        .ifPresent(cosignature -> one.put("cosignedAt", cosignature.at().toString()));
    return one;
  }

  private static Map<String, Object> described(NoteKey key) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("name", key.name());
    one.put("keyId", key.hexId());
    one.put("verifierKey", key.text());
    return one;
  }

  private static Map<String, Object> figure(Verifier.Figure figure) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("name", figure.name());
    one.put("fromLeaves", figure.computed());
    putText(one, "published", figure.published());
    return one;
  }

  /**
   * Describes this program: its version, the hash of its JAR file if it runs from one, and the
   * version of Java.
   */
  private static Map<String, Object> program() {
    Map<String, Object> one = new LinkedHashMap<>();
    putText(one, "version", Report.class.getPackage().getImplementationVersion());
    putText(one, "sha256", jarHash());
    one.put("java", Runtime.version().toString());
    return one;
  }

  private static String jarHash() {
    CodeSource code = Report.class.getProtectionDomain().getCodeSource();
    try {
      Path jar = code == null ? null : Path.of(code.getLocation().toURI());
      if (jar == null || !Files.isRegularFile(jar)) {
        return null;
      }
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
        in.skipNBytes(Files.size(jar));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException | URISyntaxException | NoSuchAlgorithmException unknown) {
      return null;
    }
  }

  private static void putText(Map<String, Object> to, String name, String text) {
    if (text != null) {
      to.put(name, SafeText.clean(text, MAX_TEXT));
    }
  }

  // Page -----------------------------------------------------------------------------------------

  private String page(Map<String, Object> json) {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        <!DOCTYPE html>
        <html lang="zh-CN">
        <head>
        <meta charset="utf-8">
        <title>台账核验报告</title>
        <style>
        body { font: 11pt/1.5 "Noto Serif CJK SC", SimSun, serif; max-width: 50em; margin: 2em auto; padding: 0 1em; }
        h1 { text-align: center; font-size: 18pt; }
        h2 { font-size: 13pt; margin: 1.2em 0 .4em; }
        table { border-collapse: collapse; width: 100%; }
        th, td { border: 1px solid #666; padding: .2em .5em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
        tr { break-inside: avoid; }
        th { background: #eee; font-weight: normal; }
        .result { border: 2px solid; padding: .4em .8em; font-weight: bold; }
        .sign td { height: 3em; width: 33%; }
        @page { size: A4; margin: 18mm; }
        @media print { body { margin: 0; } }
        </style>
        </head>
        <body>
        <h1>台账核验报告</h1>
        """);
    page.append("<p class=\"result\">结论：").append(chinese("result." + result)).append("</p>\n");
    if (why != null) {
      page.append("<p>").append(html(why)).append("</p>\n");
    }
    facts(page, json);
    signers(page);
    findings(page);
    figures(page);
    page.append(
        """
        <h2>签字</h2>
        <table class="sign"><tr><td>核验人：</td><td>单位：</td><td>日期：</td></tr></table>
        </body>
        </html>
        """);
    return page.toString();
  }

  private void facts(StringBuilder page, Map<String, Object> json) {
    page.append("<h2>核验对象</h2>\n<table>\n");
    row(page, "台账地址或目录", json.get("log"));
    row(page, "台账名称（origin）", json.get("origin"));
    row(page, "检查点的条目数", json.get("treeSize"));
    row(page, "检查点的根哈希", json.get("rootHash"));
    row(page, "已读取的条目数", verifier.read());
    row(page, "其中代线下补录的条目数", verifier.lateRecords());
    earlier.ifPresent(
        tree -> {
          row(page, "上次核验的条目数", tree.size());
          row(page, "上次核验的根哈希", tree.root().base64());
          row(page, "与上次核验的一致性", verifier.extendsEarlier() ? "已核对：本次台账包含上次的全部条目，未改动" : "未能确认");
        });
    row(page, "开始时间（北京时间）", TIME.format(began));
    row(page, "结束时间（北京时间）", TIME.format(ended));
    Map<?, ?> program = (Map<?, ?>) json.get("verifier");
    row(page, "核验程序版本", program.get("version"));
    row(page, "核验程序文件的 SHA-256", program.get("sha256"));
    row(page, "Java 版本", program.get("java"));
    page.append("</table>\n");
  }

  private void signers(StringBuilder page) {
    page.append("<h2>签名</h2>\n<table>\n<tr><th>身份</th><th>名称</th><th>公钥编号</th><th>结果</th></tr>\n");
    Trust trust = arguments.trust();
    for (NoteKey key : trust.keys()) {
      boolean signed =
          verifier.signatures().filter(signatures -> signatures.log().contains(key)).isPresent();
      cells(page, "台账", key.name(), key.hexId(), signed ? "已签名，有效" : "未签名");
    }
    for (NoteKey key : trust.witnesses()) {
      String at =
          verifier.signatures().stream()
              .flatMap(signatures -> signatures.witnesses().stream())
              .filter(one -> one.key().equals(key))
              .map(one -> "已见证，时间 " + TIME.format(one.at()))
              .findFirst()
              .orElse("未见证");
      cells(page, "见证方", key.name(), key.hexId(), at);
    }
    page.append("</table>\n");
    if (!trust.witnesses().isEmpty()) {
      page.append("<p>至少需要 ").append(trust.quorum()).append(" 个见证方。</p>\n");
    }
    List<String> refused = verifier.signatures().map(Trust.Signatures::refused).orElse(List.of());
    if (!refused.isEmpty()) {
      page.append("<p>不予承认的见证签名：").append(html(String.join("; ", refused))).append("</p>\n");
    }
  }

  private void findings(StringBuilder page) {
    page.append("<h2>发现的问题</h2>\n");
    List<Finding> findings = verifier.findings();
    if (findings.isEmpty()) {
      page.append("<p>无。</p>\n");
      return;
    }
    page.append("<p>共 ").append(verifier.found()).append(" 项");
    if (verifier.found() > findings.size()) {
      page.append("，以下列出前 ").append(findings.size()).append(" 项");
    }
    page.append("。</p>\n<table>\n<tr><th>序号</th><th>说明</th><th>类别和位置（程序输出原文）</th></tr>\n");
    for (int i = 0; i < findings.size(); i++) {
      Finding one = findings.get(i);
      cells(page, Integer.toString(i + 1), one.chinese(), one.kind() + ": " + one.where());
    }
    page.append("</table>\n");
  }

  private void figures(StringBuilder page) {
    if (verifier.figures().isEmpty()) {
      return;
    }
    page.append("<h2>统计</h2>\n<table>\n<tr><th>指标</th><th>由台账计算</th><th>公布</th></tr>\n");
    for (Verifier.Figure figure : verifier.figures()) {
      cells(
          page,
          chinese("figure." + figure.name()),
          figure.computed(),
          figure.published() == null ? "—" : figure.published());
    }
    page.append("</table>\n");
  }

  private static void row(StringBuilder page, String name, Object value) {
    page.append("<tr><th>")
        .append(html(name))
        .append("</th><td>")
        .append(value == null ? "—" : html(value.toString()))
        .append("</td></tr>\n");
  }

  private static void cells(StringBuilder page, String... texts) {
    page.append("<tr>");
    for (String text : texts) {
      page.append("<td>").append(html(text)).append("</td>");
    }
    page.append("</tr>\n");
  }

  private static String html(String text) {
    return SafeText.html(text);
  }

  /**
   * Returns the Chinese text of a key; if there is none, the part of the key after the first dot.
   */
  private static String chinese(String key) {
    return CHINESE.getProperty(key, key.substring(key.indexOf('.') + 1));
  }

  /** Loads the Chinese names of results and figures. */
  static Properties chinese() {
    Properties texts = new Properties();
    try (InputStream in = Report.class.getResourceAsStream("report_zh.properties")) {
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
    return texts;
  }
}
