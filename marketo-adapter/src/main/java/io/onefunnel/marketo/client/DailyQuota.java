package io.onefunnel.marketo.client;

import io.onefunnel.spi.Budget;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;

/** The calls that an instance allows in a day, to all its integrations together, and what is known of their use. */
public final class DailyQuota {
    // Quotas are renewed at midnight Central Time: "Bulk Extract".
    public static final ZoneId CENTRAL = ZoneId.of("America/Chicago");

    private final long calls;
    private volatile OptionalLong spent = OptionalLong.empty();

    DailyQuota(long calls) {
        this.calls = calls;
    }

    public static Instant renewedAfter(Instant at) {
        return LocalDate.ofInstant(at, CENTRAL)
                .plusDays(1)
                .atStartOfDay(CENTRAL)
                .toInstant();
    }

    public long calls() {
        return calls;
    }

    /** @param total calls of everybody today; empty where the vendor does not tell it */
    public void spent(OptionalLong total) {
        spent = total;
    }

    Budget budget(long ours, Instant now) {
        OptionalLong used = spent;
        OptionalLong left = used.isPresent() ? OptionalLong.of(Math.max(0, calls - used.getAsLong())) : used;
        return new Budget(ours, used, left, Optional.of(renewedAfter(now)));
    }
}
