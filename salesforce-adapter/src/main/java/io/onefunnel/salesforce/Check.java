package io.onefunnel.salesforce;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks whether the connection can work, and names everything that is in the way. */
final class Check {
    private static final Duration SKEW_WORTH_SAYING = Duration.ofMinutes(2);

    private final ConnectionSettings settings;
    private final Calls calls;
    private final Schema schema;
    private final Reads reads;
    private final ServerClock serverClock;
    private final InstantSource clock;

    Check(
            ConnectionSettings settings,
            Calls calls,
            Schema schema,
            Reads reads,
            ServerClock serverClock,
            InstantSource clock) {
        this.settings = settings;
        this.calls = calls;
        this.schema = schema;
        this.reads = reads;
        this.serverClock = serverClock;
        this.clock = clock;
    }

    Readiness run() {
        List<Problem> problems = new ArrayList<>();
        Optional<String> org = Optional.empty();
        Optional<Duration> skew = Optional.empty();
        String environment = "unknown";
        try {
            String orgId = calls.orgId();
            org = Optional.of(orgId);
            account(orgId, problems);
            skew = Optional.of(skew(problems));
            environment = environment();
            // Fills the budget, and finds out whether REST is open to us at all: Bulk API needs it.
            calls.rest("limits", "GET", "/services/data/v" + Calls.API_VERSION + "/limits", null);
            schema.forget();
            for (Mapping.Type type : settings.mapping().types().values()) type(type, problems);
            ledgerKey(problems);
        } catch (AdapterException e) {
            problems.add(blocking(e));
        }
        return new Readiness(org, environment, skew, problems);
    }

    private void account(String orgId, List<Problem> problems) {
        settings.accountId()
                .filter(pinned -> !Ids.to18(pinned).equals(orgId))
                .ifPresent(pinned -> problems.add(new Problem(
                        Severity.BLOCKS,
                        AdapterErrorCode.WRONG_ACCOUNT,
                        "org " + orgId + " answers, but " + settings.id() + " belongs to org " + pinned,
                        "check url and credentials; make another connection for another org")));
    }

    private Duration skew(List<Problem> problems) {
        Instant before = clock.instant();
        Duration skew = Duration.between(before, serverClock.exactly());
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

    private String environment() {
        List<SObject> rows = reads.rows("read Organization", "SELECT Id, IsSandbox FROM Organization");
        boolean sandbox =
                !rows.isEmpty() && "true".equals(String.valueOf(rows.get(0).getField("IsSandbox")));
        return sandbox ? "sandbox" : "production";
    }

    private void type(Mapping.Type type, List<Problem> problems) {
        if (schema.described(type.name()).isEmpty()) {
            problems.add(new Problem(
                    Severity.LIMITS,
                    AdapterErrorCode.PERMISSION_MISSING,
                    "the integration user may not see " + type.name(),
                    "grant read and view-all on " + type.name() + ", or take it out of the mapping"));
            return;
        }
        MappedType mapped = schema.mapped(type);
        for (String field : mapped.hidden()) {
            problems.add(new Problem(
                    Severity.LIMITS,
                    AdapterErrorCode.FIELD_NOT_READABLE,
                    type.name() + "." + field + " is not there or not visible to the integration user",
                    "create the field, or grant read access by the permission set OneFunnel_Integration"));
        }
        for (Field field : type.writes()) {
            type.nameOf(field)
                    .flatMap(mapped.described()::attribute)
                    .filter(attribute -> !attribute.updateable())
                    .ifPresent(attribute -> problems.add(new Problem(
                            Severity.LIMITS,
                            AdapterErrorCode.FIELD_NOT_WRITABLE,
                            type.name() + "." + attribute.name() + " cannot be edited by the integration user",
                            "grant edit access by the permission set OneFunnel_Integration")));
        }
    }

    private void ledgerKey(List<Problem> problems) {
        boolean there = schema.described(Schema.TASK)
                .map(task -> task.has(TaskWrites.LEDGER_KEY))
                .orElse(false);
        if (there) return;
        problems.add(new Problem(
                Severity.LIMITS,
                AdapterErrorCode.FIELD_NOT_WRITABLE,
                "Task." + TaskWrites.LEDGER_KEY + " is not there: no tasks can be created",
                "deploy the OneFunnel package and assign the permission set OneFunnel_Integration"));
    }

    private static Problem blocking(AdapterException e) {
        String remedy = switch (e.code()) {
            case CREDENTIALS_REFUSED ->
                "check client id, secret or key, the user and the policies of the connected app";
            case UNREACHABLE -> "check the url, the proxy and the firewall";
            case QUOTA_EXHAUSTED -> "wait until the org's API requests of the last 24 hours are fewer";
            default -> "see the vendor's message";
        };
        return new Problem(Severity.BLOCKS, e.code(), String.valueOf(e.getMessage()), remedy);
    }
}
