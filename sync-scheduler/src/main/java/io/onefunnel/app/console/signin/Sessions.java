package io.onefunnel.app.console.signin;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.javalin.security.BasicAuthCredentials;
import io.onefunnel.app.config.AppConfig.Role;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who is signed in. Sessions live in memory: a restart signs everybody out. */
public final class Sessions {
    /**
     * @param token in every form of our pages, so that another site's form is refused even with the cookie
     * @param until when it ends in any case
     * @param seen when a page was asked for last
     */
    public record Session(String user, Role role, String token, Instant until, Instant seen) {
        private boolean isOpen(Instant now) {
            return until.isAfter(now) && seen.plus(IDLE).isAfter(now);
        }

        private Session seen(Instant now) {
            return new Session(user, role, token, until, now);
        }
    }

    private static final String COOKIE = "onefunnel";
    private static final Duration LENGTH = Duration.ofHours(12);
    private static final Duration IDLE = Duration.ofHours(2);

    private final Users users;
    private final boolean secure;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final FailedSignIns people;
    private final FailedSignIns programs;

    /** @param secure browsers come by TLS, whichever way a proxy hands their requests on */
    public Sessions(Users users, boolean secure, InstantSource clock) {
        this.users = users;
        this.secure = secure;
        this.clock = clock;
        this.people = new FailedSignIns(clock);
        // Counted apart, so that a program with an old password locks nobody out.
        this.programs = new FailedSignIns(clock);
    }

    /** The session of whoever asks, which goes on for another two hours by that. */
    public Optional<Session> of(Context ctx) {
        String id = ctx.cookie(COOKIE);
        if (id == null) return Optional.empty();
        Instant now = clock.instant();
        return Optional.ofNullable(
                sessions.computeIfPresent(id, (same, session) -> session.isOpen(now) ? session.seen(now) : null));
    }

    /** Whether a program says a user's name and password with what it asks (HTTP Basic). */
    public boolean knows(Context ctx) {
        try {
            BasicAuthCredentials said = ctx.basicAuthCredentials();
            return said != null
                    && role(programs, ctx, said.getUsername(), said.getPassword())
                            .isPresent();
        } catch (IllegalArgumentException | IndexOutOfBoundsException noCredentials) {
            return false;
        }
    }

    /** Signs in; false for a wrong name or password, or when this address tried too many lately. */
    public boolean open(Context ctx, @Nullable String user, @Nullable String password) {
        if (user == null || password == null) return false;
        Optional<Role> role = role(people, ctx, user, password);
        if (role.isEmpty()) return false;
        Instant now = clock.instant();
        sessions.values().removeIf(session -> !session.isOpen(now));
        String id = secret();
        sessions.put(id, new Session(user, role.get(), secret(), now.plus(LENGTH), now));
        Cookie cookie = new Cookie(COOKIE, id, "/", (int) LENGTH.toSeconds());
        cookie.setHttpOnly(true);
        cookie.setSecure(secure || "https".equals(ctx.scheme()));
        cookie.setSameSite(SameSite.STRICT);
        ctx.cookie(cookie);
        return true;
    }

    public void close(Context ctx) {
        String id = ctx.cookie(COOKIE);
        if (id != null) sessions.remove(id);
        ctx.removeCookie(COOKIE);
    }

    private Optional<Role> role(FailedSignIns failures, Context ctx, String user, String password) {
        String address = address(ctx);
        if (failures.mustWait(address)) return Optional.empty();
        Optional<Role> role = users.role(user, password);
        if (role.isPresent()) failures.succeeded(address);
        else failures.failed(address);
        return role;
    }

    /** Of a proxy on this machine alone it is believed for whom it asks: anybody can write such a header. */
    private static String address(Context ctx) {
        String forwarded = ctx.header("X-Forwarded-For");
        if (forwarded == null || !Loopback.isAt(ctx.ip())) return ctx.ip();
        return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    }

    private String secret() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
