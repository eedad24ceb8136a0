package io.onefunnel.spi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@link CrmAdapter#check} found.
 *
 * @param accountId the vendor's own id of the account (org id, portal id, Munchkin id); empty when it could not be
 *     learned, never blank. A connection is pinned to it for ever: a sandbox and its production share record ids.
 * @param environment "production", "sandbox" or what the vendor calls it
 * @param clockSkew how far the vendor's clock is ahead of ours, where the vendor tells its time
 */
public record Readiness(
        Optional<String> accountId, String environment, Optional<Duration> clockSkew, List<Problem> problems) {
    public Readiness {
        if (accountId.filter(String::isBlank).isPresent())
            throw new IllegalArgumentException("the account has no name");
        problems = List.copyOf(problems);
    }

    /** One thing that is not as it must be. */
    public record Problem(Severity severity, AdapterErrorCode code, String what, String remedy) {}

    public enum Severity {
        /** The connection cannot be used. */
        BLOCKS,
        /** A capability is off until this is mended; the rest works. */
        LIMITS,
        /** Works, but an admin should know. */
        WARNS
    }

    /** Whether the connection can be used at all. */
    public boolean usable() {
        return problems.stream().noneMatch(problem -> problem.severity() == Severity.BLOCKS);
    }
}
