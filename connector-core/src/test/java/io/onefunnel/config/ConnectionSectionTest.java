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
import io.onefunnel.spi.option.Option;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The section of a connection")
class ConnectionSectionTest {
    private enum SignIn {
        TOKEN,
        PASSWORD
    }

    private static final Option<URI> BASE_URL =
            Option.address("base-url", "where the vendor answers").required();
    private static final Option<String> API_VERSION =
            Option.text("api-version", "the version in its paths").withDefault("2026-09");
    private static final Option<SignIn> SIGN_IN = Option.choice("sign-in", SignIn.class, "how to sign in")
            .withDefault("token")
            .perUse();
    private static final Option<String> TOKEN =
            Option.secret("token", "the service key").requiredFor(SIGN_IN, SignIn.TOKEN);
    private static final Option<String> USER = Option.text("user", "who signs in")
            .requiredFor(SIGN_IN, SignIn.PASSWORD)
            .perUse();
    private static final Option<String> KEY = Option.secret("key", "a key in place of the password");
    private static final Option<String> PASSWORD = Option.secret("password", "the password")
            .requiredWhen(
                    "for sign-in password without key",
                    given ->
                            given.value(SIGN_IN).filter(SignIn.PASSWORD::equals).isPresent() && !given.has(KEY));
    private static final Option<Duration> OVERLAP =
            Option.duration("overlap", "1s", "how much is read again").withDefault("10m");
    private static final Option<Boolean> STRICT =
            Option.flag("strict", "whether").withDefault("false");
    private static final Option<Integer> LIMIT =
            Option.positive("limit", "the most calls").absentMeans("no limit");
    private static final Option<Double> SHARE =
            Option.share("share", "our part").withDefault("0.5");
    private static final Option<ZoneId> ZONE = Option.zone("zone", "where").withDefault("UTC");
    private static final Option<LocalDate> SINCE =
            Option.day("since", "from when").withDefault("2006-01-01");
    private static final Option<Map<String, String>> STATUSES = Option.pairs(
                    "statuses", List.of("WON", "LOST"), "WON=Influenced", "by outcome")
            .absentMeans("none");

    private final Map<String, String> environment = new HashMap<>();
    private final Problems problems = new Problems();

    @TempDir
    Path folder;

