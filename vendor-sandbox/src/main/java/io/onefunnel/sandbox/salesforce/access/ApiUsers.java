package io.onefunnel.sandbox.salesforce.access;

import io.onefunnel.sandbox.salesforce.org.Changed;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The users with a connected app; the first of them is the one that the sandbox's start line names. */
public final class ApiUsers {
    private final Map<String, ApiUser> byUsername = new LinkedHashMap<>();

    /** @param changed told when the rights of the user change */
    public synchronized ApiUser add(String id, String username, InstantSource clock, Consumer<String> changed) {
        if (byUsername.containsKey(username)) throw new IllegalArgumentException("there is a user " + username);
        String suffix = byUsername.isEmpty() ? "" : Integer.toString(byUsername.size() + 1);
        ApiUser user = new ApiUser(
                id,
                username,
                "3MVG9sandboxOneFunnelConnectedApp" + suffix,
                "sandbox-client-secret" + suffix,
                "5Aep861sandboxRefreshToken" + suffix,
                new Changed(clock, () -> changed.accept(username)));
        byUsername.put(username, user);
        return user;
    }

    public synchronized List<ApiUser> all() {
        return List.copyOf(byUsername.values());
    }

    public ApiUser first() {
        return all().get(0);
    }

    /** @throws IllegalArgumentException naming those there are */
    public synchronized ApiUser named(String username) {
        ApiUser user = byUsername.get(username);
        if (user == null)
            throw new IllegalArgumentException("no API user " + username + "; there are " + byUsername.keySet());
        return user;
    }

    public synchronized Optional<ApiUser> find(String username) {
        return Optional.ofNullable(byUsername.get(username));
    }

    public Optional<ApiUser> ofClient(String clientId) {
        return all().stream().filter(user -> user.clientId().equals(clientId)).findFirst();
    }
}
