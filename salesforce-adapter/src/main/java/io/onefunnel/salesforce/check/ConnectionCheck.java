package io.onefunnel.salesforce.check;

import io.onefunnel.model.Mapping;
import io.onefunnel.salesforce.client.OrgAccess;
import io.onefunnel.salesforce.client.SalesforceClient;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks whether the connection can work, and names everything that is in the way. */
public final class ConnectionCheck {
    private static final String LIMITS = "/services/data/v" + SalesforceClient.API_VERSION + "/limits";
    private static final Duration SKEW_WORTH_SAYING = Duration.ofMinutes(2);

    private final OrgAccess reading;
    private final List<Part> parts;

    /** One thing to look at. What it may not ask for, it leaves out: only a wall that all would meet is thrown. */
    interface Part {
        void look(List<Problem> problems);
    }

    /**
     * @param writing what fields are set with
     * @param merging what merges are made with
     */
    public ConnectionCheck(Mapping mapping, OrgAccess reading, OrgAccess writing, OrgAccess merging) {
        this.reading = reading;
        this.parts = List.of(
                new FieldRights(mapping, reading, writing),
                new FieldShapes(mapping, writing),
                new ObjectRights(mapping, writing, merging),
                new UserRights(mapping, reading),
                new DuplicateRules(mapping, writing),
                new Automations(mapping, writing),
                new NativeSyncs(mapping, reading));
    }

    public Readiness run() {
        List<Problem> problems = new ArrayList<>();
        Optional<String> org = Optional.empty();
        Optional<Duration> skew = Optional.empty();
        String environment = "unknown";
        try {
            OrgAccess.Org answers = reading.org();
            org = Optional.of(answers.id());
            environment = answers.environment();
            account(answers, problems);
            skew = Optional.of(skew(problems));
            // Brings the org's own count of calls, and finds out whether REST is open to us at all: Bulk API needs it.
            reading.client().rest("limits", "GET", LIMITS, null, "DailyApiRequests");
            for (Part part : parts) part.look(problems);
        } catch (AdapterException e) {
            problems.add(blocking(e));
        }
        return new Readiness(org, environment, skew, problems);
    }

    private void account(OrgAccess.Org org, List<Problem> problems) {
        reading.contradiction(org)
                .ifPresent(why -> problems.add(new Problem(
                        Severity.BLOCKS,
                        AdapterErrorCode.WRONG_ACCOUNT,
                        why,
                        "check url and credentials; make another connection for another org")));
    }

    private Duration skew(List<Problem> problems) {
        Duration skew = reading.serverClock().skew();
        if (skew.abs().compareTo(SKEW_WORTH_SAYING) > 0) {
            problems.add(new Problem(
                    Severity.WARNS,
                    AdapterErrorCode.UNEXPECTED_RESPONSE,
                    "this machine's clock differs from the org's by "
                            + skew.abs().toSeconds() + " seconds",
                    "let the machine keep its time by NTP"));
        }
        return skew;
    }

    private static Problem blocking(AdapterException e) {
        String remedy = switch (e.code()) {
            case CREDENTIALS_REFUSED ->
                "check client id, secret or key, the user and the policies of the connected app";
            case UNREACHABLE -> "check the url, the proxy and the firewall";
            case UNEXPECTED_RESPONSE, VENDOR_UNAVAILABLE ->
                "check the url, and what stands between this machine and Salesforce; then look again";
            case QUOTA_EXHAUSTED -> "wait until the org's API requests of the last 24 hours are fewer";
            case FEATURE_MISSING -> "the org needs API access: an edition with it, and API Enabled for the user";
            default -> "see the vendor's message";
        };
        return new Problem(Severity.BLOCKS, e.code(), String.valueOf(e.getMessage()), remedy);
    }
}
