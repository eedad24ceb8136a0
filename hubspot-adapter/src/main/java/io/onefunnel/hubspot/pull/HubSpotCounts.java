package io.onefunnel.hubspot.pull;

import io.onefunnel.hubspot.client.HubSpotObjects;
import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.client.Portal;
import io.onefunnel.hubspot.client.RefusedException;
import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.RecordCounts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Counts by a search that asks for one record: its "total" is all that match. */
public final class HubSpotCounts implements RecordCounts {
    /** A list's pages follow each other: each names the next one. */
    private static final Duration PAGE = Duration.ofMillis(250);

    private final Portal portal;

    public HubSpotCounts(Portal portal) {
        this.portal = portal;
    }

    @Override
    public OptionalLong count(RecordKind kind) {
        List<MappedType> types = portal.types().of(kind);
        boolean countable =
                !types.isEmpty() && types.stream().allMatch(type -> type.isObject() && !type.isEventOfObject());
        if (!countable) return OptionalLong.empty();
        return RefusedException.translating(
                "counting " + kind,
                () -> OptionalLong.of(types.stream()
                        .mapToLong(type -> portal.objects().count(type.object()))
                        .sum()));
    }

    @Override
    public Optional<Estimate> estimate(RecordKind kind) {
        OptionalLong records = count(kind);
        if (records.isEmpty()) return Optional.empty();
        long pages = Math.max(1, (records.getAsLong() + HubSpotObjects.LIST_PAGE - 1) / HubSpotObjects.LIST_PAGE);
        return Optional.of(
                new Estimate(records.getAsLong(), pages, PAGE.multipliedBy(pages), "list, a hundred to a page"));
    }
}
