package org.microwish.report;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.UriInfo;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.microwish.ledger.LedgerTree.Signed;
import org.microwish.party.MemberContact;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.http.PublicAddress;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Opening;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;

/**
 * Makes the addresses with which anybody can check a printed certificate or record against the
 * ledger: the page {@code /check}, and behind {@code #}, which browsers send to no server, what the
 * paper says. The parameters: {@code k} the kind of paper, {@code m} the pseudonym, {@code p} the
 * period, {@code t} and {@code r} the size and the root hash of the tree, {@code n} the entry that
 * commits to the name and {@code s} the salt of that commitment; a certificate has {@code w}, the
 * leaves by which its wishes were fulfilled, a record {@code e}, the leaf that froze it. The name
 * itself is not in the address: who checks the paper types it as printed.
 */
@ApplicationScoped
class PaperChecks {

  /**
   * The maximum number of wishes. With more, the code would have so many modules that a phone
   * cannot read it in the size in which it is printed.
   */
  static final int MOST_WISHES = 100;

  private static final int NUMBERS = 36;

  private final PublicAddress addresses;
  private final Vault vault;
  private final Transactions transactions;

  PaperChecks(PublicAddress addresses, Vault vault, Transactions transactions) {
    this.addresses = addresses;
    this.vault = vault;
    this.transactions = transactions;
  }

  /**
   * Returns the address that checks a certificate; null for more than {@link #MOST_WISHES} wishes.
   *
   * @param fulfilled the leaves by which the wishes were fulfilled
   */
  Confidential certificate(
      long memberId,
      String pseudonym,
      ReportPeriod period,
      List<Long> fulfilled,
      Signed tree,
      UriInfo request) {
    if (fulfilled.size() > MOST_WISHES) {
      return null;
    }
    String leaves =
        fulfilled.stream()
            .map(leaf -> Long.toString(leaf, NUMBERS))
            .collect(Collectors.joining("."));
    return address("c", memberId, pseudonym, period, "w=" + leaves, tree, request);
  }

  /** Returns the address that checks a record of duties, which that leaf froze. */
  Confidential duties(
      long memberId,
      String pseudonym,
      ReportPeriod quarter,
      long leafIndex,
      Signed tree,
      UriInfo request) {
    String leaf = "e=" + Long.toString(leafIndex, NUMBERS);
    return address("d", memberId, pseudonym, quarter, leaf, tree, request);
  }

  private Confidential address(
      String kind,
      long memberId,
      String pseudonym,
      ReportPeriod period,
      String leaves,
      Signed tree,
      UriInfo request) {
    Optional<Opening> name =
        transactions.call(() -> vault.lastOpening(Subject.member(memberId), MemberContact.NAME));
    byte[] root = HexFormat.of().parseHex(tree.rootHash());
    String said =
        "#k=%s&m=%s&p=%s&t=%s&r=%s&%s"
            .formatted(
                kind,
                pseudonym,
                period,
                Long.toString(tree.treeSize(), NUMBERS),
                Base64.getUrlEncoder().withoutPadding().encodeToString(root),
                leaves);
    return Confidential.of(
        addresses.of("/check", request)
            + said
            + name.map(one -> "&n=" + Id.text(one.entryId()) + "&s=" + one.salt()).orElse(""));
  }
}
