package io.onefunnel.salesforce.check;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.salesforce.client.OrgAccess;
import io.onefunnel.salesforce.client.QueryRows;
import io.onefunnel.spi.AccountMetadata;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The org's stages, lead statuses, business hours and holidays. */
public final class SalesforceMetadata implements AccountMetadata {
    private static final int HOUR_AND_MINUTE = "09:00".length();

    private final OrgAccess reading;
    private final InstantSource clock;

    public SalesforceMetadata(OrgAccess reading, InstantSource clock) {
        this.reading = reading;
        this.clock = clock;
    }

    /** One list for the whole org; sales processes only choose from it. */
    @Override
    public List<PipelineStage> stages() {
        List<PipelineStage> stages = new ArrayList<>();
        for (SObject row : rows(
                "OpportunityStage",
                "SELECT ApiName, MasterLabel, IsClosed, IsWon, DefaultProbability FROM OpportunityStage"
                        + " WHERE IsActive = true ORDER BY SortOrder")) {
            stages.add(new PipelineStage(
                    "",
                    text(row, "ApiName"),
                    text(row, "MasterLabel"),
                    stages.size(),
                    is(row, "IsClosed"),
                    is(row, "IsWon"),
                    percent(text(row, "DefaultProbability"))));
        }
        return stages;
    }

    @Override
    public List<PersonStatus> statuses() {
        return rows(
                        "LeadStatus",
                        "SELECT ApiName, MasterLabel, IsDefault, IsConverted FROM LeadStatus ORDER BY SortOrder")
                .stream()
                .map(row -> new PersonStatus(
                        text(row, "ApiName"), text(row, "MasterLabel"), is(row, "IsDefault"), is(row, "IsConverted")))
                .toList();
    }

    /** Which holidays belong to which hours cannot be queried: all of them are given with each. */
    @Override
    public List<BusinessHours> businessHours() {
        StringBuilder soql = new StringBuilder("SELECT Name, IsDefault, TimeZoneSidKey");
        for (DayOfWeek day : DayOfWeek.values()) {
            soql.append(", ")
                    .append(named(day))
                    .append("StartTime, ")
                    .append(named(day))
                    .append("EndTime");
        }
        soql.append(" FROM BusinessHours WHERE IsActive = true ORDER BY Name");
        List<SObject> rows = rows("BusinessHours", soql.toString());
        List<Holiday> holidays = rows.isEmpty() ? List.of() : holidays();
        return rows.stream()
                .map(row -> new BusinessHours(
                        text(row, "Name"),
                        zone(text(row, "TimeZoneSidKey")),
                        is(row, "IsDefault"),
                        open(row),
                        holidays))
                .toList();
    }

    private static Map<DayOfWeek, Window> open(SObject row) {
        Map<DayOfWeek, Window> open = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            String from = text(row, named(day) + "StartTime");
            String to = text(row, named(day) + "EndTime");
            // From midnight to midnight is the whole day; no times, none of it.
            if (!from.isEmpty() && !to.isEmpty()) open.put(day, new Window(time(from), time(to)));
        }
        return open;
    }

    /** A holiday of some hours has no place in a list of days, and is left out. */
    private List<Holiday> holidays() {
        List<Holiday> holidays = new ArrayList<>();
        int year = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).getYear();
        for (SObject row : holidayRows()) {
            if (!is(row, "IsAllDay")) continue;
            String name = text(row, "Name");
            if (!is(row, "IsRecurrence")) {
                String day = text(row, "ActivityDate");
                if (!day.isEmpty()) holidays.add(new Holiday(name, LocalDate.parse(day)));
                continue;
            }
            Optional<YearlyHoliday> yearly = yearly(row);
            for (int each = year - 1; each <= year + 2 && yearly.isPresent(); each++) {
                yearly.get().in(each).ifPresent(day -> holidays.add(new Holiday(name, day)));
            }
        }
        return holidays;
    }

    private List<SObject> holidayRows() {
        String plain = "SELECT Name, ActivityDate, IsAllDay, IsRecurrence";
        try {
            return rows(
                    "Holiday",
                    plain + ", RecurrenceType, RecurrenceStartDate, RecurrenceEndDateOnly, RecurrenceDayOfMonth,"
                            + " RecurrenceDayOfWeekMask, RecurrenceInstance, RecurrenceMonthOfYear FROM Holiday");
        } catch (AdapterException e) {
            if (e.code() != AdapterErrorCode.FIELD_NOT_READABLE) throw e;
            return rows("Holiday", plain + " FROM Holiday");
        }
    }

    private static Optional<YearlyHoliday> yearly(SObject row) {
        return YearlyHoliday.of(
                text(row, "RecurrenceType"),
                text(row, "RecurrenceMonthOfYear"),
                text(row, "RecurrenceDayOfMonth"),
                text(row, "RecurrenceInstance"),
                text(row, "RecurrenceDayOfWeekMask"),
                text(row, "RecurrenceStartDate"),
                text(row, "RecurrenceEndDateOnly"));
    }

    private List<SObject> rows(String object, String soql) {
        return reading.rows("read " + object, soql);
    }

    private static String text(SObject row, String column) {
        String text = QueryRows.text(row, column);
        return text == null ? "" : text;
    }

    private static boolean is(SObject row, String column) {
        return text(row, column).equals("true");
    }

    private static OptionalInt percent(String text) {
        return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) Math.round(Double.parseDouble(text)));
    }

    /** "09:00:00.000Z", without a zone in truth: it is of the zone of the business hours. */
    private static LocalTime time(String text) {
        return LocalTime.parse(text.substring(0, HOUR_AND_MINUTE));
    }

    private static ZoneId zone(String key) {
        try {
            return ZoneId.of(key);
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }

    private static String named(DayOfWeek day) {
        String name = day.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}
