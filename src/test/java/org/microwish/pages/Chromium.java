package org.microwish.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.restassured.RestAssured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A browser, the one of the system: nothing is downloaded. Everything that a page writes to the
 * console as an error, and every violation of the Content-Security-Policy, is a fault.
 */
final class Chromium implements AutoCloseable {

  /** WCAG 2.2 AA, and what axe recommends beyond it. */
  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  /** The shell comes first: it draws no window around a page, which saves processor time. */
  private static final List<Path> PROGRAMS =
      List.of(Path.of("/usr/bin/chromium-headless-shell"), Path.of("/usr/bin/chromium"));

  private static final Path SCREENSHOTS = Path.of("target/pages");

  /** How long to wait for what must appear, in ms; machines that run all tests are slow. */
  private static final int PATIENCE = 20_000;

  private final Playwright playwright;
  private final Browser browser;

  Chromium() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program())
                    // Chromium refuses to run as root with its sandbox.
                    .setArgs(List.of("--no-sandbox")));
  }

  /** Returns the browser: the one of the environment, or Debian's. */
  private static Path program() {
    String named = System.getenv("MICROWISH_CHROMIUM");
    return named != null
        ? Path.of(named)
        : PROGRAMS.stream().filter(Files::exists).findFirst().orElseThrow();
  }

  /** How a visitor looks at pages. */
  record Look(String locale, int width, int height, ColorScheme colours, boolean scripts) {

    static final Look PHONE = new Look("zh-CN", 360, 740, ColorScheme.LIGHT, true);
    static final Look OFFICE = new Look("en-GB", 1366, 768, ColorScheme.LIGHT, true);
    static final Look DESK = new Look("zh-CN", 1366, 768, ColorScheme.LIGHT, true);
    static final Look NIGHT = new Look("zh-CN", 1366, 768, ColorScheme.DARK, true);
    static final Look WALL = new Look("zh-CN", 3840, 2160, ColorScheme.LIGHT, true);
    static final Look PLAIN = new Look("zh-CN", 1366, 768, ColorScheme.LIGHT, false);

    private String name() {
      return "%s-%d%s".formatted(locale, width, colours == ColorScheme.DARK ? "-dark" : "");
    }
  }

  /** Opens a visit with an empty storage of its own. */
  Visitor visitor(Look look) {
    return new Visitor(look);
  }

  @Override
  public void close() {
    playwright.close();
  }

  /** Somebody who looks at pages in one window. */
  final class Visitor implements AutoCloseable {

    final Page page;
    private final BrowserContext context;
    private final Look look;
    private final List<String> faults = new ArrayList<>();

    private Visitor(Look look) {
      this.look = look;
      context =
          browser.newContext(
              new Browser.NewContextOptions()
                  .setBaseURL(RestAssured.baseURI + ":" + RestAssured.port)
                  .setLocale(look.locale())
                  .setColorScheme(look.colours())
                  // The contrast of text that is still fading in is too low.
                  .setReducedMotion(ReducedMotion.REDUCE)
                  .setJavaScriptEnabled(look.scripts())
                  .setViewportSize(look.width(), look.height()));
      page = context.newPage();
      page.setDefaultTimeout(PATIENCE);
      page.onConsoleMessage(this::said);
      page.onPageError(faults::add);
    }

    private void said(ConsoleMessage message) {
      if (message.type().equals("error")) {
        faults.add(message.text());
      }
    }

    void offline(boolean offline) {
      context.setOffline(offline);
    }

    /** Returns what the page said wrong so far, and forgets it. */
    List<String> faults() {
      List<String> found = List.copyOf(faults);
      faults.clear();
      return found;
    }

    /** Checks the page that is shown, and keeps a screenshot of it. */
    void check(String name) {
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(SCREENSHOTS.resolve(name + "-" + look.name() + ".png"))
              .setFullPage(true));
      if (look.scripts()) {
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
            .as("%s is not wider than the window", name)
            .isLessThanOrEqualTo(look.width());
        assertThat(new AxeBuilder(page).withTags(RULES).analyze().getViolations())
            .as("what axe finds on %s", name)
            .extracting(Rule::getId, Rule::getNodes)
            .isEmpty();
      }
      assertThat(faults).as("console of %s", name).isEmpty();
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
