package org.microwish.pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.microwish.party.Division;
import org.microwish.statistics.OverviewView;

/** The templates of the pages, in {@code src/main/resources/templates}. */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
final class Templates {

  private Templates() {}

  /**
   * The landing page.
   *
   * @param street the street that is shown; null for all
   * @param streets the streets to choose from; empty if there is no choice
   * @param figures null while they are not known
   */
  static native TemplateInstance home(
      Division street, List<Division> streets, OverviewView figures);

  /**
   * The wall.
   *
   * @param asked the filters, by the names of the API's query parameters
   * @param options what can be chosen
   * @param next the path of the next page; null on the last
   * @param treeSize how many leaves of the ledger the page includes; null if that is not known
   */
  static native TemplateInstance wall(
      List<WallPages.Card> cards,
      Map<String, String> asked,
      WallPages.Options options,
      String next,
      Long treeSize);

  /**
   * A wish with its progress.
   *
   * @param treeSize the tree size of which it is true; null if that is not known
   */
  static native TemplateInstance wish(WallPages.WishPage shown, Long treeSize);

  /**
   * The shop window: a few open wishes, large, with their codes.
   *
   * @param next the path of the next wishes, the first ones again after the last
   * @param treeSize the tree size of which it is true; null if that is not known
   */
  static native TemplateInstance window(
      List<WallPages.Card> cards, Division street, String next, Duration turn, Long treeSize);

  /** The poster of a wish, for print. */
  static native TemplateInstance poster(WallPages.Card card);

  /** The explorer of the ledger. */
  static native TemplateInstance ledger(String wish, String entry);

  /** The check of a printed certificate or record. */
  static native TemplateInstance check();

  /**
   * The big screen.
   *
   * @param street the street that is shown; null for all
   */
  static native TemplateInstance screen(Division street);

  /**
   * The desk of the office's staff.
   *
   * @param start what it begins with: {@code report}; empty for the list of pending wishes
   */
  static native TemplateInstance desk(String start);

  /** What each looks after: claims, members, statements, accounts, readings. */
  static native TemplateInstance my();

  /** From nothing to a running street. */
  static native TemplateInstance setup();

  /** The sheet on which a wish is accepted by hand. */
  static native TemplateInstance acceptance(WallPages.Card card);

  /** Streets side by side. */
  static native TemplateInstance district();

  /**
   * A problem.
   *
   * @param faults the invalid parameters, each with its sentence
   */
  static native TemplateInstance problem(
      String title, String detail, List<String> faults, String requestId);
}
