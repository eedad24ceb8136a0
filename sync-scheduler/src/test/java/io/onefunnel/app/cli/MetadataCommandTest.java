package io.onefunnel.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.config.PolicyFiles;
import io.onefunnel.policy.Inputs;
import io.onefunnel.spi.AccountMetadata.BusinessHours;
import io.onefunnel.spi.AccountMetadata.Holiday;
import io.onefunnel.spi.AccountMetadata.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The metadata of an account")
class MetadataCommandTest {
    private static final BusinessHours OFFICE = new BusinessHours(
            "Default (EMEA)",
            ZoneId.of("Europe/Berlin"),
            true,
            Map.of(
                    DayOfWeek.MONDAY, new Window(LocalTime.of(9, 0), LocalTime.of(17, 30)),
                    DayOfWeek.SUNDAY, new Window(LocalTime.of(12, 0), LocalTime.MIDNIGHT)),
            List.of(new Holiday("\"Three Kings\"", LocalDate.of(2026, 1, 6))));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void printsHoursThatTheCalendarFileTakesAsTheyAre() throws IOException {
        copyConfig();
        String calendars = "default: default-emea\n" + MetadataCommand.calendars(List.of(OFFICE));
        Files.writeString(folder.resolve("calendars.yaml"), calendars);

        Inputs read = PolicyFiles.read(folder);

        assertThat(read.calendars().named()).hasSize(1);
        assertThat(read.calendars().named().get("default-emea")).satisfies(calendar -> {
            assertThat(calendar.zone()).contains(ZoneId.of("Europe/Berlin"));
            assertThat(calendar.holidays()).containsEntry(LocalDate.of(2026, 1, 6), "\"Three Kings\"");
            assertThat(calendar.week().get(DayOfWeek.MONDAY)).asString().contains("09:00-17:30");
            assertThat(calendar.week().get(DayOfWeek.SUNDAY)).asString().contains("12:00-24:00");
            assertThat(calendar.week().get(DayOfWeek.TUESDAY)).isNull();
        });
    }

    private void copyConfig() throws IOException {
        Path config = Path.of(System.getProperty("onefunnel.root", "..")).resolve("config");
        try (Stream<Path> files = Files.walk(config)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(config.relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }
}
