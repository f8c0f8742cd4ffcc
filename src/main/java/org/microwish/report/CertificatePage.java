package org.microwish.report;

import java.time.format.DateTimeFormatter;
import org.microwish.platform.Confidential;
import org.microwish.platform.Labels;
import org.microwish.platform.Time;
import org.microwish.report.MyWorkResource.CertificateView;
import org.microwish.transfer.DossierPage;
import org.microwish.wish.lifecycle.WishKind;

/** The certificate of a member as a page for print, without scripts. */
final class CertificatePage {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(Time.ZONE);

  private CertificatePage() {}

  static String of(CertificateView certificate) {
    StringBuilder rows = new StringBuilder();
    for (WorkView work : certificate.wishes()) {
      rows.append(
          """
          <tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td><code>%s</code></td>\
          <td><code>%s</code></td></tr>
          """
              .formatted(
                  escaped(work.number() == null ? work.wishId().toString() : work.number()),
                  escaped(work.title() == null ? "" : work.title()),
                  Labels.of(WishKind.valueOf(work.kind().name())),
                  DAY.format(work.fulfilledAt()),
                  entry(work.joined()),
                  entry(work.fulfilled())));
    }
    return """
    <!DOCTYPE html>
    <html lang="zh-CN"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>微心愿服务证明</title><style>
    body{font:16px/1.6 sans-serif;margin:2em auto;max-width:60em;padding:0 1em;color:#222}
    table{border-collapse:collapse;width:100%%}td,th{border:1px solid #bbb;padding:.3em .6em;
    text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f2f2f2}
    pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:12px}code{font-size:12px}
    </style></head><body>
    <h1>微心愿服务证明</h1>
    <p>%s（台账化名 <code>%s</code>）在 %s 至 %s 期间参与达成心愿 %d 件，其中按期达成 %d 件。</p>
    <table><tr><th>编号</th><th>标题</th><th>类型</th><th>达成日期</th><th>参与条目</th>\
    <th>达成条目</th></tr>
    %s</table>
    <h2>核对</h2>
    <p>参与条目写明上述化名为认领的参与人，达成条目使该认领完成。条目可在台账中按编号公开查阅，\
    其证明可与下列检查点核对。</p>
    <table><tr><th>台账条目数</th><td>%d</td></tr><tr><th>根哈希</th><td><code>%s</code></td></tr>\
    </table>
    <pre>%s</pre>
    </body></html>
    """
        .formatted(
            certificate.name() == null ? "（姓名已删除）" : escaped(Confidential.text(certificate.name())),
            escaped(certificate.pseudonym()),
            certificate.from(),
            certificate.to(),
            certificate.fulfilled(),
            certificate.onTime(),
            rows,
            certificate.treeSize(),
            certificate.rootHash(),
            escaped(certificate.checkpoint()).replace("<br>", "\n"));
  }

  private static String entry(WorkView.Entry entry) {
    return entry == null ? "" : entry.entryId() + "<br>第 " + entry.leafIndex() + " 条";
  }

  private static String escaped(String text) {
    return DossierPage.escaped(text);
  }
}
