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
 */
public record InstanceOptions(
        HttpUrl base,
        HttpUrl identity,
        Optional<String> munchkinId,
        int callsPer20Seconds,
        int concurrency,
        long dailyQuota) {
    // Munchkin id in the host: "284-RPR-133.mktorest.com", "Base URL".
    private static final Pattern MUNCHKIN = Pattern.compile("^(\\d{3}-[A-Za-z]{3}-\\d{3})\\.");

    /** The account whose host this is, where its name tells it. */
    public static Optional<String> munchkinId(String host) {
        Matcher named = MUNCHKIN.matcher(host);
        return named.find() ? Optional.of(named.group(1).toUpperCase(Locale.ROOT)) : Optional.empty();
    }

    /** Why the addresses and the id cannot all be those of one account, as far as they tell. */
    public Optional<String> contradiction() {
        Optional<String> ofBase = munchkinId(base.host());
        if (ofBase.isPresent() && !ofBase.equals(munchkinId)) {
            return Optional.of(
                    "munchkin-id says " + munchkinId.orElse("nothing") + " but base-url is that of " + ofBase.get());
        }
        Optional<String> ofIdentity = munchkinId(identity.host());
        if (ofIdentity.isPresent() && munchkinId.isPresent() && !ofIdentity.equals(munchkinId)) {
            return Optional.of("identity-url is that of " + ofIdentity.get() + ", not of " + munchkinId.get());
        }
        return Optional.empty();
    }
}
