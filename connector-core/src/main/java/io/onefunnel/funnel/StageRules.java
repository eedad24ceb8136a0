package io.onefunnel.funnel;

import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.LeadScore;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Stage;
import io.onefunnel.model.StageEntry;
import io.onefunnel.policy.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the stages that a person has entered and that are not recorded yet. An entry carries the instant of the fact
 * that brought it about, not that of the decision; it never moves or removes one, and entering a stage says nothing of
 * the stages before it.
 */
public final class StageRules {
    private final CaseFile file;
    private final Policy policy;
    private final Instant now;
    private final List<CampaignResponse> exchanges;
    private final Optional<Disposition> disposition;

    private StageRules(CaseFile file, Policy policy, Instant now) {
        this.file = file;
        this.policy = policy;
        this.now = now;
        this.exchanges = file.responses().stream()
                .filter(response -> response.responded() && !response.at().isAfter(now))
                .sorted(Comparator.comparing(CampaignResponse::at).thenComparing(CampaignResponse::ref))
                .toList();
        this.disposition =
                Dispositions.of(file, policy).filter(each -> !each.at().isAfter(now));
    }

    /** The entries to append, in their order of time. */
    public static List<StageEntry> enter(CaseFile file, LeadScore score, Policy policy, Instant now) {
        return new StageRules(file, policy, now).entries(score);
    }

    /** What may bring an entry about. */
    record Fact(Instant at, String evidence, SourceRef source) {
        static final Comparator<Fact> EARLIEST = Comparator.comparing(Fact::at).thenComparing(Fact::source);
    }

    private List<StageEntry> entries(LeadScore score) {
        Cycles recorded = Cycles.of(file.stages());
        Cycles cycles = renewed(recorded).map(recorded::andOneFrom).orElse(recorded);
        Map<Stage, List<Fact>> facts = facts();
        ConversationLeads leads = new ConversationLeads(file, policy, exchanges, disposition, score, cycles);
        List<StageEntry> entered = new ArrayList<>();
        for (int cycle = 1; cycle <= cycles.current(); cycle++) {
            int of = cycle;
            for (Stage stage : Stage.values()) {
                if (Cycles.entry(file.stages(), stage, cycle).isPresent()) continue;
                Optional<Fact> earliest = stage == Stage.CONVERSATION_LEAD
                        ? leads.in(cycle)
                        : facts.getOrDefault(stage, List.of()).stream()
                                .filter(fact -> cycles.at(fact.at()) == of)
                                .min(Fact.EARLIEST);
                earliest.map(fact -> entry(stage, of, fact)).ifPresent(entered::add);
            }
        }
        entered.sort(Comparator.comparing(StageEntry::at).thenComparing(StageEntry::stage));
        return List.copyOf(entered);
    }

    /** When new work begins: the first wish to talk after sales had closed the current piece of work. */
    private Optional<Instant> renewed(Cycles cycles) {
        Optional<Instant> closed = disposition
                .filter(Dispositions::closes)
                .map(Disposition::at)
                .filter(at -> !at.isBefore(cycles.start()));
        return closed.flatMap(at -> exchanges.stream()
                .filter(exchange ->
                        exchange.offer().wantsToTalk() && exchange.at().isAfter(at))
                .map(CampaignResponse::at)
                .findFirst());
    }

    private Map<Stage, List<Fact>> facts() {
        OpportunityFacts opportunities = new OpportunityFacts(file, policy.criteria(), now);
        Map<Stage, List<Fact>> facts = new EnumMap<>(Stage.class);
        facts.put(Stage.TARGET_MARKET, targetMarket());
        facts.put(Stage.EXCHANGE, exchanges.stream().map(StageRules::fact).toList());
        facts.put(Stage.FIRST_SALES_MEETING, meetings());
        facts.put(Stage.OPPORTUNITY, opportunities.opened());
        facts.put(Stage.PIPELINE, opportunities.inPipeline());
        facts.put(Stage.CLOSED_WON, opportunities.won());
        facts.put(Stage.NEXT_SALE, opportunities.next());
        facts.replaceAll((stage, all) ->
                all.stream().filter(fact -> !fact.at().isAfter(now)).toList());
        return facts;
    }

    /** Matches a profile and has not responded. Who is further on already does not come back here. */
    private List<Fact> targetMarket() {
        if (!exchanges.isEmpty() || !file.stages().isEmpty()) return List.of();
        return policy.criteria().idealCustomers().stream()
                .filter(customer -> customer.fits(file))
                .findFirst()
                .map(customer -> "matches the ideal customer of " + customer.product())
                .map(evidence -> new Fact(Labels.since(file), evidence, Labels.firstRecord(file)))
                .stream()
                .toList();
    }

    private List<Fact> meetings() {
        Stream<Fact> booked =
                file.meetings().stream().map(meeting -> new Fact(meeting.bookedAt(), "meeting booked", meeting.ref()));
        Stream<Fact> said = disposition
                .filter(each -> each.outcome() == Disposition.Outcome.FIRST_SALES_MEETING)
                .map(each -> new Fact(each.at(), "sales set the outcome to first sales meeting", each.source()))
                .stream();
        return Stream.concat(booked, said).toList();
    }

    private static Fact fact(CampaignResponse exchange) {
        return new Fact(exchange.at(), Labels.of(exchange), exchange.ref());
    }

    private StageEntry entry(Stage stage, int cycle, Fact fact) {
        return new StageEntry(stage, cycle, fact.at(), fact.evidence(), fact.source(), policy.version());
    }
}
