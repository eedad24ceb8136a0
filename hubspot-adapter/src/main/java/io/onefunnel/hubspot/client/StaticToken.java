package io.onefunnel.hubspot.client;

import java.util.function.Supplier;

/** A service key or private-app token. It does not expire, but its file may be rotated: a 401 reads it again. */
final class StaticToken implements TokenSource {
    private final Supplier<String> secret;

    StaticToken(Supplier<String> secret) {
        this.secret = secret;
    }

    @Override
    public String current() {
        return secret.get().strip();
    }

    @Override
    public boolean renew(String refused) {
        return !current().equals(refused);
    }
}
