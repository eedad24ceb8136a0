package io.onefunnel.hubspot;

import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.RecordCounts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Counts by a search that asks for one record: its "total" is all that match. */
final class HubSpotCounting implements RecordCounts {
    /** A list's pages follow each other: each names the next one. */
    private static final Duration PAGE = Duration.ofMillis(250);

    private final HubSpotObjects objects;
    private final Ids ids;

    HubSpotCounting(HubSpotObjects objects, Ids ids) {
        this.objects = objects;
        this.ids = ids;
    }

    @Override
    public OptionalLong count(RecordKind kind) {
        List<MappedType> types = ids.of(kind);
        boolean countable =
                !types.isEmpty() && types.stream().allMatch(type -> type.isObject() && !type.isEventOfObject());
        if (!countable) return OptionalLong.empty();
        try {
            return OptionalLong.of(types.stream()
                    .mapToLong(type -> objects.count(type.object()))
                    .sum());
        } catch (RefusedException e) {
            throw e.ofWhole("counting " + kind);
        }
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
