package io.onefunnel.policy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When business is open, and for whom.
 *
 * @param defaultZone for a calendar without a zone of its own whose owner's zone is unknown
 * @param byUser the calendar of a user, by e-mail in lower case
 * @param byManager the calendar of everybody who reports to a manager, by the manager's e-mail in lower case
 */
public record Calendars(
        SortedMap<String, Calendar> named,
        String defaultName,
        ZoneId defaultZone,
        SortedMap<String, String> byUser,
        SortedMap<String, String> byManager) {
    public static final Calendars DEFAULT = new Calendars(
            new TreeMap<>(
                    Map.of("office", new Calendar(Optional.empty(), weekdays("09:00", "17:00"), new TreeMap<>()))),
            "office",
            ZoneId.of("UTC"),
            new TreeMap<>(),
            new TreeMap<>());

    public Calendars {
        named = Collections.unmodifiableSortedMap(new TreeMap<>(named));
        byUser = Collections.unmodifiableSortedMap(new TreeMap<>(byUser));
        byManager = Collections.unmodifiableSortedMap(new TreeMap<>(byManager));
        if (!named.containsKey(defaultName)) throw new IllegalArgumentException("no calendar " + defaultName);
    }

    /**
     * The week of some people.
     *
     * @param zone empty: each owner's own zone, where the CRM tells it
     * @param week the open times of a day, in their order and apart from each other; a day without any is closed
     * @param holidays closed all day, with their names
     */
    public record Calendar(
            Optional<ZoneId> zone, Map<DayOfWeek, List<Open>> week, SortedMap<LocalDate, String> holidays) {
        public Calendar {
            EnumMap<DayOfWeek, List<Open>> days = new EnumMap<>(DayOfWeek.class);
            week.forEach((day, open) -> days.put(day, List.copyOf(open)));
            days.values().removeIf(List::isEmpty);
            if (days.isEmpty()) throw new IllegalArgumentException("a calendar that is never open");
            week = Collections.unmodifiableMap(days);
            holidays = Collections.unmodifiableSortedMap(new TreeMap<>(holidays));
        }

        /** The open times of a day as its clocks show them. */
        public List<Open> on(LocalDate day) {
            if (holidays.containsKey(day)) return List.of();
            return week.getOrDefault(day.getDayOfWeek(), List.of());
        }
    }

    /**
     * An open time of a day.
     *
     * @param to midnight means the end of the day
     */
    public record Open(LocalTime from, LocalTime to) {
        public Open {
            if (!to.equals(LocalTime.MIDNIGHT) && !from.isBefore(to)) {
                throw new IllegalArgumentException("an open time must end after it begins: " + from + "-" + to);
            }
        }

        public int fromSecond() {
            return from.toSecondOfDay();
        }

        /** Exclusive; 86,400 at the end of the day. */
        public int toSecond() {
            return to.equals(LocalTime.MIDNIGHT) ? 86_400 : to.toSecondOfDay();
        }

        /**
         * Reads "9:00-17:30"; "24:00" ends a day.
         *
         * @throws java.time.DateTimeException or IllegalArgumentException when it is none
         */
        public static Open parse(String text) {
            String[] ends = text.strip().split("\\s*-\\s*", -1);
            if (ends.length != 2) throw new IllegalArgumentException("not of the form 9:00-17:30");
            LocalTime to = ends[1].equals("24:00") ? LocalTime.MIDNIGHT : time(ends[1]);
            return new Open(time(ends[0]), to);
        }

        @Override
        public String toString() {
            return from + "-" + (to.equals(LocalTime.MIDNIGHT) ? "24:00" : to.toString());
        }

        private static LocalTime time(String text) {
            return LocalTime.parse(text.length() == 4 ? "0" + text : text);
        }
    }

    /** The days of a business week where a calendar names none: Monday to Friday. */
    public static Map<DayOfWeek, List<Open>> weekdays(String from, String to) {
        Map<DayOfWeek, List<Open>> week = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.getValue() <= DayOfWeek.FRIDAY.getValue()) {
                week.put(day, List.of(new Open(LocalTime.parse(from), LocalTime.parse(to))));
            }
        }
        return week;
    }
}
