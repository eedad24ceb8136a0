package io.onefunnel.config;

import io.onefunnel.policy.Calendars;
import io.onefunnel.policy.Calendars.Calendar;
import io.onefunnel.policy.Calendars.Open;
import io.onefunnel.settings.Settings;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads {@code config/calendars.yaml}: when business is open, and for whom. */
final class CalendarsFile {
    private CalendarsFile() {}

    static Calendars read(Settings file) {
        SortedMap<String, Calendar> named = new TreeMap<>();
        file.named("calendars").forEach((name, at) -> named.put(name, calendar(at)));
        if (named.isEmpty()) named.putAll(Calendars.DEFAULT.named());
        String defaultName = file.text("default", named.firstKey());
        if (!named.containsKey(defaultName)) {
            file.problem("default", "there is no calendar \"" + defaultName + "\"; there are " + named.keySet());
            defaultName = named.firstKey();
        }
        ZoneId zone = file.zone("default-zone", Calendars.DEFAULT.defaultZone());
        return new Calendars(named, defaultName, zone, people(file, "users", named), people(file, "managers", named));
    }

    private static SortedMap<String, String> people(Settings file, String key, Map<String, Calendar> named) {
        SortedMap<String, String> people = new TreeMap<>();
        file.pairs(key).forEach((email, name) -> {
            if (!named.containsKey(name)) {
                file.problem(key, email + ": there is no calendar \"" + name + "\"; there are " + named.keySet());
            }
            people.put(email.strip().toLowerCase(Locale.ROOT), name);
        });
        return people;
    }

    private static Calendar calendar(Settings at) {
        Optional<ZoneId> zone = at.has("zone") ? Optional.of(at.zone("zone")) : Optional.empty();
        Map<DayOfWeek, List<Open>> week = week(at.section("hours"));
        if (week.values().stream().allMatch(List::isEmpty)) {
            at.problem("hours", "names no open time; such a calendar would never end a deadline");
            week = Calendars.weekdays("09:00", "17:00");
        }
        return new Calendar(zone, week, holidays(at));
    }

    /** {@code weekdays} gives Monday to Friday at once; a day of its own outranks it. */
    private static Map<DayOfWeek, List<Open>> week(Settings hours) {
        Map<DayOfWeek, List<Open>> week = new EnumMap<>(DayOfWeek.class);
        List<Open> weekdays = open(hours, "weekdays");
        for (DayOfWeek day : DayOfWeek.values()) {
            String key = day.name().toLowerCase(Locale.ROOT);
            boolean weekday = day.getValue() <= DayOfWeek.FRIDAY.getValue();
            week.put(day, hours.has(key) || !weekday ? open(hours, key) : weekdays);
        }
        return week;
    }

    private static List<Open> open(Settings hours, String key) {
        List<Open> open = new ArrayList<>();
        for (String text : hours.texts(key)) {
            if (text.equalsIgnoreCase("closed")) continue;
            try {
                open.add(Open.parse(text));
            } catch (DateTimeException | IllegalArgumentException e) {
                hours.problem(key, "must be open times such as \"09:00-12:30\" or \"closed\", not \"" + text + "\"");
            }
        }
        open.sort(Comparator.comparingInt(Open::fromSecond));
        for (int i = 1; i < open.size(); i++) {
            if (open.get(i - 1).toSecond() > open.get(i).fromSecond()) {
                hours.problem(key, open.get(i - 1) + " and " + open.get(i) + " overlap");
            }
        }
        return open;
    }

    private static SortedMap<LocalDate, String> holidays(Settings at) {
        SortedMap<LocalDate, String> holidays = new TreeMap<>();
        at.pairs("holidays").forEach((day, name) -> {
            try {
                holidays.put(LocalDate.parse(day), name);
            } catch (DateTimeException e) {
                at.problem("holidays", "\"" + day + "\" is no day such as 2026-12-25");
            }
        });
        return holidays;
    }
}
