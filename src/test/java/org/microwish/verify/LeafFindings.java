package org.microwish.verify;

import java.util.ArrayList;
import java.util.List;

/** What the verifier finds in leaves of any test, without a log around them. */
public final class LeafFindings {

  private LeafFindings() {}

  /** Returns the findings; the leaves of each aggregate must be in order. */
  public static List<String> of(List<byte[]> leaves) {
    List<String> findings = new ArrayList<>();
    LeafAudit audit = new LeafAudit(finding -> findings.add(finding.toString()));
    for (int i = 0; i < leaves.size(); i++) {
      audit.add(i, LeafAudit.read(i, leaves.get(i)));
    }
    audit.end();
    return findings;
  }
}
