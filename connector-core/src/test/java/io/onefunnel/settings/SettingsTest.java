package io.onefunnel.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.model.ConnectionId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Settings")
class SettingsTest extends SettingsFile {
    @Test
    void valuesComeInTheirTypes() {
        Settings settings = settings("""
                name: Acme
                port: 8080
                share: 0.25
                enabled: true
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
        Settings settings = settings("{}\n");

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
}
