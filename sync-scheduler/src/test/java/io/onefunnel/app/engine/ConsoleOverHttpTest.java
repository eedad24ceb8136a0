package io.onefunnel.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.onefunnel.app.console.Console;
import io.onefunnel.app.console.signin.Users;
import io.onefunnel.app.view.Figures;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The console, over HTTP:")
class ConsoleOverHttpTest {
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("a plan that comes to something else by now is not applied, and shown anew")
    void movedPlan() throws Exception {
        try (World world = World.of(ConsoleOverHttpTest.class, folder.resolve("config"), 20);
                Running running = new Running(world)) {
            world.sync();
            running.signIn();
            String shown = running.get("plan").body();
            assertThat(Files.exists(running.plans()))
                    .as("a look writes no file")
                    .isFalse();

            var moved = world.leads().get(0);
            world.apply(world.plan());
            world.edit(world.sandbox.salesforce(), "Lead", moved, Map.of("OneFunnel_Stage__c", ""));
            world.sync();
            world.forgetWrites();
            HttpResponse<String> refused = running.apply(shown);
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body())
                    .contains("Nothing of that plan was written: decisions have changed since you looked");
            assertThat(world.written()).isEmpty();

            HttpResponse<String> applied = running.apply(refused.body());
            assertThat(applied.statusCode()).as("the new one").isEqualTo(302);
            assertThat(world.written()).isNotEmpty();
            String after = running.get(applied.headers()
                            .firstValue("Location")
                            .orElseThrow()
                            .substring(1))
                    .body();
            assertThat(after).as("what became of it").containsPattern("<p>[1-9][0-9]* records written, merged or sent");
            assertThat(running.get("plan?applied=somebody-elses").body()).doesNotContain("records written");
            assertThat(running.plans()).as("where nothing stays").isEmptyDirectory();
            assertThat(running.apply(shown.replaceAll("name=\"plan\" value=\"[^\"]*", "name=\"plan\" value=\"x"))
                            .body())
                    .contains("shown too long ago");
            assertThat(running.apply(refused.body()).body())
                    .as("the button pressed twice")
                    .contains("Nothing more was written: that plan was applied already");
        }
    }

    @Test
    @DisplayName("while writing is paused nothing is applied, and the page says why")
    void paused() throws Exception {
        try (World world = World.of(ConsoleOverHttpTest.class, folder.resolve("config"), 20);
                Running running = new Running(world)) {
            world.sync();
            running.signIn();
            String shown = running.get("plan").body();
            world.store().runs().pause("quarter end", "ana", world.clock.instant());
            HttpResponse<String> refused = running.apply(shown);
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("quarter end");
            assertThat(world.written()).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "a scrape from this machine needs no password, asks the store nothing and says no number before a count")
    void metricsHere() throws Exception {
        try (World world = World.of(ConsoleOverHttpTest.class, folder.resolve("config"), 20);
                Running running = new Running(world)) {
            world.sync();
            assertThat(running.get("metrics").body()).contains("onefunnel_people NaN");
            assertThat(running.forwarded("metrics").statusCode())
                    .as("by a proxy")
                    .isEqualTo(401);
            running.signIn();
            running.get("");
            String counted = running.get("metrics").body();
            assertThat(counted)
                    .contains("onefunnel_people "
                            + (double) world.store().people().count());
            world.store().close();
            assertThat(running.get("metrics").body()).isEqualTo(counted);
        }
    }

    @Test
    @DisplayName(
            "a session ends two hours after the last page, twelve hours after it began, and by a form of the console alone")
    void sessions() throws Exception {
        try (World world = World.of(ConsoleOverHttpTest.class, folder.resolve("config"), 5);
                Running running = new Running(world)) {
            running.signIn();
            assertThat(running.post("sign-out", "").statusCode()).isEqualTo(403);
            for (int i = 0; i < 3; i++) {
                world.clock.advance(Duration.ofMinutes(119));
                assertThat(running.get("people").statusCode()).isEqualTo(200);
            }
            world.clock.advance(Duration.ofMinutes(121));
            assertThat(running.get("people").statusCode())
                    .as("after two idle hours")
                    .isEqualTo(302);

            running.signIn();
            for (int i = 0; i < 12; i++) {
                assertThat(running.get("people").statusCode()).isEqualTo(200);
                world.clock.advance(Duration.ofMinutes(59));
            }
            world.clock.advance(Duration.ofMinutes(20));
            assertThat(running.get("people").statusCode())
                    .as("after twelve hours")
                    .isEqualTo(302);

            running.signIn();
            String token = value(running.get("people").body(), "token");
            assertThat(running.post("sign-out", "token=" + token).statusCode()).isEqualTo(302);
            assertThat(running.get("people").statusCode()).isEqualTo(302);
        }
    }

    @Test
    @DisplayName("browsers that come by a proxy with TLS send the cookie by nothing else")
    void behindAProxy() throws Exception {
        Map<String, String> url = Map.of("port: 0", "port: 0\n  url: https://funnel.example.com");
        try (World world = World.of(ConsoleOverHttpTest.class, folder.resolve("config"), 5, url);
                Running running = new Running(world)) {
            assertThat(running.console.url()).isEqualTo("https://funnel.example.com/");
            HttpResponse<String> signedIn = running.post("sign-in", "user=admin&password=" + running.password());
            assertThat(signedIn.headers().firstValue("Set-Cookie").orElseThrow())
                    .contains("Secure", "HttpOnly", "SameSite=Strict");
            assertThat(signedIn.headers().firstValue("Strict-Transport-Security"))
                    .contains("max-age=31536000");
        }
    }

    @Test
    @DisplayName("a watchdog hears within two seconds that the store hangs, and that it is back; a page says so, too")
    void hangingStore() throws Exception {
        try (World world = World.of(ConsoleOverHttpTest.class, folder.resolve("config"), 5);
                Running running = new Running(world)) {
            running.signIn();
            assertThat(running.get("health").body()).contains("\"status\":\"up\"");
            try (Connection locker = world.database().getConnection();
                    Statement statement = locker.createStatement()) {
                statement.execute("lock table pause in access exclusive mode");
                for (int i = 0; i < 3; i++) {
                    long asked = System.nanoTime();
                    HttpResponse<String> health = running.get("health");
                    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
                    assertThat(health.statusCode()).isEqualTo(503);
                    assertThat(health.body()).contains("the store does not answer");
                }
                locker.rollback();
            }
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> running.get("health").statusCode() == 200);

            world.store().close();
            assertThat(running.get("health").statusCode()).isEqualTo(503);
            HttpResponse<String> page = running.get("people");
            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.body()).contains("The database does not answer");
        }
    }

    @Test
    @DisplayName("a scrape needs a user's password as soon as other machines can ask")
    void metricsElsewhere() throws Exception {
        Map<String, String> everywhere = Map.of("port: 0", "port: 0\n  host: 0.0.0.0");
        try (World world = World.of(ConsoleOverHttpTest.class, folder.resolve("config"), 5, everywhere);
                Running running = new Running(world)) {
            HttpResponse<String> asked = running.get("metrics");
            assertThat(asked.statusCode()).isEqualTo(401);
            assertThat(asked.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"onefunnel\"");
            assertThat(asked.body()).doesNotContain("onefunnel_people");
            assertThat(running.metrics("admin", "wrong").statusCode()).isEqualTo(401);
            assertThat(running.metrics("nobody", running.password()).statusCode())
                    .isEqualTo(401);
            assertThat(running.metrics("admin", running.password()).statusCode())
                    .isEqualTo(200);
            assertThat(running.get("health").statusCode()).isEqualTo(200);
            for (String spoiled : List.of("Basic !!!", "Basic YWRtaW4=", "Basic ", "Bearer x")) {
                assertThat(running.authorized(spoiled).statusCode()).as(spoiled).isEqualTo(401);
            }
            for (int i = 0; i < 12; i++) running.metrics("admin", "old");
            running.signIn();
        }
    }

    /** A console with somebody at it. */
    private final class Running implements AutoCloseable {
        private final World world;
        private final Console console;

        Running(World world) throws IOException {
            this.world = world;
            Files.createDirectories(world.installation.config().store().data());
            this.console = Console.start(
                    world.installation,
                    world.services,
                    Figures.of(world.installation),
                    Users.of(world.installation.config()),
                    new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        }

        Path plans() {
            return world.services.plans().folder();
        }

        String password() throws IOException {
            return Files.readString(world.installation.config().store().data().resolve("console-password"))
                    .strip();
        }

        void signIn() throws IOException, InterruptedException {
            assertThat(post("sign-in", "user=admin&password=" + password()).statusCode())
                    .isEqualTo(302);
        }

        HttpResponse<String> get(String page) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(uri(page)));
        }

        HttpResponse<String> authorized(String said) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(uri("metrics")).header("Authorization", said));
        }

        HttpResponse<String> forwarded(String page) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(uri(page)).header("X-Forwarded-For", "203.0.113.7"));
        }

        HttpResponse<String> metrics(String user, String password) throws IOException, InterruptedException {
            String said = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
            return send(HttpRequest.newBuilder(uri("metrics")).header("Authorization", "Basic " + said));
        }

        /** Presses the button of a page that was shown. */
        HttpResponse<String> apply(String page) throws IOException, InterruptedException {
            return post("plan/apply", "token=" + value(page, "token") + "&plan=" + value(page, "plan"));
        }

        private HttpResponse<String> post(String page, String form) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(uri(page))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form)));
        }

        private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }

        private URI uri(String page) {
            return URI.create("http://127.0.0.1:" + console.port() + "/" + page);
        }

        @Override
        public void close() {
            console.close();
        }
    }

    private static String value(String page, String name) {
        Matcher field =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page);
        assertThat(field.find()).as("the page has a field " + name).isTrue();
        return field.group(1);
    }
}
