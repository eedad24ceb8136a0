package io.onefunnel.hubspot.check;

import io.onefunnel.hubspot.client.Portal;
import io.onefunnel.hubspot.merge.SalesforceSync;
import io.onefunnel.hubspot.write.OutcomeEvent;
import io.onefunnel.spi.AccountMetadata.PipelineStage;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Readiness.Severity;
import java.util.List;
import java.util.Optional;

/** What of the portal's own set-up stands in the way of merges, of outcomes as events, or of reading deals right. */
final class FeatureCheck {
    private static final String PROVISION = "run `onefunnel provision`";

    private final Portal portal;
    private final SalesforceSync salesforceSync;
    private final Optional<OutcomeEvent> outcomeEvent;
    private final Problems problems;

    FeatureCheck(Portal portal, SalesforceSync salesforceSync, Optional<OutcomeEvent> outcomeEvent, Problems problems) {
        this.portal = portal;
        this.salesforceSync = salesforceSync;
        this.outcomeEvent = outcomeEvent;
        this.problems = problems;
    }

    void run() {
        problems.asking("the Salesforce integration", this::salesforceSync);
        outcomeEvent.ifPresent(this::outcomes);
        boolean deals =
                portal.types().all().stream().anyMatch(type -> type.object().equals("deals"));
        if (deals) problems.asking("the deal pipelines", this::stages);
    }

    private void salesforceSync() {
        if (!salesforceSync.isThere()) return;
        problems.add(
                Severity.WARNS,
                AdapterErrorCode.FEATURE_MISSING,
                "HubSpot's own Salesforce integration is, or was, installed in this portal",
                "keep OneFunnel's properties out of its field mappings, so that each field has one carrier, and set"
                        + " merge-companies to false while it is active");
        salesforceSync
                .blocker()
                .ifPresent(blocker -> problems.add(
                        Severity.LIMITS,
                        AdapterErrorCode.MERGE_REFUSED,
                        "no merges: " + blocker.why(),
                        blocker.remedy()));
        if (salesforceSync.mapsOwners()) {
            problems.add(
                    Severity.WARNS,
                    AdapterErrorCode.FEATURE_MISSING,
                    "HubSpot's own Salesforce integration carries owners over",
                    "reassign in Salesforce only, if that is your system of record");
        }
    }

    /** What is missing turns the events off, and nothing else: outcomes stay properties. */
    private void outcomes(OutcomeEvent event) {
        String what = "outcomes are not told as the custom event " + event.name() + ": ";
        try {
            List<String> missing = event.missing();
            if (missing.contains("")) {
                lacks(Severity.LIMITS, what + "it is not defined in this portal");
            } else if (missing.contains(OutcomeEvent.LEDGER_KEY)) {
                lacks(
                        Severity.LIMITS,
                        what + "it has no property " + OutcomeEvent.LEDGER_KEY + ", by which an event is found again");
            } else if (!missing.isEmpty()) {
                lacks(
                        Severity.WARNS,
                        "the custom event " + event.name() + " has no room for " + String.join(", ", missing));
            }
            event.mayBeSent();
        } catch (AdapterException e) {
            String remedy = e.code() == AdapterErrorCode.PERMISSION_MISSING
                    ? "grant the scopes analytics.behavioral_events.send and"
                            + " behavioral_events.event_definitions.read_write, which need an Enterprise hub; or take"
                            + " outcome-event out: outcomes are then properties alone"
                    : Problems.remedy(e.code());
            problems.add(Severity.LIMITS, e.code(), what + e.getMessage(), remedy);
        }
    }

    private void lacks(Severity severity, String what) {
        problems.add(severity, AdapterErrorCode.FEATURE_MISSING, what, PROVISION);
    }

    /** HubSpot's own documented example has a stage called "Closed lost" that is open (pipelines guide). */
    private void stages() {
        for (PipelineStage stage : new HubSpotMetadata(portal.client(), portal.paths()).misleading()) {
            problems.add(
                    Severity.WARNS,
                    AdapterErrorCode.UNEXPECTED_RESPONSE,
                    "the deal stage \"" + stage.label() + "\" of \"" + stage.pipeline() + "\" is "
                            + (stage.closed() ? "closed as " + (stage.won() ? "won" : "lost") : "open")
                            + " in HubSpot, whatever its name says",
                    "correct the stage's probability in HubSpot's settings (Objects > Deals > Pipelines)");
        }
    }
}
