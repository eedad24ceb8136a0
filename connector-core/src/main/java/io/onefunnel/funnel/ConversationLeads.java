package io.onefunnel.funnel;

import io.onefunnel.funnel.StageRules.Fact;
import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.Field;
import io.onefunnel.model.LeadScore;
import io.onefunnel.model.LeadStatus;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.policy.Criteria;
import io.onefunnel.policy.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When a person became a Conversation Lead: by the criteria, or because somebody said so. */
final class ConversationLeads {
    private final CaseFile file;
    private final Criteria criteria;
    private final List<CampaignResponse> exchanges;
    private final Optional<Disposition> disposition;
    private final LeadScore score;
    private final Cycles cycles;
    private final boolean complete;

    /** @param exchanges all responses of the person, the oldest first */
    ConversationLeads(
            CaseFile file,
            Policy policy,
            List<CampaignResponse> exchanges,
            Optional<Disposition> disposition,
            LeadScore score,
            Cycles cycles) {
        this.file = file;
        this.criteria = policy.criteria();
        this.exchanges = exchanges;
        this.disposition = disposition;
        this.score = score;
        this.cycles = cycles;
        this.complete = LeadQuality.of(file, criteria).complete();
    }

    /** What made the person one in a piece of work; the earliest way counts. */
    Optional<Fact> in(int cycle) {
        List<CampaignResponse> ofCycle = exchanges.stream()
                .filter(exchange -> cycles.at(exchange.at()) == cycle)
                .toList();
        Stream<Fact> byRule =
                complete ? Stream.of(asked(ofCycle), scored(ofCycle, cycle)).flatMap(Optional::stream) : Stream.of();
        Stream<Fact> byPeople = file.records().stream()
                .map(record -> said(record, ofCycle, cycle))
                .flatMap(Optional::stream);
        return Stream.concat(byRule, byPeople).min(Fact.EARLIEST);
    }

    private Optional<Fact> asked(List<CampaignResponse> ofCycle) {
        return ofCycle.stream()
                .filter(exchange -> exchange.offer().wantsToTalk())
                .findFirst()
                .map(exchange -> new Fact(exchange.at(), Labels.of(exchange), exchange.ref()));
    }

    /** Today's score says nothing about earlier work. */
    private Optional<Fact> scored(List<CampaignResponse> ofCycle, int cycle) {
        if (cycle != cycles.current() || score.value() < criteria.scoreThreshold() || ofCycle.isEmpty()) {
            return Optional.empty();
        }
        CampaignResponse latest = ofCycle.get(ofCycle.size() - 1);
        return Optional.of(
                new Fact(latest.at(), "score " + score.value() + ", latest " + Labels.of(latest), latest.ref()));
    }

    private Optional<Fact> said(PersonRecord record, List<CampaignResponse> ofCycle, int cycle) {
        Optional<String> words = qualifying(record, cycle);
        if (words.isEmpty()) return Optional.empty();
        // Sales may have closed it long before the record last changed for another reason.
        Instant known = closing(record.status())
                ? disposition
                        .map(Disposition::at)
                        .filter(record.version()::isAfter)
                        .orElse(record.version())
                : record.version();
        Optional<Fact> atExchange = ofCycle.stream()
                .filter(exchange -> !exchange.at().isAfter(known))
                .reduce((earlier, later) -> later)
                .map(exchange ->
                        new Fact(exchange.at(), words.get() + ", after " + Labels.of(exchange), exchange.ref()));
        if (atExchange.isPresent() || cycle > 1) return atExchange;
        Instant created = record.createdAt();
        return Optional.of(new Fact(created == null ? record.version() : created, words.get(), record.ref()));
    }

    private Optional<String> qualifying(PersonRecord record, int cycle) {
        LeadStatus status = record.status();
        // In new work, the status that ended the earlier work still stands there and says nothing.
        boolean spent = cycle > 1 && closing(status);
        if (status != null && !spent && criteria.qualifyingStatuses().contains(status)) {
            return Optional.of("status " + status.name().toLowerCase(Locale.ROOT));
        }
        return record.value(Field.LIFECYCLE)
                .filter(lifecycle ->
                        cycle == 1 && criteria.qualifyingLifecycles().contains(lifecycle))
                .map(lifecycle -> "lifecycle " + lifecycle);
    }

    private static boolean closing(@Nullable LeadStatus status) {
        return status == LeadStatus.UNQUALIFIED || status == LeadStatus.NURTURE;
    }
}
