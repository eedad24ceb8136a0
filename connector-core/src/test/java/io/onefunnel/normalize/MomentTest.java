package io.onefunnel.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A vendor's time")
class MomentTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @ParameterizedTest(name = "{0} begins at {1}, ends at {2} and is of {3}")
    @CsvSource({
        "2026-03-02T10:15:30.999Z,     2026-03-02T10:15:30Z, 2026-03-02T10:15:30Z, 2026-03-02",
        "2026-03-02T10:15:30.000+0000, 2026-03-02T10:15:30Z, 2026-03-02T10:15:30Z, 2026-03-02",
        "2017-07-27T01:38:33Z+0000,    2017-07-27T01:38:33Z, 2017-07-27T01:38:33Z, 2017-07-26",
        "2014-11-13 12:43:04,          2014-11-13T12:43:04Z, 2014-11-13T12:43:04Z, 2014-11-13",
        "2026-03-02T10:15:30-05:00,    2026-03-02T15:15:30Z, 2026-03-02T15:15:30Z, 2026-03-02",
        "2026-03-02T10:15Z,            2026-03-02T10:15:00Z, 2026-03-02T10:15:00Z, 2026-03-02",
        "1772446530000,                2026-03-02T10:15:30Z, 2026-03-02T10:15:30Z, 2026-03-02",
        "2026-03-02T00:00:00Z,         2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-02",
        "2026-03-02,                   2026-03-02T05:00:00Z, 2026-03-03T04:59:59Z, 2026-03-02",
        "2026-03-08,                   2026-03-08T05:00:00Z, 2026-03-09T03:59:59Z, 2026-03-08"
    })
    void isRead(String text, String start, String end, String day) {
        assertThat(Moment.of(text, NEW_YORK)).get().satisfies(moment -> {
            assertThat(moment.start(NEW_YORK)).hasToString(start);
            assertThat(moment.end(NEW_YORK)).hasToString(end);
            assertThat(moment.dayOnly()).hasToString(day);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "2026-02-30",
                "2026-13-01T00:00:00Z",
                "02/03/2026",
                "12345",
                "2026-03-02T25:00:00Z",
                "2026-03-02T10:00:00+99:00"
            })
    void thatIsNoneIsNotGuessed(String text) {
        assertThat(Moment.of(text, NEW_YORK)).isEmpty();
    }
}
