package io.onefunnel.app.view;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people say them. */
public final class Times {
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("d MMM yyyy HH:mm", Locale.ENGLISH);

    private Times() {}

    /** "4 min ago", "in 2 h". */
    public static String ago(Instant at, Instant now) {
        Duration since = Duration.between(at, now);
        if (since.abs().toSeconds() < 1) return "now";
        return since.isNegative() ? "in " + length(since.negated()) : length(since) + " ago";
    }

    /** "Counted 4 min ago."; empty for what was counted within a minute. */
    public static String counted(Instant at, Instant now) {
        return Duration.between(at, now).toSeconds() < 60 ? "" : "Counted " + ago(at, now) + ".";
    }

    /** "850 ms", "12 s", "4 min", "3 h", "5 d". */
    public static String length(Duration time) {
        if (time.toMillis() < 1_000) return time.toMillis() + " ms";
        if (time.toSeconds() < 90) return time.toSeconds() + " s";
        if (time.toMinutes() < 90) return time.toMinutes() + " min";
        if (time.toHours() < 48) return time.toHours() + " h";
        return time.toDays() + " d";
    }

    /** On the clock of whoever sits at this terminal. */
    public static String local(Instant at) {
        return DAY_AND_TIME.format(at.atZone(ZoneId.systemDefault()));
    }
}
