package io.onefunnel.hubspot.client;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Our part of the portal's calls of a day, which all of its apps share. The day is the portal's (usage guidelines); what is
 * counted are this process' calls.
 */
final class DailyQuota {
    private final double share;
    private ZoneId zone = ZoneOffset.UTC;
    private OptionalLong allowance = OptionalLong.empty();
    private @Nullable LocalDate day;
    private long made;

    DailyQuota(double share) {
        this.share = share;
    }

    synchronized void zone(ZoneId ofPortal) {
        zone = ofPortal;
    }

    /** @param calls that the portal has in a day, by the header of an answer */
    synchronized void allowance(long calls) {
        allowance = OptionalLong.of(calls);
    }

    /** Counts a call; false, and not counted, where our part is used up. Without a known allowance there is no part of it. */
    synchronized boolean take(Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        if (!today.equals(day)) {
            day = today;
            made = 0;
        }
        if (allowance.isPresent() && made >= Math.floor(allowance.getAsLong() * share)) return false;
        made++;
        return true;
    }

    synchronized Instant renewed(Instant now) {
        return now.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
    }

    @Override
    public synchronized String toString() {
        return made + " calls today, " + Math.round(share * 100) + " % of the portal's";
    }
}
