package io.onefunnel.sandbox.hubspot.auth;

import io.onefunnel.sandbox.hubspot.api.Endpoint.Allowance;
import io.onefunnel.sandbox.hubspot.api.RateLimitPolicy;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.store.PortalSettings;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a portal ("Usage guidelines"): a rolling window of ten seconds per app, five searches a second per account,
 * and a daily allowance that ends at midnight in the account's zone. Searches spend no ten-second allowance; batch
 * association calls have a stricter one besides.
 */
public final class RateLimits {
    private static final long WINDOW = 10_000;
    private static final long SECOND = 1_000;

    private final PortalSettings settings;
    private final Deque<Long> calls = new ArrayDeque<>();
    private final Deque<Long> searches = new ArrayDeque<>();
    private final Deque<Long> associations = new ArrayDeque<>();
    private @Nullable LocalDate day;
    private long today;
    private long associationsToday;

    public RateLimits(PortalSettings settings) {
        this.settings = settings;
    }

    /** Counts a call made at {@code now}, or refuses it uncounted. */
    synchronized void spend(Instant now, Allowance allowance) {
        roll(now);
        if (settings.on("limits")) refuse(allowance);
        today++;
        (allowance == Allowance.SEARCHES ? searches : calls).addLast(now.toEpochMilli());
        if (allowance != Allowance.ASSOCIATIONS) return;
        associationsToday++;
        associations.addLast(now.toEpochMilli());
    }

    /** Searches were recorded with the daily pair only; OAuth apps get no daily pair. */
    synchronized HttpAnswer withHeaders(HttpAnswer answer, Instant now, Allowance allowance, boolean oauth) {
        roll(now);
        HttpAnswer with = answer;
        if (allowance != Allowance.SEARCHES) {
            long most = settings.number("callsPer10Seconds");
            with = with.with("X-HubSpot-RateLimit-Max", Long.toString(most))
                    .with("X-HubSpot-RateLimit-Remaining", Long.toString(Math.max(0, most - calls.size())))
                    .with("X-HubSpot-RateLimit-Interval-Milliseconds", Long.toString(WINDOW));
        }
        if (oauth) return with;
        long most = settings.number("callsPerDay");
        return with.with("X-HubSpot-RateLimit-Daily", Long.toString(most))
                .with("X-HubSpot-RateLimit-Daily-Remaining", Long.toString(Math.max(0, most - today)));
    }

    public synchronized long usedToday(Instant now) {
        roll(now);
        return today;
    }

    public Instant resetsAt(Instant now) {
        return now.atZone(settings.zone())
                .toLocalDate()
                .plusDays(1)
                .atStartOfDay(settings.zone())
                .toInstant();
    }

    private void refuse(Allowance allowance) {
        if (today >= settings.number("callsPerDay")) throw Refusal.rateLimit(RateLimitPolicy.DAILY);
        if (allowance == Allowance.SEARCHES) {
            if (searches.size() >= settings.number("searchesPerSecond"))
                throw Refusal.rateLimit(RateLimitPolicy.SECONDLY);
            return;
        }
        if (calls.size() >= settings.number("callsPer10Seconds")) {
            throw Refusal.rateLimit(RateLimitPolicy.TEN_SECONDLY_ROLLING);
        }
        if (allowance != Allowance.ASSOCIATIONS) return;
        // Batch association calls have a burst and a day of their own on top: associations guide.
        if (associationsToday >= settings.number("associationCallsPerDay"))
            throw Refusal.rateLimit(RateLimitPolicy.DAILY);
        if (associations.size() >= settings.number("associationCallsPer10Seconds")) {
            throw Refusal.rateLimit(RateLimitPolicy.TEN_SECONDLY_ROLLING);
        }
    }

    private void roll(Instant now) {
        LocalDate date = now.atZone(settings.zone()).toLocalDate();
        if (!date.equals(day)) {
            day = date;
            today = 0;
            associationsToday = 0;
        }
        drop(calls, now.toEpochMilli() - WINDOW);
        drop(associations, now.toEpochMilli() - WINDOW);
        drop(searches, now.toEpochMilli() - SECOND);
    }

    private static void drop(Deque<Long> stamps, long until) {
        while (!stamps.isEmpty() && stamps.getFirst() <= until) stamps.removeFirst();
    }
}
