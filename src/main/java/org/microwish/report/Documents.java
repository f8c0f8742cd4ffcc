package org.microwish.report;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.microwish.platform.Confidential;
import org.microwish.platform.QrCodes;
import org.microwish.statistics.fold.CountedKind;
import org.microwish.wish.lifecycle.WishKind;

/**
 * The documents of this package as files for print: in Chinese, without scripts, and with their
 * style inside, because people save them and send them on.
 */
final class Documents {

  /** Stands for a name that was erased. */
  static final String ERASED = "（姓名已删除）";

  private static final Map<CountedKind, WishKind> KINDS =
      Arrays.stream(CountedKind.values())
          .collect(Collectors.toMap(kind -> kind, kind -> WishKind.valueOf(kind.name())));

  private Documents() {}

  @CheckedTemplate(basePath = "report", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  private static final class Templates {

    static native TemplateInstance certificate(
        MyWorkResource.CertificateView certificate,
        String name,
        Map<CountedKind, WishKind> kinds,
        String code);

    static native TemplateInstance duties(DutyView view, List<String> headings, String erased);

    static native TemplateInstance frozenDuties(
        List<List<Object>> rows, String checkpoint, String code);
  }

  static String of(MyWorkResource.CertificateView certificate) {
    return Templates.certificate(
            certificate,
            certificate.name() == null ? ERASED : Confidential.text(certificate.name()),
            KINDS,
            code(certificate.check()))
        .render();
  }

  /** Returns the QR code of an address as SVG; null for null. */
  private static String code(Confidential address) {
    return address == null ? null : QrCodes.svg(Confidential.text(address));
  }

  static String of(DutyView view) {
    return Templates.duties(view, DutyRecord.HEADINGS, ERASED).render();
  }

  static String of(DutyView.Frozen view) {
    return Templates.frozenDuties(DutyRecord.rows(view), view.checkpoint(), code(view.check()))
        .render();
  }
}
