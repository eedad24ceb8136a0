package io.onefunnel.writeback.actions;

import io.onefunnel.model.AccountContact;
import io.onefunnel.model.Campaign;
import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Decision;
import io.onefunnel.model.FunnelEvent;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Opportunity;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Stage;
import io.onefunnel.model.StageEntry;
import io.onefunnel.model.User;
import io.onefunnel.policy.Policy;
import io.onefunnel.spi.EventAttributes;
import io.onefunnel.writeback.PendingAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** What is to be done about a person besides fields: a function of values, like the decision that it follows from. */
public final class DueActions {
    /**
     * Who may hear of outcomes.
     *
     * @param confirmed those that a marketer confirmed and that take events
     * @param known by connection, since when it has been read: what a system that was joined later brings along is the past
     */
    public record Listeners(Map<ConnectionId, EventConsent> confirmed, Map<ConnectionId, Instant> known) {
        static final Listeners NOBODY = new Listeners(Map.of(), Map.of());

        public Listeners {
            confirmed = Map.copyOf(confirmed);
            known = Map.copyOf(known);
        }

        /** From when on facts of a source are news for a listener. */
        private Instant since(ConnectionId listener, ConnectionId source) {
            EventConsent confirmation = confirmed.get(listener);
            if (confirmation == null) return Instant.MAX;
            Instant joined = known.getOrDefault(source, Instant.MIN);
            return joined.isAfter(confirmation.at()) ? joined : confirmation.since();
        }
    }

    private final CaseFile file;
    private final Decision decision;
    private final List<FunnelEvent> outcomes;
    private final Policy policy;
    private final Listeners listeners;

    private DueActions(
            CaseFile file, Decision decision, List<FunnelEvent> outcomes, Policy policy, Listeners listeners) {
        this.file = file;
        this.decision = decision;
        this.outcomes = outcomes;
        this.policy = policy;
        this.listeners = listeners;
    }

    /** In the order of time; what was done before is among them, for the store to leave out. */
    public static List<PendingAction> of(
            CaseFile file, Decision decision, List<FunnelEvent> outcomes, Policy policy, Listeners listeners) {
        DueActions due = new DueActions(file, decision, outcomes, policy, listeners);
        List<PendingAction> actions = new ArrayList<>(due.publications());
        actions.addAll(due.links());
        due.task().ifPresent(actions::add);
        due.takeBack().ifPresent(actions::add);
        return List.copyOf(actions);
    }

    /** One event for each outcome and listener: two records of one person there are one marketing contact twice. */
    private List<PendingAction> publications() {
        List<PendingAction> actions = new ArrayList<>();
        for (ConnectionId listener :
                listeners.confirmed().keySet().stream().sorted().toList()) {
            for (FunnelEvent outcome : outcomes) {
                if (outcome.at()
                        .isBefore(listeners.since(listener, outcome.source().connection()))) continue;
                Optional<CampaignResponse> began = began(outcome, Optional.of(listener));
                told(listener, began).ifPresent(on -> actions.add(publication(outcome, on, began)));
            }
        }
        return actions;
    }

    private PendingAction publication(FunnelEvent outcome, SourceRef on, Optional<CampaignResponse> began) {
        Optional<SourceRef> program = began.flatMap(CampaignResponse::campaign);
        String why = outcome.reason().isEmpty() ? outcome.evidence() : outcome.reason();
        return new PendingAction(
                file.person(),
                on,
                outcome.key(),
                new PendingAction.Publish(
                        ledgerKey(outcome.key(), on),
                        outcome.label(),
                        outcome.at(),
                        program,
                        details(outcome, program)),
                evidence(outcome),
                outcome.label() + (why.isEmpty() ? "" : ": " + why));
    }

    /** The record whose response began the work, else the oldest: neither changes when a duplicate appears. */
    private Optional<SourceRef> told(ConnectionId listener, Optional<CampaignResponse> began) {
        List<PersonRecord> there = file.records().stream()
                .filter(record -> record.ref().connection().equals(listener))
                .filter(record -> record.link(LinkRole.CONVERTED_TO).isEmpty())
                .toList();
        Optional<SourceRef> responded = began.map(CampaignResponse::person)
                .filter(person -> there.stream().anyMatch(record -> record.ref().equals(person)));
        return responded.or(() -> there.stream()
                .min(Comparator.comparing(DueActions::since).thenComparing(PersonRecord::ref))
                .map(PersonRecord::ref));
    }

    private static Instant since(PersonRecord record) {
        Instant created = record.createdAt();
        return created == null ? record.version() : created;
    }

