package io.onefunnel.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Settings that are wrong")
class SettingsProblemsTest extends SettingsFile {
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
                        "f.yaml:6: batch: must be a whole number of at least 1, not \"0\"",
                        "f.yaml:7: name: expected a single value, not a list",
                        "f.yaml:8: list: expected single values in the list, not a section with keys");
    }

    @Test
    void aKeyThatWasLeftWithoutAValueIsAProblemWhateverItsTypeAndNotTheDefault() {
        Settings settings = settings("port:\nshare: ~\nname: null\ntoken:\nday:\n");

        assertThat(settings.integer("port", 7)).isEqualTo(7);
        settings.number("share", 0);
        settings.text("name");
        settings.optionalSecret("token");
        settings.choice("day", DayOfWeek.class);

        assertThat(problemsOf(settings))
                .containsExactly(
                        "f.yaml:1: port: has no value; write one, or take the line out",
                        "f.yaml:2: share: has no value; write one, or take the line out",
                        "f.yaml:3: name: has no value; write one, or take the line out",
                        "f.yaml:4: token: has no value; write one, or take the line out",
                        "f.yaml:5: day: has no value; write one, or take the line out");
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
    void aRuleOverSeveralKeysIsReportedWhereItBelongs() {
        Settings settings = settings("warn: 5\nbreach: 3\n");
        settings.check(settings.integer("warn") < settings.integer("breach"), "warn", "must be less than \"breach\"");

        assertThat(problemsOf(settings)).containsExactly("f.yaml:1: warn: must be less than \"breach\"");
    }
}
