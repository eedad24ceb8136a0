package io.onefunnel.policy;

import java.time.Instant;
import java.time.zone.ZoneRulesProvider;

/**
 * What a decision depends on besides the facts and the instant. A decision names the hash of the inputs it was made
 * with; one made with other inputs is made anew.
 *
 * @param hash of everything here, the engine and the time-zone data
 */
public record Inputs(Policy policy, Calendars calendars, ScoringRules scoring, String hash) {
    /** Raised whenever a rule's meaning changes, so that decisions of the old meaning are made anew. */
    static final String ENGINE = "1";

    public static final Inputs DEFAULT = of(Policy.DEFAULT, Calendars.DEFAULT, ScoringRules.DEFAULT);

    public static Inputs of(Policy policy, Calendars calendars, ScoringRules scoring) {
        return new Inputs(
                policy,
                calendars,
                scoring,
                Digest.of(ENGINE, timeZoneData(), policy, calendars, scoring).substring(0, 16));
    }

    /**
     * The same inputs for an installation that went live at an instant of its own; unchanged when the framework names
     * the instant itself.
     */
    public Inputs liveFrom(Instant instant) {
        return policy.goLive().isPresent() ? this : of(policy.liveFrom(instant), calendars, scoring);
    }

    /** "2025b": a zone's rules differ between releases of this data, and with them every deadline. */
    public static String timeZoneData() {
        return ZoneRulesProvider.getVersions("Europe/London").lastKey();
    }
}
