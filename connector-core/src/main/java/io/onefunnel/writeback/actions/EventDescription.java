package io.onefunnel.writeback.actions;

import io.onefunnel.model.Campaign;
import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Decision;
import io.onefunnel.model.FunnelEvent;
import io.onefunnel.model.Opportunity;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Stage;
import io.onefunnel.model.User;
import io.onefunnel.spi.EventAttributes;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a subscriber is told of an event, by the names of {@link EventAttributes}; what is not known is left out. */
final class EventDescription {
    private final CaseFile file;
    private final Decision decision;
    private final OriginatingResponses responses;

    EventDescription(CaseFile file, Decision decision, OriginatingResponses responses) {
        this.file = file;
        this.decision = decision;
        this.responses = responses;
    }

    Map<String, String> of(FunnelEvent event, Optional<SourceRef> program) {
        Map<String, String> attributes = new TreeMap<>();
        attributes.put(EventAttributes.OUTCOME, event.kind().name());
        attributes.put(
                EventAttributes.STAGE,
                event.stage().or(decision::stage).map(Stage::label).orElse(""));
        attributes.put(EventAttributes.REASON, event.reason());
        attributes.put(EventAttributes.SUB_REASONS, String.join(";", event.subReasons()));
        attributes.put(EventAttributes.NOTE, event.note());
        attributes.put(
                EventAttributes.SOURCE_SYSTEM, event.source().connection().value());
        attributes.put(
                EventAttributes.OWNER,
                event.owner().map(file.users()::get).map(User::name).orElse(""));
        attributes.put(EventAttributes.PROGRAM, programName(event, program));
        event.deal().ifPresent(deal -> {
            putDeal(attributes, deal);
            file.opportunities().stream()
                    .filter(each -> each.ref().equals(deal.ref()))
                    .findFirst()
                    .ifPresent(each -> putParties(attributes, each));
        });
        event.promise().ifPresent(promise -> {
            attributes.put(EventAttributes.SLA, promise.name());
            attributes.put(EventAttributes.SLA_RESULT, event.kind() == FunnelEvent.Kind.SLA_MET ? "MET" : "MISSED");
        });
        attributes.values().removeIf(String::isEmpty);
        return attributes;
    }

    private static void putDeal(Map<String, String> attributes, FunnelEvent.Deal deal) {
        attributes.put(EventAttributes.OPPORTUNITY, deal.ref().toString());
        attributes.put(EventAttributes.OPPORTUNITY_NAME, deal.name());
        attributes.put(EventAttributes.OPPORTUNITY_STAGE, deal.stage());
        deal.amount().ifPresent(amount -> {
            attributes.put(EventAttributes.AMOUNT, amount.amount().toPlainString());
            attributes.put(EventAttributes.CURRENCY, amount.currency());
        });
        deal.closes()
                .ifPresent(at -> attributes.put(
                        EventAttributes.CLOSE_DATE,
                        at.atOffset(ZoneOffset.UTC).toLocalDate().toString()));
    }

    /** Who sells and who buys, for a system that keeps opportunities but neither users nor accounts of the CRM. */
    private void putParties(Map<String, String> attributes, Opportunity deal) {
        deal.owner().map(file.users()::get).filter(owner -> !owner.queue()).ifPresent(owner -> {
            attributes.put(EventAttributes.OPPORTUNITY_OWNER, owner.ref().toString());
            attributes.put(EventAttributes.OPPORTUNITY_OWNER_NAME, owner.name());
            attributes.put(EventAttributes.OPPORTUNITY_OWNER_EMAIL, owner.email());
        });
        file.companies().stream()
                .filter(company -> deal.account().filter(company.ref()::equals).isPresent())
                .filter(company -> !company.name().isEmpty())
                .findFirst()
                .ifPresent(company -> {
                    attributes.put(EventAttributes.ACCOUNT, company.ref().toString());
                    attributes.put(EventAttributes.ACCOUNT_NAME, company.name());
                });
    }

    private String programName(FunnelEvent event, Optional<SourceRef> program) {
        return program.or(() -> responses.of(event, Optional.empty()).flatMap(CampaignResponse::campaign))
                .map(file.campaigns()::get)
                .map(Campaign::name)
                .filter(name -> !name.isEmpty())
                .orElse(decision.attribution().originalCampaign());
    }
}
