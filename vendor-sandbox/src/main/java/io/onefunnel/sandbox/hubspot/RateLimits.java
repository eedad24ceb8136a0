package io.onefunnel.sandbox.hubspot;

import io.onefunnel.sandbox.http.HttpAnswer;
import io.onefunnel.sandbox.hubspot.Endpoint.Allowance;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a portal (vendor page §10): a rolling window of ten seconds per app, five searches a second per account,
 * and a daily allowance that ends at midnight in the account's zone. Searches spend no ten-second allowance; batch
 * association calls have a stricter one besides (§6).
 */
final class RateLimits {
    private static final long WINDOW = 10_000;
    private static final long SECOND = 1_000;

    enum Policy {
        TEN_SECONDLY_ROLLING("You have reached your ten_secondly_rolling limit."),
        SECONDLY("You have reached your secondly limit."),
        DAILY("You have reached your daily limit.");

        private final String message;

        Policy(String message) {
            this.message = message;
        }

        String message() {
            return message;
        }
    }

    private final PortalSettings settings;
    private final Deque<Long> calls = new ArrayDeque<>();
    private final Deque<Long> searches = new ArrayDeque<>();
    private final Deque<Long> associations = new ArrayDeque<>();
    private @Nullable LocalDate day;
    private long today;
    private long associationsToday;

    RateLimits(PortalSettings settings) {
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

    synchronized long usedToday(Instant now) {
        roll(now);
        return today;
    }

    Instant resetsAt(Instant now) {
        return now.atZone(settings.zone())
                .toLocalDate()
                .plusDays(1)
                .atStartOfDay(settings.zone())
                .toInstant();
    }

    private void refuse(Allowance allowance) {
        if (today >= settings.number("callsPerDay")) throw Refusal.rateLimit(Policy.DAILY);
        if (allowance == Allowance.SEARCHES) {
            if (searches.size() >= settings.number("searchesPerSecond")) throw Refusal.rateLimit(Policy.SECONDLY);
            return;
        }
        if (calls.size() >= settings.number("callsPer10Seconds")) {
            throw Refusal.rateLimit(Policy.TEN_SECONDLY_ROLLING);
        }
        if (allowance != Allowance.ASSOCIATIONS) return;
        // Batch association calls have a burst and a day of their own on top: vendor page §6.
        if (associationsToday >= settings.number("associationCallsPerDay")) throw Refusal.rateLimit(Policy.DAILY);
        if (associations.size() >= settings.number("associationCallsPer10Seconds")) {
            throw Refusal.rateLimit(Policy.TEN_SECONDLY_ROLLING);
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
