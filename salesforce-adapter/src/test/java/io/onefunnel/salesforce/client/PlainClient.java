package io.onefunnel.salesforce.client;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Mapping;
import io.onefunnel.salesforce.PlainVendor;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.option.OptionValues;
import io.onefunnel.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The adapter's way to make calls, on a plain server. */
public final class PlainClient implements AutoCloseable {
    final ManualClock clock;
    final PlainVendor vendor;
    public final SalesforceClient client;
    final List<Duration> pauses = new ArrayList<>();
    private final HttpRequests http = new HttpRequests();

    public PlainClient(Function<PlainVendor.Request, PlainVendor.Answer> answers) {
        this(answers, vendor -> vendor.token());
    }

    public PlainClient(
            Function<PlainVendor.Request, PlainVendor.Answer> answers,
            Function<PlainVendor, PlainVendor.Answer> tokens) {
        this(ManualClock.at("2026-03-02T09:00:00Z"), answers, tokens);
    }

    PlainClient(
            ManualClock clock,
            Function<PlainVendor.Request, PlainVendor.Answer> answers,
            Function<PlainVendor, PlainVendor.Answer> tokens) {
        this.clock = clock;
        PlainVendor[] made = new PlainVendor[1];
        made[0] = new PlainVendor(request -> request.isToken() ? tokens.apply(made[0]) : answers.apply(request));
        vendor = made[0];
        ConnectionSettings settings = settings(vendor.url());
        AdapterContext context = new AdapterContext(clock, pauses::add, (operation, took, outcome) -> {});
        DailyQuota quota = new DailyQuota(settings.id(), 0.2, Long.MAX_VALUE, clock);
        client = new SalesforceClient(
                settings.id(), new Sessions(settings, Use.READ, http, context, quota), http, context, quota);
    }

    OrgAccess access() {
        ConnectionSettings settings = settings(vendor.url());
        AdapterContext context = new AdapterContext(clock, pauses::add, (operation, took, outcome) -> {});
        DailyQuota quota = new DailyQuota(settings.id(), 0.2, Long.MAX_VALUE, clock);
        return new OrgAccess(settings, Use.READ, http, context, quota);
    }

    static ConnectionSettings settings(String url) {
        return new ConnectionSettings(
                new ConnectionId("salesforce"),
                OptionValues.parse(
                        SalesforceOptions.ALL, Map.of("url", url, "grant", "client-credentials", "client-id", "3MVG9")),
                Map.of("client-secret", () -> "secret"),
                new Mapping(Map.of()));
    }

    @Override
    public void close() {
        http.close();
        vendor.close();
    }
}
