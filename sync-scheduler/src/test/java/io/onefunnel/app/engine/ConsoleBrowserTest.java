package io.onefunnel.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.onefunnel.app.config.AppConfig;
import io.onefunnel.app.console.Console;
import io.onefunnel.app.console.signin.Users;
import io.onefunnel.app.view.Figures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

@DisplayName("The console in a browser")
class ConsoleBrowserTest {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    @Test
    void letsAnAdminInAndAnswersEachPagesQuestionInItsFirstLine(@TempDir Path folder) throws Exception {
        assumeTrue(
                Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER),
                "skipped: Chromium and its driver are not on this machine");
        try (World world = World.of(ConsoleBrowserTest.class, folder.resolve("config"), 20)) {
            world.sync();
            AppConfig config = world.installation.config();
            Files.createDirectories(config.store().data());
            Users users = Users.of(config);
            PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            Figures figures = Figures.of(world.installation);
            try (Console console = Console.start(world.installation, world.services, figures, users, metrics)) {
                ChromeDriver browser = browser(folder);
                try {
                    visit(browser, console.url(), password(config));
                } finally {
                    browser.quit();
                }
            }
        }
    }

    private static void visit(ChromeDriver browser, String url, String password) {
        browser.get(url + "plan");
        assertThat(browser.getCurrentUrl()).endsWith("/sign-in");
        signIn(browser, "wrong");
        assertThat(browser.findElement(By.className("refused")).isDisplayed()).isTrue();
        signIn(browser, password);

        assertThat(headline(browser)).startsWith("All is well");
        browser.get(url + "plan");
        assertThat(headline(browser)).contains("records would be written");
        browser.get(url + "funnel");
        assertThat(headline(browser)).contains("Conversation Lead");
        browser.get(url + "people");
        browser.findElement(By.cssSelector("tbody a")).click();
        assertThat(browser.findElements(By.cssSelector(".waterfall li"))).isNotEmpty();
        for (String page : List.of("", "plan", "funnel", "people")) fitsAPhone(browser, url + page);
    }

    private static void fitsAPhone(ChromeDriver browser, String page) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 400, "height", 860, "deviceScaleFactor", 1, "mobile", true));
        browser.get(page);
        Object width = browser.executeScript("return document.documentElement.scrollWidth");
        assertThat(width).as(page).isEqualTo(400L);
    }

    private static void signIn(ChromeDriver browser, String password) {
        browser.findElement(By.name("password")).sendKeys(password);
        WebElement button = browser.findElement(By.cssSelector("button.main"));
        button.click();
        // On a busy machine the next page may begin to load after the click is over.
        new WebDriverWait(browser, Duration.ofSeconds(20)).until(ExpectedConditions.stalenessOf(button));
    }

    private static String headline(ChromeDriver browser) {
        return browser.findElement(By.tagName("h1")).getText();
    }

    private static String password(AppConfig config) throws Exception {
        return Files.readString(config.store().data().resolve("console-password"))
                .strip();
    }

    private static ChromeDriver browser(Path folder) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("browser"));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .build();
        return new ChromeDriver(service, options);
    }
}
