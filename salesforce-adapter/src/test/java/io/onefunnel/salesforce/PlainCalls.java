package io.onefunnel.salesforce;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Mapping;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The adapter's way to make calls, on a plain server. */
final class PlainCalls implements AutoCloseable {
    final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    final PlainVendor vendor;
    final Calls calls;
    final List<Duration> pauses = new ArrayList<>();
    private final Http http = new Http();

    PlainCalls(Function<PlainVendor.Request, PlainVendor.Answer> answers) {
        this(answers, vendor -> vendor.token());
    }

    PlainCalls(
            Function<PlainVendor.Request, PlainVendor.Answer> answers,
            Function<PlainVendor, PlainVendor.Answer> tokens) {
        PlainVendor[] made = new PlainVendor[1];
        made[0] = new PlainVendor(request -> request.isToken() ? tokens.apply(made[0]) : answers.apply(request));
        vendor = made[0];
        ConnectionSettings settings = settings(vendor.url());
        AdapterContext context = new AdapterContext(clock, pauses::add, (operation, took, outcome) -> {});
        CallBudget budget = new CallBudget(settings.id(), 0.2, Long.MAX_VALUE, clock);
        calls = new Calls(
                settings.id(),
                new Sessions(settings, Use.READ, SalesforceOptions.of(settings), http, context, budget),
                http,
                context,
                budget);
    }

    static ConnectionSettings settings(String url) {
        return new ConnectionSettings(
                new ConnectionId("salesforce"),
                Map.of("url", url, "grant", "client-credentials", "client-id", "3MVG9"),
                Map.of("client-secret", () -> "secret"),
                Optional.empty(),
                new Mapping(Map.of()));
    }

    @Override
    public void close() {
        http.close();
        vendor.close();
    }
}
