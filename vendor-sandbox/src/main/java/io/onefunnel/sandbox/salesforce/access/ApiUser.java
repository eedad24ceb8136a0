package io.onefunnel.sandbox.salesforce.access;

import io.onefunnel.sandbox.salesforce.org.Changed;

/** A user that calls the API through a connected app of its own. */
public final class ApiUser {
    private final String id;
    private final String username;
    private final String clientId;
    private final String clientSecret;
    private final Rights rights;
    private String refreshToken;

    public ApiUser(
            String id, String username, String clientId, String clientSecret, String refreshToken, Changed changed) {
        this.id = id;
        this.username = username;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.refreshToken = refreshToken;
        this.rights = new Rights(changed);
    }

    /** The id of the User record. */
    public String id() {
        return id;
    }

    public String username() {
        return username;
    }

    public String clientId() {
        return clientId;
    }

    public String clientSecret() {
        return clientSecret;
    }

    public synchronized String refreshToken() {
        return refreshToken;
    }

    public Rights rights() {
        return rights;
    }

    /** Replaces a refresh token that was just used; false when it is no longer the current one. */
    public synchronized boolean rotate(String used, String next) {
        if (!refreshToken.equals(used)) return false;
        refreshToken = next;
        return true;
    }
}
