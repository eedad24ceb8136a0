package io.onefunnel.sandbox.salesforce.session;

import io.onefunnel.sandbox.SandboxClock;
import io.onefunnel.sandbox.salesforce.OrgSettings;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Access tokens in use. Each call starts the inactivity timer anew; nobody is told when a token will expire. */
public final class Sessions {
    private final SandboxClock clock;
    private final OrgSettings settings;
    private final String orgId;
    private final Map<String, Instant> lastUsed = new ConcurrentHashMap<>();
    private final AtomicLong number = new AtomicLong();

    public Sessions(SandboxClock clock, OrgSettings settings, String orgId) {
        this.clock = clock;
        this.settings = settings;
        this.orgId = orgId;
    }

    /** Opens a session and returns its token: the org's 15-character id, "!", and an opaque part. */
    String open() {
        String token = orgId.substring(0, 15) + "!AQEAQsandbox" + Long.toString(number.incrementAndGet(), 36)
                + ".oneFunnelSandboxSession";
        lastUsed.put(token, clock.instant());
        return token;
    }

    /** Whether the token is alive; being asked keeps it so. */
    public boolean use(String token) {
        Instant now = clock.instant();
        Instant last = lastUsed.get(token);
        if (last == null) return false;
        if (last.plus(settings.seconds("sessionSeconds")).isBefore(now)) {
            lastUsed.remove(token);
            return false;
        }
        lastUsed.put(token, now);
        return true;
    }

    public void revoke(String token) {
        lastUsed.remove(token);
    }
}
