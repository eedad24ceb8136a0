package io.onefunnel.sla.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.facts.Case;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.User;
import io.onefunnel.policy.Calendars;
import io.onefunnel.policy.Calendars.Calendar;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An owner's calendar")
class BusinessCalendarsTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final SourceRef DANA = new SourceRef(Case.CRM, RecordKind.USER, "dana");

    private final BusinessCalendars calendars = new BusinessCalendars(new Calendars(
            new TreeMap<>(Map.of("office", week(Optional.empty()), "berlin", week(Optional.of(Case.BERLIN)))),
            "office",
            ZoneId.of("UTC"),
            new TreeMap<>(Map.of("lee@x.example", "berlin")),
            new TreeMap<>(Map.of("dana@x.example", "berlin"))));

    @Test
    void isTheirOwnThenTheirManagersThenTheDefault() {
        assertThat(name(user("Lee@x.example", Optional.empty()))).isEqualTo("berlin");
        assertThat(name(user("kim@x.example", Optional.of(DANA)))).isEqualTo("berlin");
        assertThat(name(user("kim@x.example", Optional.empty()))).isEqualTo("office");
        assertThat(calendars.of(Optional.empty(), Map.of()).name()).isEqualTo("office");
    }

    @Test
    void isInTheOwnersZoneUnlessItHasOneOfItsOwn() {
        User kim = user("kim@x.example", Optional.empty());
        User lee = user("lee@x.example", Optional.empty());
        assertThat(calendars
                        .of(Optional.of(kim.ref()), Map.of(kim.ref(), kim))
                        .calendar()
                        .zone())
                .isEqualTo(TOKYO);
        assertThat(calendars
                        .of(Optional.of(lee.ref()), Map.of(lee.ref(), lee))
                        .calendar()
                        .zone())
                .isEqualTo(Case.BERLIN);
        assertThat(calendars.of(Optional.empty(), Map.of()).calendar().zone()).isEqualTo(ZoneId.of("UTC"));
    }

    @Test
    void isBuiltOnceForAllWhoShareIt() {
        assertThat(calendars.of(Optional.empty(), Map.of()).calendar())
                .isSameAs(calendars.of(Optional.empty(), Map.of()).calendar());
    }

    private String name(User user) {
        User dana = new User(DANA, "Dana", "dana@x.example", true, false, Optional.empty(), Optional.empty());
        return calendars
                .of(Optional.of(user.ref()), Map.of(user.ref(), user, DANA, dana))
                .name();
    }

    private static User user(String email, Optional<SourceRef> manager) {
        return new User(Case.LEE, "Lee", email, true, false, Optional.of(TOKYO), manager);
    }

    private static Calendar week(Optional<ZoneId> zone) {
        return new Calendar(zone, Calendars.weekdays("09:00", "17:00"), new TreeMap<>());
    }
}
