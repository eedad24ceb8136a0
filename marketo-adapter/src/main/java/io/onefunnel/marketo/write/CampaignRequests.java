package io.onefunnel.marketo.write;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.marketo.client.Expected;
import io.onefunnel.marketo.client.Json;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.RefusedException;
import io.onefunnel.marketo.client.UnknownOutcomeException;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.call.Chunks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a trigger campaign of the marketer to run for these people. A request has no key and leaves nothing that would tell
 * one from another, so each is made at most once: right after its outcome was written, and never again.
 */
final class CampaignRequests {
    // "100 leads": "Smart Campaigns", "Trigger".
    private static final int BATCH = 100;

    private final MarketoClient client;
    private final Optional<String> campaign;

    CampaignRequests(MarketoClient client, Optional<String> campaign) {
        this.client = client;
        this.campaign = campaign;
    }

    /** What was refused, by command. A request whose answer was lost counts as made. */
    Map<PublishOutcome, WriteResult> make(List<PublishOutcome> written) {
        Map<PublishOutcome, WriteResult> refused = new HashMap<>();
        if (campaign.isEmpty()) return refused;
        for (List<PublishOutcome> batch : Chunks.of(written, BATCH)) {
            try {
                request(campaign.get(), batch);
            } catch (UnknownOutcomeException unknown) {
                // Nothing would tell whether it was made: it is not made again.
            } catch (RefusedException no) {
                for (PublishOutcome each : batch) {
                    refused.put(each, new WriteResult.Rejected(each.on(), AdapterErrorCode.FEATURE_MISSING, why(no)));
                }
            }
        }
        return refused;
    }

    private String why(RefusedException no) {
        return "the outcome is written, but campaign " + campaign.orElse("") + " was not requested: " + no.getMessage();
    }

    private void request(String id, List<PublishOutcome> batch) {
        ObjectNode body = Json.object();
        ArrayNode leads = body.putObject("input").putArray("leads");
        batch.forEach(command ->
                leads.addObject().put("id", Long.parseLong(command.on().id())));
        client.post(
                "request campaign",
                MarketoClient.Effect.APPENDS,
                Expected.SUCCESS,
                "rest/v1/campaigns/" + id + "/trigger.json",
                Map.of(),
                body);
    }
}
