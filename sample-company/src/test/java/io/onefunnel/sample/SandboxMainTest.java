package io.onefunnel.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The sandbox program")
@Timeout(60)
class SandboxMainTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PipedInputStream out = new PipedInputStream(64 * 1024);
    private final PipedOutputStream parent = new PipedOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void fillsTheThreeVendorsAndPrintsOneLineWhenAllAnswerAndEndsWithItsParent() throws Exception {
        CompletableFuture<Integer> exit = start("--people", "120", "--seed", "3", "--with-parent");
        JsonNode access =
                JSON.readTree(new BufferedReader(new InputStreamReader(out, StandardCharsets.UTF_8)).readLine());
        for (String member :
                new String[] {"loginUrl", "instanceUrl", "apiVersion", "clientId", "clientSecret", "orgId"})
            assertThat(access.path("salesforce").path(member).asText())
                    .as(member)
                    .isNotEmpty();
        for (String member : new String[] {"baseUrl", "token", "portalId"})
            assertThat(access.path("hubspot").path(member).asText()).as(member).isNotEmpty();
        for (String member : new String[] {"baseUrl", "identityUrl", "clientId", "clientSecret", "munchkinId"})
            assertThat(access.path("marketo").path(member).asText()).as(member).isNotEmpty();
        String control = access.path("control").path("url").asText();
        assertThat(get(control + "/truth").at("/counts/people").asInt()).isEqualTo(120);
        JsonNode state = get(control + "/state");
        for (String vendor : new String[] {"salesforce", "hubspot", "marketo"})
            assertThat(state.path(vendor).toString()).as(vendor).contains("\"");
        assertThat(get(control + "/calls").at("/salesforce/total").asInt()).isZero();
        assertThat(get(control + "/audit").at("/hubspot/written").asInt()).isZero();
        assertThat(exit).isNotDone();
        parent.close();
        assertThat(exit.get(20, TimeUnit.SECONDS)).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("An invented company; its scores prove nothing.");
    }

    @Test
    void saysWhyItCannotStart() throws Exception {
        CompletableFuture<Integer> exit = start("--leads", "/nowhere/leads.csv", "--with-parent");
        assertThat(exit.get(20, TimeUnit.SECONDS)).isEqualTo(1);
    }

    private CompletableFuture<Integer> start(String... arguments) throws IOException {
        InputStream in = new PipedInputStream(parent);
        PrintStream line = new PrintStream(new PipedOutputStream(out), true, StandardCharsets.UTF_8);
        PrintStream words = new PrintStream(err, true, StandardCharsets.UTF_8);
        SandboxMain program =
                new SandboxMain(line, words, in, InstantSource.fixed(Instant.parse("2026-03-04T15:20:00Z")));
        return CompletableFuture.supplyAsync(
                () -> SandboxMain.commandLine(program).execute(arguments));
    }

    private static JsonNode get(String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return JSON.readTree(HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body());
    }
}
