package org.microwish.verify;

import java.util.ArrayList;
import java.util.List;

/** Runs the verifier's checks of leaves on the leaves of a test, which need not form a log. */
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