    /**
     * The response that began the work: the one that made the person a Conversation Lead; where that has no campaign in
     * this system, the latest one before it that has, else the first.
     */
    private Optional<CampaignResponse> began(FunnelEvent outcome, Optional<ConnectionId> in) {
        Optional<StageEntry> entry = Stream.concat(file.stages().stream(), decision.entered().stream())
                .filter(each -> each.stage() == Stage.CONVERSATION_LEAD && each.cycle() == outcome.cycle())
                .findFirst();
        Instant until = entry.map(StageEntry::at).orElse(outcome.at());
        List<CampaignResponse> ofCampaigns = file.responses().stream()
                .filter(response -> response.campaign()
                        .filter(campaign ->
                                in.isEmpty() || campaign.connection().equals(in.get()))
                        .isPresent())
                .filter(response -> in.isEmpty() || response.ref().connection().equals(in.get()))
                .toList();
        Optional<CampaignResponse> itself = ofCampaigns.stream()
                .filter(response -> entry.filter(each -> each.source().equals(response.ref()))
                        .isPresent())
                .findFirst();
        return itself.or(() -> ofCampaigns.stream()
                        .filter(response -> !response.at().isAfter(until))
                        .reduce((earlier, later) -> later))
                .or(() -> ofCampaigns.stream().findFirst());
    }

    private Map<String, String> details(FunnelEvent outcome, Optional<SourceRef> program) {
        Map<String, String> details = new TreeMap<>();
        details.put(EventAttributes.OUTCOME, outcome.kind().name());
        details.put(
                EventAttributes.STAGE,
                outcome.stage().or(decision::stage).map(Stage::label).orElse(""));
        details.put(EventAttributes.REASON, outcome.reason());
        details.put(EventAttributes.SUB_REASONS, String.join(";", outcome.subReasons()));
        details.put(EventAttributes.NOTE, outcome.note());
        details.put(EventAttributes.SOURCE_SYSTEM, outcome.source().connection().value());
        details.put(
                EventAttributes.OWNER,
                outcome.owner().map(file.users()::get).map(User::name).orElse(""));
        details.put(EventAttributes.PROGRAM, programName(outcome, program));
        outcome.deal().ifPresent(deal -> {
            putDeal(details, deal);
            file.opportunities().stream()
                    .filter(each -> each.ref().equals(deal.ref()))
                    .findFirst()
                    .ifPresent(each -> putParties(details, each));
        });
        outcome.promise().ifPresent(promise -> {
            details.put(EventAttributes.SLA, promise.name());
            details.put(EventAttributes.SLA_RESULT, outcome.kind() == FunnelEvent.Kind.SLA_MET ? "MET" : "MISSED");
        });
        details.values().removeIf(String::isEmpty);
        return details;
    }

    private static void putDeal(Map<String, String> details, FunnelEvent.Deal deal) {
        details.put(EventAttributes.OPPORTUNITY, deal.ref().toString());
        details.put(EventAttributes.OPPORTUNITY_NAME, deal.name());
        details.put(EventAttributes.OPPORTUNITY_STAGE, deal.stage());
        deal.amount().ifPresent(amount -> {
            details.put(EventAttributes.AMOUNT, amount.amount().toPlainString());
            details.put(EventAttributes.CURRENCY, amount.currency());
        });
        deal.closes()
                .ifPresent(at -> details.put(
                        EventAttributes.CLOSE_DATE,
                        at.atOffset(ZoneOffset.UTC).toLocalDate().toString()));
    }

    /** Who sells and who buys, for a system that keeps opportunities but neither users nor accounts of the CRM. */
    private void putParties(Map<String, String> details, Opportunity deal) {
        deal.owner().map(file.users()::get).filter(owner -> !owner.queue()).ifPresent(owner -> {
            details.put(EventAttributes.OPPORTUNITY_OWNER, owner.ref().toString());
            details.put(EventAttributes.OPPORTUNITY_OWNER_NAME, owner.name());
            details.put(EventAttributes.OPPORTUNITY_OWNER_EMAIL, owner.email());
        });
        file.companies().stream()
                .filter(company -> deal.account().filter(company.ref()::equals).isPresent())
                .filter(company -> !company.name().isEmpty())
                .findFirst()
                .ifPresent(company -> {
                    details.put(EventAttributes.ACCOUNT, company.ref().toString());
                    details.put(EventAttributes.ACCOUNT_NAME, company.name());
                });
    }

    private String programName(FunnelEvent outcome, Optional<SourceRef> program) {
        return program.or(() -> began(outcome, Optional.empty()).flatMap(CampaignResponse::campaign))
                .map(file.campaigns()::get)
                .map(Campaign::name)
                .filter(name -> !name.isEmpty())
                .orElse(decision.attribution().originalCampaign());
    }

