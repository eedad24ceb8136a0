package io.onefunnel.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A secret")
class SecretReferenceTest {
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path folder;

    @Test
    void isLookedUpInTheEnvironmentEachTime() throws IOException {
        SecretReference token = secret("${env:HUBSPOT_TOKEN}");

        environment.put("HUBSPOT_TOKEN", "first");
        assertThat(token.get()).isEqualTo("first");
        environment.put("HUBSPOT_TOKEN", "rotated");
        assertThat(token.get()).isEqualTo("rotated");
    }

    @Test
    void isLookedUpInAFileBesideTheConfigurationEachTime() throws IOException {
        Files.createDirectory(folder.resolve("secrets"));
        Path file = folder.resolve("secrets/token");
        SecretReference token = secret("${file:secrets/token}");

        Files.writeString(file, "first\n");
        assertThat(token.get()).isEqualTo("first");
        Files.writeString(file, "rotated\n");
        assertThat(token.get()).isEqualTo("rotated");
    }

    @Test
    void mayStandAtAnAbsolutePath() throws IOException {
        Path file = Files.writeString(folder.resolve("elsewhere"), "value");

        assertThat(secret("${file:" + file + "}").get()).isEqualTo("value");
    }

    @Test
    void saysWhereItWasLookedForWhenItIsMissing() throws IOException {
        assertThatThrownBy(() -> secret("${env:NOT_SET}").get())
                .isInstanceOf(SecretMissingException.class)
                .hasMessage("connections.hubspot.token: ${env:NOT_SET}: the environment variable is not set");
        assertThatThrownBy(() -> secret("${file:absent}").get())
                .isInstanceOf(SecretMissingException.class)
                .hasMessage("connections.hubspot.token: ${file:absent}: the file cannot be read (NoSuchFileException)");
        environment.put("EMPTY", " ");
        assertThatThrownBy(() -> secret("${env:EMPTY}").get())
                .hasMessageEndingWith("the environment variable is empty");
    }

    @Test
    void isNeverShown() throws IOException {
        environment.put("TOKEN", "hunter2");
        SecretReference token = secret("${env:TOKEN}");

        assertThat(token.get()).isEqualTo("hunter2");
        assertThat(token).hasToString("${env:TOKEN}");
    }

    @Test
    void doesNotBelongIntoTheFileItself() throws IOException {
        Problems problems = new Problems();
        settings("hunter2", problems).optionalSecret("token");

        assertThat(problems.list()).hasSize(1);
        assertThat(problems.list().get(0).toString())
                .contains("f.yaml:3: connections.hubspot.token: a secret does not belong into this file")
                .contains("environment variable or a file")
                .doesNotContain("hunter2");
    }

    @Test
    void isNotReferredToFromAPlainKey() throws IOException {
        Problems problems = new Problems();
        settings("${env:TOKEN}", problems).text("token");

        assertThat(problems.list())
                .extracting(Problem::message)
                .containsExactly("takes no reference to a secret; only keys that hold a secret do");
    }

    private SecretReference secret(String reference) throws IOException {
        Problems problems = new Problems();
        SecretReference secret = settings(reference, problems).secret("token");
        problems.throwIfAny();
        return secret;
    }

    private Settings settings(String token, Problems problems) throws IOException {
        Path file = folder.resolve("f.yaml");
        Files.writeString(file, "connections:\n  hubspot:\n    token: \"" + token + "\"\n");
        return Settings.open(file, problems, environment::get).section("connections.hubspot");
    }
}
