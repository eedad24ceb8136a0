package io.onefunnel.config;

import io.onefunnel.policy.FollowUp;
import io.onefunnel.policy.FollowUp.FirstTouch;
import io.onefunnel.policy.FollowUp.HighPotential;
import io.onefunnel.policy.FollowUp.Resolution;
import io.onefunnel.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code config/framework/follow-up.yaml}: how soon sales gets in touch and concludes. */
final class FollowUpFile {
    static final Read DEFAULT = new Read(FollowUp.DEFAULT, Optional.empty());

    private static final Pattern WHOLE_DAYS = Pattern.compile("[dwDW]");

    private FollowUpFile() {}

    record Read(FollowUp followUp, Optional<Instant> goLive) {}

    static Read read(Settings file) {
        return new Read(
                new FollowUp(
                        FileParts.approval(file),
                        firstTouch(file.section("first-touch")),
                        resolution(file.section("resolution")),
                        highPotential(file.section("high-potential"))),
                file.value("go-live", "an instant such as 2026-03-02T08:00:00Z", Instant::parse));
    }

    private static FirstTouch firstTouch(Settings at) {
        FirstTouch usual = FollowUp.DEFAULT.firstTouch();
        return new FirstTouch(
                businessTime(at, "within", usual.within()),
                businessTime(at, "within-if-asked", usual.withinIfAsked()),
                FileParts.percent(at, "warn-percent", usual.warnPercent()),
                at.flag("automated-counts", usual.automatedCounts()),
                at.flag("task-if-asked", usual.taskIfAsked()));
    }

    /** A day of 24 hours would be three working days and mean something else to everybody who writes it. */
    private static Duration businessTime(Settings at, String key, Duration usual) {
        Duration time = at.duration(key, usual);
        at.check(time.compareTo(Duration.ofMinutes(1)) >= 0, key, "must be at least a minute; it counts business time");
        at.check(
                !WHOLE_DAYS.matcher(at.text(key, "")).find(),
                key,
                "counts business time; write it in hours and minutes");
        return time;
    }

    private static Resolution resolution(Settings at) {
        Resolution usual = FollowUp.DEFAULT.resolution();
        Resolution resolution = new Resolution(
                at.positiveInt("warn-days", usual.warnDays()),
                at.positiveInt("due-days", usual.dueDays()),
                at.positiveInt("extension-days", usual.extensionDays()));
        at.check(
                resolution.warnDays() < resolution.dueDays(),
                "warn-days",
                "must be less than due-days, " + resolution.dueDays());
        return resolution;
    }

    private static HighPotential highPotential(Settings at) {
        return new HighPotential(
                FileParts.lowerCase(at, "segments", List.of()),
                FileParts.lowerCase(at, "domains", List.of()),
                FileParts.count(at, "employees-from"));
    }
}
