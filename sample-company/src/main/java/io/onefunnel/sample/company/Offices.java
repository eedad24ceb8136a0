package io.onefunnel.sample.company;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

/** The office hours of the three places. */
final class Offices {
    private final List<WorkingTime> byPlace;

    Offices(Instant from, Instant to) {
        byPlace = Arrays.stream(Country.Place.values())
                .map(place -> new WorkingTime(ZoneId.of(place.zone), from, to))
                .toList();
    }

    WorkingTime at(Country.Place place) {
        return byPlace.get(place.ordinal());
    }
}
