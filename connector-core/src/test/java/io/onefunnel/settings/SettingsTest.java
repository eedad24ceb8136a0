package io.onefunnel.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.model.ConnectionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Settings")
class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void valuesComeInTheirTypes() {
        Settings settings = settings("""
                name: Acme
                port: 8080
                share: 0.25
                enabled: yes
                every: 15m
                zone: Europe/Berlin
                day: saturday
                since: 2026-03-02
                """);

        assertThat(settings.text("name")).isEqualTo("Acme");
        assertThat(settings.integer("port")).isEqualTo(8080);
        assertThat(settings.number("share", 1)).isEqualTo(0.25);
        assertThat(settings.flag("enabled", false)).isTrue();
        assertThat(settings.duration("every")).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.zone("zone")).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(settings.choice("day", DayOfWeek.class)).isEqualTo(DayOfWeek.SATURDAY);
        assertThat(settings.value("since", "a day", LocalDate::parse)).contains(LocalDate.of(2026, 3, 2));
        assertThat(problemsOf(settings)).isEmpty();
    }

    @Test
    void aMissingKeyHasItsDefault() {
        Settings settings = settings("name:\n");

        assertThat(settings.text("name", "none")).isEqualTo("none");
        assertThat(settings.optionalText("name")).isEmpty();
        assertThat(settings.integer("port", 5)).isEqualTo(5);
        assertThat(settings.flag("enabled", true)).isTrue();
        assertThat(settings.duration("every", Duration.ofHours(1))).isEqualTo(Duration.ofHours(1));
        assertThat(settings.zone("zone", ZoneId.of("UTC"))).isEqualTo(ZoneId.of("UTC"));
        assertThat(settings.choice("day", DayOfWeek.class, DayOfWeek.MONDAY)).isEqualTo(DayOfWeek.MONDAY);
        assertThat(settings.texts("list")).isEmpty();
        assertThat(settings.pairs("map")).isEmpty();
        assertThat(settings.sections("rules")).isEmpty();
        assertThat(settings.section("deep").text("x", "y")).isEqualTo("y");
        assertThat(problemsOf(settings)).isEmpty();
    }

    @Test
    void everyMissingKeyIsNamedInOneGo() {
        Settings settings = settings("sla:\n  resolution:\n    other: 1\n");

        settings.section("sla.resolution").knows("other");
        assertThat(settings.text("name")).isEmpty();
        assertThat(settings.integer("sla.resolution.days")).isZero();
        settings.duration("every");
        settings.zone("zone");
        settings.choice("day", DayOfWeek.class);
        settings.secret("token");

        assertThat(problemsOf(settings))
                .containsExactlyInAnyOrder(
                        "f.yaml:1: name: is missing",
                        "f.yaml:3: sla.resolution.days: is missing",
                        "f.yaml:1: every: is missing",
                        "f.yaml:1: zone: is missing",
                        "f.yaml:1: day: is missing",
                        "f.yaml:1: token: is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "15m, PT15M",
        "1h, PT1H",
        "2d, PT48H",
        "30s, PT30S",
        "250ms, PT0.25S",
        "1w, PT168H",
        "1h30m, PT1H30M",
        "PT20M, PT20M",
        "P2D, PT48H",
        "'1 h', PT1H"
    })
    void lengthsOfTimeAreWrittenAsPeopleDo(String written, Duration meant) {
        assertThat(settings("every: " + written + "\n").duration("every")).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"15", "fifteen minutes", "15 parsecs", "1h later", "P1Y", "-5m"})
    void whatIsNoLengthOfTimeIsRefusedWithAnExample(String written) {
        Settings settings = settings("every: " + written + "\n");

        assertThat(settings.duration("every", Duration.ofDays(7))).isEqualTo(Duration.ofDays(7));
        assertThat(problemsOf(settings))
                .containsExactly("f.yaml:1: every: must be a length of time such as \"15m\", \"1h\" or \"2d\", not \""
                        + written + "\"");
    }

    @Test
    void wrongValuesAreNamedTogetherWithWhatIsExpected() {
        Settings settings = settings("""
                port: many
                share: half
                enabled: maybe
                zone: Europe/Berln
                day: Sonnabend
                batch: 0
                name: [a]
                list: {a: b}
                """);

        assertThat(settings.integer("port", 7)).isEqualTo(7);
        settings.number("share", 0);
        settings.flag("enabled", false);
        settings.zone("zone");
        settings.choice("day", DayOfWeek.class);
        assertThat(settings.positiveInt("batch", 200)).isEqualTo(200);
        settings.text("name");
        settings.texts("list");

        assertThat(problemsOf(settings))
                .containsExactly(
                        "f.yaml:1: port: must be a whole number, not \"many\"",
                        "f.yaml:2: share: must be a number such as 0.25, not \"half\"",
                        "f.yaml:3: enabled: must be true or false, not \"maybe\"",
                        "f.yaml:4: zone: there is no time zone \"Europe/Berln\"; did you mean \"Europe/Berlin\"?",
                        "f.yaml:5: day: \"Sonnabend\": unknown value; known here: FRIDAY, MONDAY, SATURDAY, SUNDAY,"
                                + " THURSDAY, TUESDAY, WEDNESDAY",
                        "f.yaml:6: batch: must be at least 1",
                        "f.yaml:7: name: expected a single value, not a list",
                        "f.yaml:8: list: expected single values in the list, not a section with keys");
    }

    @Test
    void anUnknownKeyIsAnsweredWithTheNearestKnownOne() {
        Settings settings = settings("""
                connections:
                  hubspot:
                    system: hubspot
                    tokn: ${env:TOKEN}
                    colour: blue
                """);
        settings.named("connections").forEach((name, connection) -> {
            connection.text("system");
            connection.optionalSecret("token");
        });

        assertThat(problemsOf(settings))
                .containsExactly(
                        "f.yaml:4: connections.hubspot.tokn: unknown key; did you mean \"token\"?",
                        "f.yaml:5: connections.hubspot.colour: unknown key; known here: system, token");
    }

    @Test
    void anUnknownKeyInsideAListIsFound() {
        Settings settings = settings("rules:\n  - name: a\n  - name: b\n    pionts: 3\n");
        List<String> names = settings.sections("rules").stream()
                .map(rule -> rule.text("name") + rule.integer("points", 1))
                .toList();

        assertThat(names).containsExactly("a1", "b1");
        assertThat(problemsOf(settings))
                .containsExactly("f.yaml:4: rules[1].pionts: unknown key; did you mean \"points\"?");
    }

    @Test
    void aKeyThatStandsTwiceIsAProblem() {
        Settings settings = settings("sla:\n  days: 3\n  days: 4\n");

        assertThat(settings.integer("sla.days")).isEqualTo(3);
        assertThat(problemsOf(settings)).containsExactly("f.yaml:3: sla.days: stands twice; the first is on line 2");
    }

    @Test
    void namedSectionsListsAndPairsKeepTheOrderOfTheFile() {
        Settings settings = settings("""
                connections:
                  zeta: {a: 1}
                  alpha: {a: 2}
                tags: [b, a]
                one: only
                labels:
                  z: last
                  a.b: dotted
                  none:
                """);

        assertThat(settings.named("connections").keySet()).containsExactly("zeta", "alpha");
        settings.named("connections").values().forEach(each -> each.integer("a"));
        assertThat(settings.texts("tags")).containsExactly("b", "a");
        assertThat(settings.texts("one")).containsExactly("only");
        assertThat(settings.pairs("labels"))
                .containsExactly(Map.entry("z", "last"), Map.entry("a.b", "dotted"), Map.entry("none", ""));
        assertThat(problemsOf(settings)).isEmpty();
    }

    @Test
    void aKeyThatRefersToAnotherPlaceIsRefused() {
        Settings settings = settings("a: &one 1\nb: *one\n");
        settings.knows("a", "b");

        assertThat(problemsOf(settings))
                .containsExactly("f.yaml:2: b: refers to another place of the file (\"*name\"); write the value out");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a: 1\\n\\tb: 2\\n | f.yaml:2:1: cannot be read: indented by a tab; indent by spaces",
                "a: b: c\\n | f.yaml:1:5: cannot be read: a second \": \" in one line, or a key that is indented too far;"
                        + " put a value that holds \": \" in quotes",
                "a: [1, 2\\nb: 3\\n | f.yaml:2:2: cannot be read: expected \",\" or \"]\" in the list (it belongs to what"
                        + " begins on line 1)",
                "a: \"b\\n | f.yaml:2:1: cannot be read: a quote that was opened is not closed (it belongs to"
                        + " what begins on line 1)",
                "a:\\n  - b\\n  c: d\\n | f.yaml:3:3: cannot be read: expected the section or list to go on at its own"
                        + " indentation, but found a key (it belongs to what begins on line 2)",
                "- a\\n | f.yaml:1: expected keys with values (\"key: value\") at the top of the file",
                "a: 1\\n---\\nb: 2\\n | f.yaml:3: a second document begins here (\"---\"); one file holds one",
                "a: @b\\n | f.yaml:1:4: cannot be read: a value begins with a character that YAML keeps for itself; put"
                        + " the value in quotes"
            })
    void whatIsNoYamlIsOneProblemInPlainWords(String content, String problem) {
        Settings settings = settings(content.replace("\\n", "\n").replace("\\t", "\t"));
        settings.knows("a");

        assertThat(problemsOf(settings)).containsExactly(problem);
    }

    @Test
    void aBrokenFileDoesNotShowWhatItHolds() {
        Settings settings = settings("token: hunter2: pat-secret\n");

        assertThat(problemsOf(settings)).hasSize(1).noneMatch(problem -> problem.contains("secret"));
    }

    @Test
    void aMissingFileAndAForeignEncodingAreProblems() throws IOException {
        Problems problems = new Problems();
        Settings.open(folder.resolve("absent.yaml"), problems, name -> null);
        Path latin = folder.resolve("latin.yaml");
        Files.write(latin, "name: Müller\n".getBytes(StandardCharsets.ISO_8859_1));
        Settings.open(latin, problems, name -> null);

        assertThat(problems.list())
                .extracting(Problem::message)
                .containsExactlyInAnyOrder("there is no such file", "is not text in UTF-8");
    }

    @Test
    void loadReturnsTheValueOrThrowsAllProblemsAtOnce() throws IOException {
        Path good = write("good.yaml", "a: 1\nb: 2\n");
        Path bad = write("bad.yaml", "a: x\nbb: 2\n");

        assertThat(Settings.<Integer>load(good, file -> file.integer("a") + file.integer("b")))
                .isEqualTo(3);
        assertThatThrownBy(() -> Settings.load(bad, file -> file.integer("a") + file.integer("b")))
                .isInstanceOf(SettingsException.class)
                .hasMessage(String.join(
                        "\n",
                        bad + ":1: a: must be a whole number, not \"x\"",
                        bad + ":1: b: is missing",
                        bad + ":2: bb: unknown key; did you mean \"b\"?"));
    }

    @Test
    void aValueObjectThatRefusesAHarmlessStandInAddsNoNoise() throws IOException {
        Path file = write("f.yaml", "other: 1\n");
        Problems problems = new Problems();

        Optional<ConnectionId> id = Settings.load(file, problems, settings -> new ConnectionId(settings.text("name")));

        assertThat(id).isEmpty();
        assertThat(problems.list())
                .extracting(Problem::message)
                .containsExactlyInAnyOrder("is missing", "unknown key; known here: name");
    }

    @Test
    void aValueObjectThatRefusesARealValueIsAProblem() throws IOException {
        Path file = write("f.yaml", "name: Not A Name\n");

        assertThatThrownBy(() -> Settings.load(file, settings -> new ConnectionId(settings.text("name"))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("lower-case letters");
    }

    @Test
    void aRuleOverSeveralKeysIsReportedWhereItBelongs() {
        Settings settings = settings("warn: 5\nbreach: 3\n");
        settings.check(settings.integer("warn") < settings.integer("breach"), "warn", "must be less than \"breach\"");

        assertThat(problemsOf(settings)).containsExactly("f.yaml:1: warn: must be less than \"breach\"");
    }

    private Settings settings(String content) {
        return read(write("f.yaml", content));
    }

    private Settings read(Path file) {
        return Settings.open(file, new Problems(), name -> null);
    }

    private Path write(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> problemsOf(Settings settings) {
        settings.refuseUnknownKeys();
        return settings.problems().list().stream()
                .map(problem -> problem.toString().replace(folder + "/", ""))
                .toList();
    }
}
