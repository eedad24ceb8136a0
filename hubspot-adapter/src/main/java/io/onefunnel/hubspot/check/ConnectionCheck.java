package io.onefunnel.hubspot.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.hubspot.client.HubSpotClient;
import io.onefunnel.hubspot.client.Operation;
import io.onefunnel.hubspot.client.Portal;
import io.onefunnel.hubspot.client.RefusedException;
import io.onefunnel.hubspot.merge.SalesforceSync;
import io.onefunnel.hubspot.write.OutcomeEvent;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.Readiness.Severity;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Looks whether a portal can be worked with, and names every problem at once. */
public final class ConnectionCheck {
    /** A clock that is further off makes windows and due times wrong. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final Portal portal;
    private final HubSpotClient client;
    private final Optional<String> pinned;
    private final Problems problems = new Problems();
    private final MappingCheck mapping;
    private final FeatureCheck features;

    /** @param pinned the only account that the connection may belong to */
    public ConnectionCheck(
            Portal portal,
            Optional<String> pinned,
            SalesforceSync salesforceSync,
            Optional<OutcomeEvent> outcomeEvent) {
        this.portal = portal;
        this.pinned = pinned;
        client = portal.client();
        mapping = new MappingCheck(portal, problems);
        features = new FeatureCheck(portal, salesforceSync, outcomeEvent, problems);
    }

    public Readiness run() {
        Optional<JsonNode> account = account("the connection's token", client);
        if (account.isEmpty()) {
            return new Readiness(Optional.empty(), "unknown", client.skew(), problems.distinct());
        }
        String id = account.get().path("portalId").asText();
        belongs("the token", id, pinned);
        portal.separate().forEach((use, own) -> {
            String whose = "the token for " + use.name().toLowerCase(Locale.ROOT);
            account(whose, own)
                    .ifPresent(other -> belongs(whose, other.path("portalId").asText(), Optional.of(id)));
        });
        rememberZone(account.get().path("timeZone").asText());
        clock();
        mapping.run();
        features.run();
        return new Readiness(Optional.of(id), environment(account.get()), client.skew(), problems.distinct());
    }

    private Optional<JsonNode> account(String whose, HubSpotClient by) {
        try {
            return Optional.of(
                    by.get(Operation.read("account details"), portal.paths().accountDetails(), Map.of()));
        } catch (AdapterException e) {
            problems.add(Severity.BLOCKS, whose, e);
        } catch (RefusedException e) {
            problems.add(
                    Severity.BLOCKS,
                    AdapterErrorCode.UNEXPECTED_RESPONSE,
                    whose + " does not tell its account: " + e.error().summary(),
                    "check base-url");
        }
        return Optional.empty();
    }

    /** Ids of one portal mean other records in another. */
    private void belongs(String whose, String account, Optional<String> expected) {
        expected.filter(wanted -> !wanted.equals(account))
                .ifPresent(wanted -> problems.add(
                        Severity.BLOCKS,
                        AdapterErrorCode.WRONG_ACCOUNT,
                        whose + " belongs to portal " + account + ", but this connection is pinned to " + wanted,
                        "store a token of portal " + wanted + ", or configure a new connection for " + account));
    }

    private void rememberZone(String zone) {
        try {
            client.accountZone(ZoneId.of(zone));
        } catch (DateTimeException e) {
            problems.add(
                    Severity.WARNS,
                    AdapterErrorCode.UNEXPECTED_RESPONSE,
                    "the portal's time zone \"" + zone + "\" is unknown, so that the end of its quota's day is",
                    "choose a time zone in the portal's settings");
        }
    }

    private void clock() {
        client.skew()
                .filter(skew -> skew.abs().compareTo(SKEW) > 0)
                .ifPresent(skew -> problems.add(
                        Severity.WARNS,
                        AdapterErrorCode.UNEXPECTED_RESPONSE,
                        "HubSpot's clock is " + skew.toSeconds() + " s ahead of this machine's",
                        "let this machine's clock be set by a time server"));
    }

    private static String environment(JsonNode account) {
        String type = account.path("accountType").asText("STANDARD");
        return type.equals("STANDARD") ? "production" : type.toLowerCase(Locale.ROOT);
    }
}
