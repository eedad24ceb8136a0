package io.onefunnel.marketo.write;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.RefusedException;
import io.onefunnel.marketo.client.RetryRule;
import io.onefunnel.spi.AdapterErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which of the two ways an instance has of learning about opportunities: through its own sync with a CRM, which then
 * owns them, or from us. Adobe's pages disagree on what can still be read under a native sync, so that an answer alone
 * proves nothing for good: error 1018, whenever it comes, settles it.
 */
public final class OpportunityRoute {
    public enum Mode {
        /** A native CRM sync brings opportunities and roles; we write neither. */
        CRM_SYNC,
        /** No native sync: opportunities and roles are written by us. */
        BY_API,
        /** Opportunities are not open to us, or are not wanted: nothing is written. */
        NONE
    }

    private static final Duration BELIEVED = Duration.ofDays(1);

    private final MarketoClient client;
    private final boolean wanted;
    private Mode mode = Mode.NONE;
    private String why = "";
    private Set<String> opportunityFields = Set.of();
    private Instant askAgain = Instant.MIN;

    /** @param wanted whether the admin lets us write opportunities at all */
    public OpportunityRoute(MarketoClient client, boolean wanted) {
        this.client = client;
        this.wanted = wanted;
    }

    public synchronized Mode mode() {
        if (client.now().isBefore(askAgain)) return mode;
        detect();
        askAgain = client.now().plus(BELIEVED);
        return mode;
    }

    /** What made it so, for people. */
    public synchronized String why() {
        return why;
    }

    /** The fields of an opportunity that this instance lets us set. */
    synchronized Set<String> opportunityFields() {
        return opportunityFields;
    }

    /** Error 1018 came: somebody has switched a native sync on since we looked. */
    synchronized void crmSyncIsOn() {
        mode = Mode.CRM_SYNC;
        why = "Marketo answers 1018 (CRM Enabled) to opportunities";
        askAgain = client.now().plus(BELIEVED);
    }

    public synchronized void forget() {
        askAgain = Instant.MIN;
    }

    private void detect() {
        if (!wanted) {
            mode = Mode.NONE;
            why = "the option opportunities is off";
            return;
        }
        try {
            opportunityFields =
                    updateable(client.get("describe opportunities", "rest/v1/opportunities/describe.json", Map.of()));
            // Taken at its word, opportunities would be written with their keys and nothing else.
            if (opportunityFields.isEmpty())
                throw client.refusal(AdapterErrorCode.UNEXPECTED_RESPONSE, "no field of opportunities is described");
            client.get("describe opportunity roles", "rest/v1/opportunities/roles/describe.json", Map.of());
            mode = Mode.BY_API;
            why = "opportunities and their roles are open to the API";
        } catch (RefusedException refused) {
            boolean crm = refused.is("1018");
            RetryRule rule = refused.error().rule();
            boolean forGood = rule == RetryRule.CONFIG || rule == RetryRule.BUG || rule == RetryRule.RECORD;
            // A page of a proxy must not keep opportunities away for a day.
            if (!crm && !(forGood && refused.error().isMarketos())) throw refused;
            if (crm) crmSyncIsOn();
            else {
                mode = Mode.NONE;
                why = String.valueOf(refused.getMessage());
            }
        }
    }

    private static Set<String> updateable(JsonNode description) {
        Set<String> names = new TreeSet<>();
        for (JsonNode field : description.path("result").path(0).path("fields")) {
            if (field.path("updateable").asBoolean(true))
                names.add(field.path("name").asText(""));
        }
        return names;
    }
}
