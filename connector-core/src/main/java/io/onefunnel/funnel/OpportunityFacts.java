package io.onefunnel.funnel;

import io.onefunnel.funnel.StageRules.Fact;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Opportunity;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.SourceRef;
import io.onefunnel.policy.Criteria;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What opportunities say about a person's stages. Only those in which the person has a role count; who works at
 * an account is not yet part of everything it buys.
 */
final class OpportunityFacts {
    private final List<Opportunity> all;
    private final List<Opportunity> own;
    private final Criteria criteria;
    private final Instant now;

    OpportunityFacts(CaseFile file, Criteria criteria, Instant now) {
        Set<SourceRef> records = file.records().stream().map(PersonRecord::ref).collect(Collectors.toSet());
        this.all = file.opportunities();
        this.own = all.stream()
                .filter(opportunity -> opportunity.people().stream().anyMatch(records::contains))
                .toList();
        this.criteria = criteria;
        this.now = now;
    }

    /** Those in which the person has a role. */
    List<Opportunity> own() {
        return own;
    }

    List<Fact> opened() {
        return own.stream()
                .map(opportunity -> new Fact(opportunity.createdAt(), "opportunity opened", opportunity.ref()))
                .toList();
    }

    List<Fact> inPipeline() {
        return own.stream().map(this::pipeline).flatMap(Optional::stream).toList();
    }

    /** A mapped stage says when; otherwise an amount and a close date do, and the vendor does not tell since when. */
    private Optional<Fact> pipeline(Opportunity opportunity) {
        Optional<Instant> mapped = opportunity.stages().stream()
                .filter(change -> isPipeline(change.stage()))
                .map(Opportunity.StageChange::at)
                .findFirst();
        if (mapped.isPresent()) return Optional.of(new Fact(mapped.get(), "pipeline stage", opportunity.ref()));
        boolean lost = opportunity.closed() && !opportunity.won();
        if (lost) return Optional.empty();
        if (isPipeline(opportunity.stage())) {
            return Optional.of(new Fact(opportunity.createdAt(), "pipeline stage", opportunity.ref()));
        }
        boolean valued = hasAmount(opportunity) && opportunity.closedAt().isPresent();
        return valued
                ? Optional.of(new Fact(opportunity.createdAt(), "amount and close date", opportunity.ref()))
                : Optional.empty();
    }

    /** Won, closed in the past, and with an amount; without one it counts, and its evidence says so. */
    List<Fact> won() {
        return own.stream()
                .filter(opportunity -> wonBy(opportunity, now))
                .map(opportunity -> new Fact(
                        opportunity.closedOn().orElseThrow(),
                        hasAmount(opportunity) ? "opportunity won" : "opportunity won without an amount",
                        opportunity.ref()))
                .toList();
    }

    /** The type says so, or the same account or person had bought before. */
    List<Fact> next() {
        return own.stream()
                .filter(opportunity -> criteria.nextSaleTypes().contains(lower(opportunity.type()))
                        || all.stream().anyMatch(earlier -> isEarlierWin(earlier, opportunity)))
                .map(opportunity -> new Fact(opportunity.createdAt(), "opportunity of a customer", opportunity.ref()))
                .toList();
    }

    private boolean isEarlierWin(Opportunity earlier, Opportunity opportunity) {
        boolean related = own.contains(earlier)
                || (earlier.account().isPresent() && earlier.account().equals(opportunity.account()));
        return related && !earlier.ref().equals(opportunity.ref()) && wonBy(earlier, opportunity.createdAt());
    }

    private static boolean wonBy(Opportunity opportunity, Instant instant) {
        return opportunity.won()
                && opportunity.closedOn().filter(at -> !at.isAfter(instant)).isPresent();
    }

    private static boolean hasAmount(Opportunity opportunity) {
        return opportunity.amount().filter(money -> money.amount().signum() > 0).isPresent();
    }

    private boolean isPipeline(String stage) {
        Collection<String> mapped = criteria.pipelineStages();
        return mapped.contains(lower(stage));
    }

    private static String lower(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
