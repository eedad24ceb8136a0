package io.onefunnel.state;

import io.onefunnel.model.Attribution;
import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.Decision;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.Field;
import io.onefunnel.model.FunnelEvent;
import io.onefunnel.model.MatchTerm;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.StageEntry;
import io.onefunnel.model.Touch;
import io.onefunnel.spi.Change;
import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.PendingChange;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Case files out, decisions in. */
public interface Decisions {
    /**
     * Takes up to {@code max} people to decide: dirty ones first, then those whose decision is no longer valid at {@code
     * now} or was made with other inputs. Two callers at once get disjoint batches. Empty when there is nothing to do.
     */
    List<Stored> claim(Lease lease, int max, Instant now, String inputsHash);

    /** The stored facts of one person, without claiming; for explanations. */
    Optional<Stored> load(PersonId person);

    /**
     * What is stored of one person: everything a case file needs, still in the vendors' words.
     *
     * @param records with what we wrote since already in their fields
     * @param matches pairs of live records of the person that agree, the strongest first
     * @param meetings raw, each with the refs of the people who take part
     * @param opportunities raw, each with its contact roles
     * @param colleagues at most 200, the most recently active first, explicit referrers always
     * @param disposition of the last decision
     * @param outcomes recorded so far, in the order in which they were
     * @param generation of the dirty row; given back with the decision
     */
    record Stored(
            PersonId person,
            List<Change.Present> records,
            List<MatchTerm> matches,
            List<Change.Present> companies,
            List<Touch> touches,
            List<CampaignResponse> responses,
            List<Change.Present> meetings,
            List<RawOpportunity> opportunities,
            List<RawColleague> colleagues,
            List<StageEntry> stages,
            Optional<Disposition> disposition,
            Map<SourceRef, Map<Field, String>> written,
            List<FunnelEvent> outcomes,
            long generation) {}

    record RawOpportunity(Change.Present raw, List<Change.Present> roles) {}

    /** @param name as stored by the last decision; empty before it */
    record RawColleague(
            PersonId person,
            List<SourceRef> records,
            Optional<Instant> since,
            Optional<Instant> lastExchange,
            Map<SourceRef, Instant> lastTouchBy,
            Optional<Attribution> attribution,
            String name) {}

    /** Users and campaigns: small, shared by all case files, loaded once for a run. */
    Directory directory();

    record Directory(List<Change.Present> users, List<Change.Present> campaigns) {}

    /**
     * Stores decisions: appends stage entries, replaces timers, proposals and what is pending to be written, and takes
     * the people off the dirty list unless they changed again meanwhile. People whose referrer's attribution changed
     * become dirty.
     */
    void commit(Lease lease, List<Decided> decided, Instant at);

    /**
     * @param pending the difference between what is desired and what the vendor holds; replaces what was pending for
     *     these records
     * @param outcomes what is the case; those that are not recorded yet are appended
     * @param actions what is to be done; replaces what was to be done for the person. What was done under the same key is
     *     left out
     * @param name the person's name for screens
     * @param won what the opportunities that this person stood for first brought, in the account's currency
     */
    record Decided(
            Decision decision,
            List<PendingChange> pending,
            List<FunnelEvent> outcomes,
            List<PendingAction> actions,
            String name,
            BigDecimal won,
            long generation) {
        /** A decision that follows from nothing marketing should hear, and asks for nothing but fields. */
        public Decided(Decision decision, List<PendingChange> pending, String name, BigDecimal won, long generation) {
            this(decision, pending, List.of(), List.of(), name, won, generation);
        }
    }

    /** The decision as it was stored last; empty for a person who was never decided. */
    Optional<Decision> find(PersonId person);

    /** How many people wait for a decision, dirty or stale. */
    long waiting(Instant now, String inputsHash);
}