    @Test
    void givesTheAdapterItsOptionsAndSecrets() throws IOException {
        environment.put("TOKEN", "hunter2");

        ConnectionSettings settings = read("base-url: https://api.example.com\ntoken: ${env:TOKEN}\n");

        assertThat(problems.list()).isEmpty();
        assertThat(settings.get(BASE_URL)).isEqualTo(URI.create("https://api.example.com"));
        assertThat(settings.get(API_VERSION)).isEqualTo("2026-09");
        assertThat(settings.get(OVERLAP)).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.find(LIMIT)).isEmpty();
        assertThat(settings.secret(TOKEN)).isEqualTo("hunter2");
        environment.put("TOKEN", "rotated");
        assertThat(settings.secret(TOKEN)).isEqualTo("rotated");
        assertThat(settings.toString()).doesNotContain("hunter2", "rotated");
    }

    @Test
    void namesWhatIsMissingUnknownOrASecretInPlainSight() throws IOException {
        read("tokn: x\nbase-url: ${env:URL}\n");
        read("base-url: https://api.example.com\ntoken: hunter2\n");

        assertThat(problems.list())
                .extracting(problem -> problem.key() + " " + problem.message().split("[;,]")[0])
                .containsExactlyInAnyOrder(
                        "token is missing (required for sign-in token): the service key",
                        "tokn unknown key",
                        "base-url takes no reference to a secret",
                        "token a secret does not belong into this file");
    }

    @Test
    void tellsTheAdapterOfAMissingSecretAsOfARefusedOne() throws IOException {
        ConnectionSettings settings = read("base-url: https://api.example.com\ntoken: ${env:TOKEN}\n");

        assertThatThrownBy(() -> settings.secret(TOKEN))
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
                user: ana
                token: ${env:TOKEN}
                credentials:
                  merge:
                    token: ${env:MERGING}
                    user: lee
                """);

        ConnectionSettings merging = settings.forUse(ConnectionSettings.Use.MERGE);
        assertThat(merging.secret(TOKEN)).isEqualTo("merges");
        assertThat(merging.get(USER)).isEqualTo("lee");
        assertThat(merging.get(BASE_URL)).isEqualTo(settings.get(BASE_URL));
        assertThat(settings.separate(ConnectionSettings.Use.MERGE)).isTrue();
        assertThat(settings.forUse(ConnectionSettings.Use.WRITE).secret(TOKEN)).isEqualTo("reads");
        assertThat(settings.separate(ConnectionSettings.Use.WRITE)).isFalse();
    }

    @Test
    void namesAKeyOfSeparateCredentialsThatIsUnknown() throws IOException {
        read("base-url: https://api.example.com\ntoken: ${env:TOKEN}\ncredentials:\n  merg: {token: x}\n");

        assertThat(problems.list().toString()).contains("credentials.merg", "merge");
    }

    @Test
    void namesAllThatIsWrongWithLineAndWhatIsAllowed() throws IOException {
        read("""
                base-url: api.example.com
                sign-in: tokn
                overlap: -PT15M
                strict: "yes"
                limit: 0
                share: 1.5
                zone: Europe/Berln
                since: yesterday
                statuses: WON
                """);

        assertThat(problems.list())
                .extracting(problem -> problem.line() + " " + problem.key() + " " + problem.message())
                .containsExactly(
                        "1 base-url must be an address such as https://example.com, not \"api.example.com\"",
                        "2 sign-in must be token or password, not \"tokn\"; did you mean \"token\"?",
                        "3 overlap must be a length of time such as 15m, from 1s to 3650d, not \"-PT15M\"",
                        "4 strict must be true or false, not \"yes\"",
                        "5 limit must be a whole number from 1 to 999999999, not \"0\"",
                        "6 share must be a number from 0.0001 to 1, not \"1.5\"",
                        "7 zone must be a time zone such as Europe/Berlin, not \"Europe/Berln\";"
                                + " did you mean \"Europe/Berlin\"?",
                        "8 since must be a day such as 2026-03-02, not \"yesterday\"",
                        "9 statuses must be pairs such as WON=Influenced, not \"WON\"");
    }

    @Test
    void namesTheWordOfPairsThatIsWrong() throws IOException {
        read("base-url: https://api.example.com\ntoken: ${env:T}\nstatuses: WON=Influenced, LOSST=No\n");
        read("base-url: https://api.example.com\ntoken: ${env:T}\nstatuses: LOST=No, LOST=Nurture\n");

        assertThat(messages())
                .containsExactly(
                        "statuses must be pairs such as WON=Influenced, not \"LOST=No, LOST=Nurture\":"
                                + " \"LOST\" stands there twice",
                        "statuses must be pairs such as WON=Influenced, not \"WON=Influenced, LOSST=No\":"
                                + " \"LOSST\" is not among them; did you mean \"LOST\"?");
    }

    @Test
    void saysOfAnOptionWithoutAValueThatAloneAndNotThatItIsMissing() throws IOException {
        read("base-url:\nsign-in: password\nuser: ~\nkey: ${env:KEY}\n");

        assertThat(messages())
                .containsExactly(
                        "base-url has no value; write one, or take the line out",
                        "user has no value; write one, or take the line out");
    }

    @Test
    void demandsWhatAnotherOptionMakesNecessary() throws IOException {
        read("base-url: https://api.example.com\nsign-in: password\n");

        assertThat(messages())
                .containsExactly(
                        "password is missing (required for sign-in password without key): the password",
                        "user is missing (required for sign-in password): who signs in");
    }

    @Test
    void isContentWithWhatMayStandInAnothersPlace() throws IOException {
        read("base-url: https://api.example.com\nsign-in: password\nuser: ana\nkey: ${env:KEY}\n");

        assertThat(messages()).isEmpty();
    }

    @Test
    void demandsOfSeparateCredentialsWhatTheyMakeNecessaryAndSaysNothingTwice() throws IOException {
        read("""
                base-url: https://api.example.com
                credentials:
                  write: {sign-in: password, key: "${env:KEY}"}
                  merge: {token: "${env:MERGING}"}
                """);

        assertThat(messages())
                .containsExactly(
                        "credentials.write.user is missing (required for sign-in password): who signs in",
                        "token is missing (required for sign-in token): the service key");
    }

    @Test
    void takesWhatIdentifiesTheConnectionOnlyOnce() throws IOException {
        read("""
                base-url: https://api.example.com
                token: ${env:TOKEN}
                credentials:
                  merge: {base-url: "https://other.example.com", token: "${env:MERGING}"}
                """);

        assertThat(problems.list())
                .singleElement()
                .satisfies(problem -> assertThat(problem.line() + " " + problem.key() + " " + problem.message())
                        .startsWith("4 credentials.merge.base-url belongs to the connection"));
    }

    private List<String> messages() {
        return problems.list().stream()
                .map(problem -> problem.key() + " " + problem.message())
                .sorted()
                .toList();
    }

    private ConnectionSettings read(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("f.yaml"), content);
        Settings section = Settings.open(file, problems, environment::get);
        ConnectionSettings settings =
                ConnectionSection.read(section, new ConnectionId("hubspot"), new Factory(), new Mapping(Map.of()));
        section.refuseUnknownKeys();
        return settings;
    }

    private static final class Factory implements AdapterFactory {
        @Override
        public SystemId system() {
            return SystemId.HUBSPOT;
        }

        @Override
        public List<Option<?>> options() {
            return List.of(
                    BASE_URL,
                    API_VERSION,
                    SIGN_IN,
                    TOKEN,
                    USER,
                    KEY,
                    PASSWORD,
                    OVERLAP,
                    STRICT,
                    LIMIT,
                    SHARE,
                    ZONE,
                    SINCE,
                    STATUSES);
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
