package io.embeddedgateway.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.logging.Level;

import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.springframework.util.FileSystemUtils;

/**
 * A real Chromium without a window, where it is installed (the packages {@code chromium}
 * and {@code chromium-driver} of Debian).
 */
public final class Browser implements AutoCloseable {

	/**
	 * How often an element may be drawn anew between being found and being used.
	 */
	private static final int DRAWN_ANEW = 20;

	private static final File CHROMIUM = new File("/usr/bin/chromium");

	private static final File DRIVER = new File("/usr/bin/chromedriver");

	private final Path profile;

	private final ChromeDriver driver;

	private Browser(Path profile) {
		this.profile = profile;
		ChromeOptions options = new ChromeOptions();
		options.setBinary(CHROMIUM);
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--user-data-dir=" + profile);
		options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "ALL"));
		this.driver = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).usingAnyFreePort().build(), options);
	}

	/**
	 * Whether there is a browser on this machine.
	 * @return {@code true} if there is
	 */
	public static boolean isInstalled() {
		return CHROMIUM.canExecute() && DRIVER.canExecute();
	}

	/**
	 * Start a browser that knows nothing yet.
	 * @return the browser
	 */
	public static Browser start() {
		// It says at length that it has no types for the newest protocol, which nobody
		// needs
		java.util.logging.Logger.getLogger("org.openqa.selenium").setLevel(Level.SEVERE);
		try {
			return new Browser(Files.createTempDirectory("browser"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Open a page, on a screen as desks have it, in light colours.
	 * @param url its URL
	 */
	public void open(String url) {
		screen(1280, 900, false);
		prefer("light");
		this.driver.get(url);
	}

	/**
	 * Change the screen.
	 * @param width in pixels
	 * @param height in pixels
	 * @param phone whether it is one of a phone
	 */
	public void screen(int width, int height, boolean phone) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
	}

	/**
	 * Change what the user likes.
	 * @param scheme {@code light} or {@code dark}
	 */
	public void prefer(String scheme) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
	}

	/**
	 * Let the pages that are opened from now on wait for less long than they want to.
	 * @param times how many times less
	 */
	public void hurry(int times) {
		this.driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument",
				Map.of("source",
						"const wait = window.setTimeout; window.setTimeout = (what, delay) => wait(what, delay / "
								+ times + ")"));
	}

	/**
	 * The first element there is.
	 * @param selector a selector of CSS
	 * @return the element
	 */
	public WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	/**
	 * Click on the first element there is, even if the page is drawing it anew.
	 * @param selector a selector of CSS
	 */
	public void click(String selector) {
		found(selector, (element) -> {
			element.click();
			return true;
		});
	}

	/**
	 * Whether the first element there is can be seen.
	 * @param selector a selector of CSS
	 * @return whether it can be seen
	 */
	public boolean isShown(String selector) {
		return found(selector, WebElement::isDisplayed);
	}

	private boolean found(String selector, Predicate<WebElement> use) {
		for (int tries = 0; tries < DRAWN_ANEW; tries++) {
			try {
				return use.test(find(selector));
			}
			catch (StaleElementReferenceException ex) {
				// Another one is in its place
			}
		}
		throw new IllegalStateException(selector + " is drawn anew all the time");
	}

	/**
	 * Press a key, wherever the focus is.
	 * @param key the key
	 */
	public void press(Keys key) {
		new Actions(this.driver).sendKeys(key).perform();
	}

	/**
	 * What can be read in an element.
	 * @param selector a selector of CSS
	 * @return the text; empty if there is none to be seen
	 */
	public String text(String selector) {
		Object text = run("return document.querySelector(arguments[0])?.innerText", selector);
		return (text != null) ? text.toString() : "";
	}

	/**
	 * Run a script in the page.
	 * @param script its text, with a {@code return}
	 * @param arguments its arguments
	 * @return what it returned
	 */
	public @Nullable Object run(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	/**
	 * Run a script in the page that can wait.
	 * @param script the body of an asynchronous function
	 * @return what it returned, as text
	 */
	public String await(String script) {
		return String.valueOf(Objects.requireNonNull(this.driver.executeAsyncScript(
				"const done = arguments[0]; (async () => { " + script + " })().then(done, (e) => done(String(e)))")));
	}

	/**
	 * What the browser had to complain about since this was asked last: scripts that
	 * fail, and whatever a policy forbids.
	 * @return the complaints, without those about failed requests
	 */
	public List<String> complaints() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(LogEntry::getMessage)
			.filter((message) -> !message.contains("Failed to load resource"))
			.toList();
	}

	@Override
	public void close() {
		this.driver.quit();
		FileSystemUtils.deleteRecursively(this.profile.toFile());
	}

}
