package io.onefunnel.sandbox.salesforce.session;

import io.onefunnel.sandbox.salesforce.org.OrgSettings;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.vendor.SandboxClock;
import java.util.Map;
import java.util.TreeMap;

/** The org's API requests of the last 24 hours, counted by the hour. */
public final class ApiQuota {
    private static final int HOURS = 24;

    private final SandboxClock clock;
    private final OrgSettings settings;
    private final Map<Long, Integer> byHour = new TreeMap<>();

    public ApiQuota(SandboxClock clock, OrgSettings settings) {
        this.clock = clock;
        this.settings = settings;
    }

    /** Counts a call, or refuses it when the day's quota is spent. */
    public synchronized void spend() {
        if (settings.on("limits") && used() >= max()) throw daily();
        byHour.merge(hour(), 1, Integer::sum);
    }

    public synchronized int used() {
        byHour.keySet().removeIf(hour -> hour <= hour() - HOURS);
        return byHour.values().stream().mapToInt(Integer::intValue).sum();
    }

    public int max() {
        return settings.number("apiCallsPerDay");
    }

    public static SalesforceError daily() {
        return new SalesforceError(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
    }

    public static SalesforceError concurrent() {
        return new SalesforceError(
                403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.");
    }

    private long hour() {
        return clock.instant().getEpochSecond() / 3600;
    }
}
