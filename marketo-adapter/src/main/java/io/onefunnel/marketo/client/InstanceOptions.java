package io.onefunnel.marketo.client;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * Which instance a connection speaks to, and our part of its limits.
 *
 * @param munchkinId the account's id, where the admin or the address tells it
 * @param pinned the account that the connection belongs to for ever, once known
 */
public record InstanceOptions(
        HttpUrl base,
        HttpUrl identity,
        Optional<String> munchkinId,
        Optional<String> pinned,
        int callsPer20Seconds,
        int concurrency,
        long dailyQuota) {
    // Munchkin id in the host: "284-RPR-133.mktorest.com", "Base URL".
    private static final Pattern MUNCHKIN = Pattern.compile("^(\\d{3}-[A-Za-z]{3}-\\d{3})\\.");

    /** The account whose address this is, where the address tells it. */
    public static Optional<String> munchkinId(HttpUrl url) {
        Matcher host = MUNCHKIN.matcher(url.host());
        return host.find() ? Optional.of(host.group(1).toUpperCase(Locale.ROOT)) : Optional.empty();
    }

    /** Why this cannot be the account that the connection belongs to, as far as hosts and ids tell. */
    public Optional<String> contradiction() {
        if (pinned.isPresent() && munchkinId.isPresent() && !pinned.equals(munchkinId)) {
            return Optional.of("the connection is pinned to " + pinned.get() + " but points to " + munchkinId.get());
        }
        Optional<String> ofBase = munchkinId(base);
        if (ofBase.isPresent() && !ofBase.equals(munchkinId)) {
            return Optional.of(
                    "munchkin-id says " + munchkinId.orElse("nothing") + " but base-url is that of " + ofBase.get());
        }
        Optional<String> ofIdentity = munchkinId(identity);
        if (ofIdentity.isPresent() && munchkinId.isPresent() && !ofIdentity.equals(munchkinId)) {
            return Optional.of("identity-url is that of " + ofIdentity.get() + ", not of " + munchkinId.get());
        }
        return Optional.empty();
    }
}
