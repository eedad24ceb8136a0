package io.onefunnel.hubspot.check;

import io.onefunnel.hubspot.client.AccountDetails;
import io.onefunnel.hubspot.client.HubSpotClient;
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
import java.util.Optional;

/** Looks whether a portal can be worked with, and names every problem at once. */
public final class ConnectionCheck {
    /** A clock that is further off makes windows and due times wrong. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final Portal portal;
    private final HubSpotClient client;
    private final Problems problems = new Problems();
    private final MappingCheck mapping;
    private final FeatureCheck features;

    public ConnectionCheck(Portal portal, SalesforceSync salesforceSync, Optional<OutcomeEvent> outcomeEvent) {
        this.portal = portal;
        client = portal.client();
        mapping = new MappingCheck(portal, problems);
        features = new FeatureCheck(portal, salesforceSync, outcomeEvent, problems);
    }

    public Readiness run() {
        Optional<AccountDetails> account = account();
        if (account.isEmpty()) {
            return new Readiness(Optional.empty(), "unknown", client.skew(), problems.distinct());
        }
        rememberZone(account.get().zone());
        clock();
        mapping.run();
        features.run();
        return new Readiness(
                Optional.of(account.get().id()), account.get().environment(), client.skew(), problems.distinct());
    }

    private Optional<AccountDetails> account() {
        try {
            return Optional.of(AccountDetails.of(portal, client));
        } catch (AdapterException e) {
            problems.add(Severity.BLOCKS, "the connection's token", e);
        } catch (RefusedException e) {
            problems.add(
                    Severity.BLOCKS,
                    AdapterErrorCode.UNEXPECTED_RESPONSE,
                    "the connection's token does not tell its account: "
                            + e.error().summary(),
                    "check base-url");
        }
        return Optional.empty();
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
}
