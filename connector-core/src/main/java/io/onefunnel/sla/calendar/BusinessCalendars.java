package io.onefunnel.sla.calendar;

import io.onefunnel.model.SourceRef;
import io.onefunnel.model.User;
import io.onefunnel.policy.Calendars;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the calendar that an owner's promises are counted in. Calendars are built once. Safe for several threads. */
public final class BusinessCalendars {
    private final Calendars calendars;
    private final Map<Key, BusinessCalendar> built = new ConcurrentHashMap<>();

    public BusinessCalendars(Calendars calendars) {
        this.calendars = calendars;
    }

    /** A calendar by the name that people know it by. */
    public record Named(String name, BusinessCalendar calendar) {}

    /** The user's own calendar, else the one of the manager's people, else the default. */
    public Named of(Optional<SourceRef> owner, Map<SourceRef, User> users) {
        Optional<User> user = owner.map(users::get);
        Optional<User> manager = user.flatMap(User::manager).map(users::get);
        String name = user.flatMap(each -> find(calendars.byUser(), each))
                .or(() -> manager.flatMap(each -> find(calendars.byManager(), each)))
                .orElse(calendars.defaultName());
        return named(name, user.flatMap(User::zone));
    }

    private Named named(String name, Optional<ZoneId> ownersZone) {
        Calendars.Calendar calendar = calendars.named().get(name);
        if (calendar == null) throw new IllegalArgumentException("no calendar " + name);
        ZoneId zone = calendar.zone().or(() -> ownersZone).orElse(calendars.defaultZone());
        return new Named(name, built.computeIfAbsent(new Key(name, zone), key -> new BusinessCalendar(calendar, zone)));
    }

    private static Optional<String> find(Map<String, String> byEmail, User user) {
        return Optional.ofNullable(byEmail.get(user.email().toLowerCase(Locale.ROOT)));
    }

    private record Key(String name, ZoneId zone) {}
}
