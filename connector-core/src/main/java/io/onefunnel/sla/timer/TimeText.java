package io.onefunnel.sla.timer;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants and lengths as people read them. */
final class TimeText {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);

    private TimeText() {}

    static String of(Instant instant, ZoneId zone) {
        return MOMENT.format(instant.atZone(zone));
    }

    /** "1 h", "15 min", "1 h 30 min". */
    static String of(Duration length) {
        long minutes = length.toMinutes();
        if (minutes < 60) return minutes + " min";
        return minutes % 60 == 0 ? minutes / 60 + " h" : minutes / 60 + " h " + minutes % 60 + " min";
    }

    static String days(int days) {
        return days == 1 ? "1 business day" : days + " business days";
    }
}
