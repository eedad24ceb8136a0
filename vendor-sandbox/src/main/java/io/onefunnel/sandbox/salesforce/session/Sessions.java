package io.onefunnel.sandbox.salesforce.session;

import io.onefunnel.sandbox.salesforce.access.ApiUser;
import io.onefunnel.sandbox.salesforce.org.OrgSettings;
import io.onefunnel.sandbox.vendor.SandboxClock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Access tokens in use. Each call starts the inactivity timer anew; nobody is told when a token will expire. */
public final class Sessions {
    private record Open(ApiUser user, Instant lastUsed) {}

    private final SandboxClock clock;
    private final OrgSettings settings;
    private final String orgId;
    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private final AtomicLong number = new AtomicLong();

    public Sessions(SandboxClock clock, OrgSettings settings, String orgId) {
        this.clock = clock;
        this.settings = settings;
        this.orgId = orgId;
    }

    /** Opens a session and returns its token: the org's 15-character id, "!", and an opaque part. */
    String open(ApiUser user) {
        String token = orgId.substring(0, 15) + "!AQEAQsandbox" + Long.toString(number.incrementAndGet(), 36)
                + ".oneFunnelSandboxSession";
        open.put(token, new Open(user, clock.instant()));
        return token;
    }

    /** The user behind a live token; being asked keeps it alive. */
    public Optional<ApiUser> use(String token) {
        Instant now = clock.instant();
        Open session = open.get(token);
        if (session == null) return Optional.empty();
        if (session.lastUsed().plus(settings.seconds("sessionSeconds")).isBefore(now)) {
            open.remove(token);
            return Optional.empty();
        }
        open.put(token, new Open(session.user(), now));
        return Optional.of(session.user());
    }

    public void revoke(String token) {
        open.remove(token);
    }
}
