package io.onefunnel.marketo;

import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.RecordCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a first load will cost. No call of Marketo counts anything, so the log is looked at in twelve places: how dense it is
 * there says how much of it there is. A log that fits into one page is counted.
 */
final class LoadForecast implements RecordCounts {
    private static final int PLACES = 12;
    // The first leads are always read along the log, and what they promise decides how it goes on.
    private static final long ALWAYS_BY_THE_LOG = LeadLoad.PAGES_AT_ONCE * 300L;

    private final MarketoClient client;
    private final ActivityStream stream;
    private final MarketoOptions options;
    private final Mapping mapping;
    private final Function<Mapping.Type, Road> leads;
    private final ProgramPull programs;

    LoadForecast(
            MarketoClient client,
            ActivityStream stream,
            MarketoOptions options,
            Mapping mapping,
            Function<Mapping.Type, Road> leads,
            ProgramPull programs) {
        this.client = client;
        this.stream = stream;
        this.options = options;
        this.mapping = mapping;
        this.leads = leads;
        this.programs = programs;
    }

    @Override
    public OptionalLong count(RecordKind kind) {
        return OptionalLong.empty();
    }

    @Override
    public Optional<Estimate> estimate(RecordKind kind) {
        List<Mapping.Type> types = mapping.typesOf(kind);
        if (types.isEmpty()) return Optional.empty();
        return Boundary.cross(() -> switch (kind) {
            case PERSON -> Optional.of(leads(types.get(0)));
            case CAMPAIGN -> Optional.of(programs());
            case RESPONSE, TOUCH -> activities(types);
            default -> Optional.empty();
        });
    }

    private Estimate leads(Mapping.Type type) {
        Log log = log(LeadLoad.NEW_LEAD);
        return estimate(log, leads.apply(type), "log of new leads, then 300 leads a call", 0);
    }

    private Optional<Estimate> activities(List<Mapping.Type> types) {
        List<String> ids = types.stream()
                .flatMap(type -> Stream.ofNullable(type.options().get(EventPull.ACTIVITY_TYPE)))
                .distinct()
                .toList();
        if (ids.isEmpty()) return Optional.empty();
        Log all = new Log(0, 0);
        for (List<String> group : Batches.slices(ids, EventPull.MOST_TYPES))
            all = all.plus(log(String.join(",", group)));
        long older = 0;
        Instant begins = client.now().minus(Retention.USUAL);
        if (ids.contains(MembershipLoad.STATUS_CHANGE) && begins.isAfter(options.firstLoadFrom())) {
            older = programs.createdBefore(begins);
        }
        return Optional.of(estimate(all, EventPull.road(options), "log of activities, 300 a call", older));
    }

    /** @param more calls that are needed whichever road is taken */
    private static Estimate estimate(Log log, Road road, String byTheLog, long more) {
        Road.Cost first = road.cost(Math.min(log.rows(), ALWAYS_BY_THE_LOG), log.span());
        Road.Cost rest = road.cost(Math.max(0, log.rows() - ALWAYS_BY_THE_LOG), log.span());
        String how = !rest.extracts()
                ? byTheLog
                : String.format(
                        Locale.ROOT,
                        "extracts: about %,d of %d MB a day",
                        Math.max(1, rest.megabytes()),
                        Road.MEGABYTES_A_DAY);
        Duration time = first.time().plus(rest.time()).plusSeconds(more);
        return new Estimate(log.rows(), Math.max(1, first.calls() + rest.calls()) + more, time, how);
    }

    /** The list is short enough to be counted by reading it. */
    private Estimate programs() {
        long count = programs.createdBefore(Instant.MAX);
        long pages = count / ProgramPull.PAGE + 1;
        return new Estimate(count, pages, Duration.ofSeconds(pages), "list, 200 to a page");
    }

    /** @param span seconds from its first row to now */
    private record Log(long rows, long span) {
        Log plus(Log other) {
            return new Log(rows + other.rows, Math.max(span, other.span));
        }
    }

    private Log log(String typeIds) {
        Instant now = client.now();
        ActivityStream.Page first = stream.activities("", typeIds, options.firstLoadFrom());
        if (first.rows().isEmpty() && !first.more()) return new Log(0, 0);
        Instant begin = first.rows().isEmpty()
                ? options.firstLoadFrom()
                : LeadLoad.date(first.rows().get(0));
        long span = Math.max(1, Duration.between(begin, now).toSeconds());
        if (!first.more()) return new Log(first.rows().size(), span);
        double rows = 0;
        for (int place = 0; place < PLACES; place++) {
            Instant from = begin.plusSeconds(span * place / PLACES);
            Instant to = begin.plusSeconds(span * (place + 1) / PLACES);
            rows += rows(place == 0 ? first : stream.activities("", typeIds, from), to);
        }
        return new Log(Math.round(rows), span);
    }

    /** All rows of a stretch where the page shows them, else as many more as come at the pace of those that it shows. */
    private static double rows(ActivityStream.Page page, Instant to) {
        List<Map<String, String>> rows = page.rows();
        long within =
                rows.stream().filter(row -> LeadLoad.date(row).isBefore(to)).count();
        boolean all = !page.more() || within < rows.size() || rows.isEmpty();
        if (all) return within;
        Instant first = LeadLoad.date(rows.get(0));
        Instant last = LeadLoad.date(rows.get(rows.size() - 1));
        double pace =
                within / (double) Math.max(1, Duration.between(first, last).toSeconds());
        return within + pace * Duration.between(last, to).toSeconds();
    }
}
