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
     */
    public record Session(String user, Role role, String token, Instant until) {}

    private static final String COOKIE = "onefunnel";
    private static final Duration LENGTH = Duration.ofHours(12);
    private static final String PROGRAM = "program ";
    private static final int FAILURES_ALLOWED = 10;
    private static final Duration LOCKED_FOR = Duration.ofMinutes(5);

    private record Failures(int count, Instant latest) {}

    private final Users users;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Map<String, Failures> failures = new ConcurrentHashMap<>();

    public Sessions(Users users, InstantSource clock) {
        this.users = users;
        this.clock = clock;
    }

    public Optional<Session> of(Context ctx) {
        String id = ctx.cookie(COOKIE);
        if (id == null) return Optional.empty();
        return Optional.ofNullable(sessions.get(id))
                .filter(session -> session.until().isAfter(clock.instant()));
    }

    /** Whether a program says a user's name and password with what it asks (HTTP Basic). */
    public boolean knows(Context ctx) {
        try {
            BasicAuthCredentials said = ctx.basicAuthCredentials();
            return said != null
                    && role(PROGRAM, said.getUsername(), said.getPassword()).isPresent();
        } catch (IllegalArgumentException | IndexOutOfBoundsException noCredentials) {
            return false;
        }
    }

    /** Signs in; false for a wrong name or password, or when too many were tried lately. */
    public boolean open(Context ctx, @Nullable String user, @Nullable String password) {
        Optional<Role> role = user == null || password == null ? Optional.empty() : role("", user, password);
        if (user == null || role.isEmpty()) return false;
        sessions.values().removeIf(session -> session.until().isBefore(clock.instant()));
        String id = secret();
        sessions.put(id, new Session(user, role.get(), secret(), clock.instant().plus(LENGTH)));
        Cookie cookie = new Cookie(COOKIE, id, "/", (int) LENGTH.toSeconds());
        cookie.setHttpOnly(true);
        cookie.setSecure("https".equals(ctx.scheme()));
        cookie.setSameSite(SameSite.STRICT);
        ctx.cookie(cookie);
        return true;
    }

    public void close(Context ctx) {
        String id = ctx.cookie(COOKIE);
        if (id != null) sessions.remove(id);
        ctx.removeCookie(COOKIE);
    }

    /** @param who asks: failures of programs are counted apart, so that one with an old password locks nobody out */
    private Optional<Role> role(String who, String user, String password) {
        String counted = who + user;
        if (locked(counted)) return Optional.empty();
        Optional<Role> role = users.role(user, password);
        if (role.isPresent()) {
            failures.remove(counted);
            return role;
        }
        failures.merge(
                counted,
                new Failures(1, clock.instant()),
                (old, one) -> new Failures(old.count() + 1, clock.instant()));
        return role;
    }

    private boolean locked(String user) {
        Failures failed = failures.get(user);
        if (failed == null || failed.count() < FAILURES_ALLOWED) return false;
        if (failed.latest().plus(LOCKED_FOR).isAfter(clock.instant())) return true;
        failures.remove(user);
        return false;
    }

    private String secret() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
