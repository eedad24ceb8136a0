package io.onefunnel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.SystemId;
import io.onefunnel.settings.Problems;
import io.onefunnel.settings.Settings;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.AdapterFactory;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.UninstallNotes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The section of a connection")
class ConnectionSectionTest {
    private final Map<String, String> environment = new HashMap<>();
    private final Problems problems = new Problems();

    @TempDir
    Path folder;

    @Test
    void givesTheAdapterItsOptionsAndSecrets() throws IOException {
        environment.put("TOKEN", "hunter2");

        ConnectionSettings settings = read("base-url: https://api.example.com\ntoken: ${env:TOKEN}\n");

        assertThat(problems.list()).isEmpty();
        assertThat(settings.required("base-url")).isEqualTo("https://api.example.com");
        assertThat(settings.option("api-version", "2026-09")).isEqualTo("2026-09");
        assertThat(settings.secret("token")).isEqualTo("hunter2");
        environment.put("TOKEN", "rotated");
        assertThat(settings.secret("token")).isEqualTo("rotated");
        assertThat(settings.toString()).doesNotContain("hunter2", "rotated");
    }

    @Test
    void namesWhatIsMissingUnknownOrASecretInPlainSight() throws IOException {
        read("tokn: x\nbase-url: ${env:URL}\n");
        read("base-url: https://api.example.com\ntoken: hunter2\n");

        assertThat(problems.list())
                .extracting(problem -> problem.key() + " " + problem.message().split("[;,]")[0])
                .containsExactlyInAnyOrder(
                        "token is missing: the service key",
                        "tokn unknown key",
                        "base-url takes no reference to a secret",
                        "token a secret does not belong into this file");
    }

    @Test
    void tellsTheAdapterOfAMissingSecretAsOfARefusedOne() throws IOException {
        ConnectionSettings settings = read("base-url: https://api.example.com\ntoken: ${env:TOKEN}\n");

        assertThatThrownBy(() -> settings.secret("token"))
                .isInstanceOfSatisfying(
                        AdapterException.class,
                        e -> assertThat(e.code()).isEqualTo(AdapterErrorCode.CREDENTIALS_REFUSED))
                .hasMessage("token: ${env:TOKEN}: the environment variable is not set");
    }

    @Test
    void laysTheCredentialsOfAUseOverThoseOfTheConnection() throws IOException {
        environment.put("TOKEN", "reads");
        environment.put("MERGING", "merges");
        ConnectionSettings settings = read("""
                base-url: https://api.example.com
                api-version: v3
                token: ${env:TOKEN}
                credentials:
                  merge:
                    token: ${env:MERGING}
                    api-version: v4
                """);

        ConnectionSettings merging = settings.forUse(ConnectionSettings.Use.MERGE);
        assertThat(merging.secret("token")).isEqualTo("merges");
        assertThat(merging.options()).containsEntry("api-version", "v4").containsKey("base-url");
        assertThat(settings.separate(ConnectionSettings.Use.MERGE)).isTrue();
        assertThat(settings.forUse(ConnectionSettings.Use.WRITE).secret("token"))
                .isEqualTo("reads");
        assertThat(settings.separate(ConnectionSettings.Use.WRITE)).isFalse();
    }

    @Test
    void namesAKeyOfSeparateCredentialsThatIsUnknown() throws IOException {
        read("base-url: https://api.example.com\ntoken: ${env:TOKEN}\ncredentials:\n  merg: {token: x}\n");

        assertThat(problems.list().toString()).contains("credentials.merg", "merge");
    }

    private ConnectionSettings read(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("f.yaml"), content);
        Settings section = Settings.open(file, problems, environment::get);
        ConnectionSettings settings = ConnectionSection.read(
                section, new ConnectionId("hubspot"), new Factory(), Optional.of("1"), new Mapping(Map.of()));
        section.refuseUnknownKeys();
        return settings;
    }

    private static final class Factory implements AdapterFactory {
        @Override
        public SystemId system() {
            return SystemId.HUBSPOT;
        }

        @Override
        public List<Option> options() {
            return List.of(
                    new Option("base-url", true, false, "where the vendor answers"),
                    new Option("api-version", false, false, "the version in its paths"),
                    new Option("token", true, true, "the service key"));
        }

        @Override
        public UninstallNotes uninstallNotes(Path home) {
            throw new UnsupportedOperationException("nobody leaves here");
        }

        @Override
        public CrmAdapter create(ConnectionSettings settings, AdapterContext context) {
            throw new UnsupportedOperationException("only its options are asked for");
        }
    }
}
