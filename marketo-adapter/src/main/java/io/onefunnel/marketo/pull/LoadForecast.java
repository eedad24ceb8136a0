package io.onefunnel.marketo.pull;

import io.onefunnel.marketo.client.ActivityStream;
import io.onefunnel.marketo.client.ErrorTranslation;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.MarketoConnection;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.RecordCounts;
import io.onefunnel.spi.call.Chunks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

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
    private final Mapping mapping;
    private final Optional<MappedLeads> leads;
    private final Programs programs;
    private final Instant firstLoadFrom;
    private final long dailyQuota;

    LoadForecast(
            MarketoConnection connection,
            Mapping mapping,
            Optional<MappedLeads> leads,
            Programs programs,
            Instant firstLoadFrom) {
        this.client = connection.reading();
        this.stream = connection.activities();
        this.mapping = mapping;
        this.leads = leads;
        this.programs = programs;
        this.firstLoadFrom = firstLoadFrom;
        this.dailyQuota = connection.quota().calls();
    }

    @Override
    public OptionalLong count(RecordKind kind) {
        return OptionalLong.empty();
    }

    @Override
    public Optional<Estimate> estimate(RecordKind kind) {
        List<Mapping.Type> types = mapping.typesOf(kind);
        if (types.isEmpty()) return Optional.empty();
        return ErrorTranslation.translate(() -> switch (kind) {
            case PERSON -> leads.map(this::leads);
            case CAMPAIGN -> Optional.of(programs());
            case RESPONSE, TOUCH -> activities(types);
            default -> Optional.empty();
        });
    }

    private Estimate leads(MappedLeads mapped) {
        Log log = log(ActivityTypes.NEW_LEAD);
        return estimate(
                log,
                LoadStrategy.ofLeads(mapped.asked().size(), dailyQuota),
                "log of new leads, then 300 leads a call",
                0);
    }

    private Optional<Estimate> activities(List<Mapping.Type> types) {
        List<String> ids = types.stream()
                .flatMap(type -> MappedType.activityType(type).stream())
                .distinct()
                .toList();
        if (ids.isEmpty()) return Optional.empty();
        Log all = new Log(0, 0);
        for (List<String> group : Chunks.of(ids, EventPull.MOST_TYPES)) all = all.plus(log(String.join(",", group)));
        long older = 0;
        Instant begins = client.now().minus(Retention.USUAL);
        if (ids.contains(ActivityTypes.CHANGE_STATUS_IN_PROGRESSION) && begins.isAfter(firstLoadFrom)) {
            older = programs.createdBefore(begins);
        }
        return Optional.of(
                estimate(all, LoadStrategy.ofActivities(dailyQuota), "log of activities, 300 a call", older));
    }

    /** @param more calls that are needed whichever way they are read */
    private static Estimate estimate(Log log, LoadStrategy strategy, String byTheLog, long more) {
        LoadStrategy.Cost first = strategy.cost(Math.min(log.rows(), ALWAYS_BY_THE_LOG), log.span());
        LoadStrategy.Cost rest = strategy.cost(Math.max(0, log.rows() - ALWAYS_BY_THE_LOG), log.span());
        String how = !rest.extracts()
                ? byTheLog
                : String.format(
                        Locale.ROOT,
                        "extracts: about %,d of %d MB a day",
                        Math.max(1, rest.megabytes()),
                        LoadStrategy.MEGABYTES_A_DAY);
        Duration time = first.time().plus(rest.time()).plusSeconds(more);
        return new Estimate(log.rows(), Math.max(1, first.calls() + rest.calls()) + more, time, how);
    }

    /** The list is short enough to be counted by reading it. */
    private Estimate programs() {
        long count = programs.createdBefore(Instant.MAX);
        long pages = count / Programs.PAGE + 1;
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
        ActivityStream.Page first = stream.activities(ActivityStream.From.date(firstLoadFrom), typeIds);
        if (first.rows().isEmpty() && !first.more()) return new Log(0, 0);
        Instant begin = first.rows().isEmpty()
                ? firstLoadFrom
                : ActivityStream.date(first.rows().get(0));
        long span = Math.max(1, Duration.between(begin, now).toSeconds());
        if (!first.more()) return new Log(first.rows().size(), span);
        double rows = 0;
        for (int place = 0; place < PLACES; place++) {
            Instant from = begin.plusSeconds(span * place / PLACES);
            Instant to = begin.plusSeconds(span * (place + 1) / PLACES);
            rows += rows(place == 0 ? first : stream.activities(ActivityStream.From.date(from), typeIds), to);
        }
        return new Log(Math.round(rows), span);
    }

    /** All rows of a stretch where the page shows them, else as many more as come at the pace of those that it shows. */
    private static double rows(ActivityStream.Page page, Instant to) {
        List<Map<String, String>> rows = page.rows();
        long within = rows.stream()
                .filter(row -> ActivityStream.date(row).isBefore(to))
                .count();
        boolean all = !page.more() || within < rows.size() || rows.isEmpty();
        if (all) return within;
        Instant first = ActivityStream.date(rows.get(0));
        Instant last = ActivityStream.date(rows.get(rows.size() - 1));
        double pace =
                within / (double) Math.max(1, Duration.between(first, last).toSeconds());
        return within + pace * Duration.between(last, to).toSeconds();
    }
}
