package io.onefunnel.hubspot.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.util.Locale;
import java.util.Map;

/**
 * What the portal behind a token says of itself: guide "Account information API".
 *
 * @param id of the portal, never blank
 * @param environment "production" for a standard account, else the vendor's word: "sandbox", "developer_test"
 * @param zone as the vendor writes it
 */
public record AccountDetails(String id, String environment, String zone) {
    private static final String STANDARD = "STANDARD";

    /**
     * Asks for them, by one call.
     *
     * @param by whose token tells
     * @throws AdapterException UNEXPECTED_RESPONSE when the answer does not say which portal it is
     */
    public static AccountDetails of(Portal portal, HubSpotClient by) {
        JsonNode answer = by.get(
                Operation.read("account details"),
                portal.paths().accountDetails(),
                Map.of(),
                WholeAnswer.object("portalId"));
        JsonNode id = answer.path("portalId");
        if (!id.isIntegralNumber() || id.longValue() <= 0) throw without("portalId");
        String type = answer.path("accountType").asText("");
        if (type.isBlank()) throw without("accountType");
        return new AccountDetails(
                Long.toString(id.longValue()),
                type.equals(STANDARD) ? "production" : type.toLowerCase(Locale.ROOT),
                answer.path("timeZone").asText(""));
    }

    private static AdapterException without(String key) {
        return new AdapterException(
                AdapterErrorCode.UNEXPECTED_RESPONSE,
                "the answer about the account has no " + key
                        + " that could be one; check base-url and what answers there");
    }
}
