package io.onefunnel.marketo.pull;

import io.onefunnel.model.Mapping;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * For how long an instance keeps activities before it purges them: "Marketo Activities Data Retention Policy" in
 * Marketo's knowledge base. A paid extension to 37 months is not told by the API and not counted on.
 */
final class Retention {
    /** Months are counted as thirty days: rounded down. */
    static final Duration USUAL = Duration.ofDays(25 * 30L);

    private static final Duration OF_HIGH_VOLUME = Duration.ofDays(90);
    private static final Duration OF_DELETIONS = Duration.ofDays(14);
    // Visit Webpage, Click Link, Send Email, Email Delivered, Change Data Value, Sync Lead to SFDC, Change Score, Add
    // to
    // List, Sync Lead Updates to SFDC, Update Opportunity, Request Campaign, Sync Lead to Microsoft.
    private static final Set<String> HIGH_VOLUME =
            Set.of("1", "3", "6", "7", "13", "19", "22", "24", "28", "36", "47", "300");

    private Retention() {}

    /** Empty for what is kept for ever. */
    static Optional<Duration> of(String activityType) {
        if (activityType.equals(ActivityTypes.NEW_LEAD)) return Optional.empty();
        if (activityType.equals(ActivityTypes.DELETE_LEAD)) return Optional.of(OF_DELETIONS);
        return Optional.of(HIGH_VOLUME.contains(activityType) ? OF_HIGH_VOLUME : USUAL);
    }

    /** The shortest of the activities among these types; records that are no activities are not purged. */
    static Optional<Duration> shortest(Collection<Mapping.Type> types) {
        return types.stream()
                .flatMap(type -> MappedType.activityType(type).stream())
                .flatMap(id -> of(id).stream())
                .min(Comparator.naturalOrder());
    }
}