    /** What could still be taken back until the event is sent; a stage that was entered stays entered. */
    private static List<SourceRef> evidence(FunnelEvent outcome) {
        return switch (outcome.kind()) {
            case DISQUALIFIED, RECYCLED, OPPORTUNITY_CREATED, OPPORTUNITY_REOPENED, CLOSED_WON, CLOSED_LOST ->
                List.of(outcome.source());
            case STAGE_ENTERED, MEETING_HELD, MEETING_NO_SHOW, SLA_MET, SLA_MISSED -> List.of();
        };
    }

    /** R257. Only what a person entered: a link of the vendor's own cannot be taken back by us, as a suggestion must. */
    private List<PendingAction> links() {
        return decision.attribution()
                .referral()
                .filter(referral -> !referral.suggested())
                .map(referral -> file.colleagues().stream()
                        .filter(colleague -> colleague.person().equals(referral.by()))
                        .flatMap(this::links)
                        .toList())
                .orElse(List.of());
    }

    private Stream<PendingAction> links(AccountContact referrer) {
        Map<ConnectionId, SourceRef> theirs = new HashMap<>();
        referrer.records().forEach(record -> theirs.putIfAbsent(record.connection(), record));
        return file.records().stream()
                .filter(record -> theirs.containsKey(record.ref().connection()))
                .filter(record -> record.link(LinkRole.REFERRED_BY).isEmpty()
                        && record.link(LinkRole.CONVERTED_TO).isEmpty())
                .map(record -> link(record.ref(), theirs.get(record.ref().connection())));
    }

    private PendingAction link(SourceRef on, @org.jspecify.annotations.Nullable SourceRef referrer) {
        SourceRef by = java.util.Objects.requireNonNull(referrer);
        return new PendingAction(
                file.person(),
                on,
                "referred by " + by,
                new PendingAction.Link(by),
                List.of(),
                "referred by " + by.id());
    }

    /** Narrow: only for who asked to talk, only while the promise can still be kept, never for the past. */
    private Optional<PendingAction> task() {
        if (!policy.followUp().firstTouch().taskIfAsked()) return Optional.empty();
        Optional<SlaTimer> running = timer(SlaTimer.Kind.FIRST_TOUCH)
                .filter(timer ->
                        timer.status().open() && !decision.next().text().isEmpty());
        if (running.isEmpty() || !asked()) return Optional.empty();
        SourceRef on = decision.work().active();
        String key = "first touch of work " + decision.work().cycle();
        return decision.work()
                .owner()
                .filter(owner -> {
                    User user = file.users().get(owner);
                    return user != null && user.active() && !user.queue();
                })
                .map(owner -> new PendingAction(
                        file.person(),
                        on,
                        key,
                        new PendingAction.Task(
                                ledgerKey(key, on),
                                owner,
                                decision.next().text(),
                                running.get().dueAt()),
                        List.of(on),
                        "task: " + decision.next().text()));
    }

    private boolean asked() {
        return Stream.concat(file.stages().stream(), decision.entered().stream())
                .filter(entry -> entry.stage() == Stage.CONVERSATION_LEAD)
                .filter(entry -> entry.cycle() == decision.work().cycle())
                .anyMatch(entry -> file.responses().stream()
                        .anyMatch(response -> response.ref().equals(entry.source())
                                && response.offer().wantsToTalk()));
    }

    /** R200, and only where switched on. The verdict has its proof: a timer is missed by nothing less. */
    private Optional<PendingAction> takeBack() {
        SourceRef on = decision.work().active();
        Optional<SourceRef> owner = decision.work().owner();
        Optional<SourceRef> newOwner =
                policy.handoff().takeBackTo().map(id -> new SourceRef(on.connection(), RecordKind.USER, id));
        boolean due = timer(SlaTimer.Kind.TAKE_BACK)
                .filter(timer -> timer.status() == SlaTimer.Status.MISSED)
                .isPresent();
        if (!due || owner.isEmpty() || newOwner.isEmpty() || newOwner.equals(owner)) return Optional.empty();
        return Optional.of(new PendingAction(
                file.person(),
                on,
                "take back work " + decision.work().cycle() + " from "
                        + owner.get().id(),
                new PendingAction.Reassign(newOwner.get(), owner.get()),
                List.of(on),
                "no meeting within " + policy.handoff().dueDays() + " business days"));
    }

    private Optional<SlaTimer> timer(SlaTimer.Kind kind) {
        return decision.timers().stream().filter(timer -> timer.kind() == kind).findFirst();
    }

    /** The same for the same fact and record in every process, and no other's. */
    private static String ledgerKey(String key, SourceRef on) {
        return UUID.nameUUIDFromBytes((key + "\u0000" + on).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
