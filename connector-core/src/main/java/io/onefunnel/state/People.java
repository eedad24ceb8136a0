package io.onefunnel.state;

import io.onefunnel.model.MatchTerm;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which records are which person: a ledger of ids that is never rewritten, only continued. */
public interface People {
    /**
     * Takes up to {@code max} records whose identity is dirty, and with them every live record that is connected to them:
     * by shared keys, over any number of steps, and by belonging to the same person now. Keys that more than {@code
     * keyLimit} records share connect nothing and are named in {@link Batch#ignoredKeys}. Two callers at once get
     * disjoint batches. Empty when nothing is dirty.
     */
    Optional<Batch> claim(Lease lease, int max, int keyLimit);

    /**
     * @param records live records, by ref
     * @param ticket returned with {@link #assign}
     */
    record Batch(List<Member> records, Set<Veto> vetoes, int ignoredKeys, Object ticket) {
        public Batch {
            records = List.copyOf(records);
            vetoes = Set.copyOf(vetoes);
        }
    }

    /**
     * A record and whose it is.
     *
     * @param accountDomain the domain of the company record that it hangs on; empty when none
     */
    record Member(Change.Present raw, Optional<PersonId> person, String accountDomain) {}

    /** Two records that a person said are not the same. */
    record Veto(SourceRef left, SourceRef right) {}

    /**
     * Stores whose each record of a batch is, makes the people concerned dirty, and takes the records off the dirty list
     * unless they changed again meanwhile.
     *
     * @param persons for every record of the batch the person it belongs to
     * @param accounts for every person the key of their account; empty text when unknown
     * @param matches pairs of records of one person that agree, the strongest first: in the place of those found before
     * @param gone ids that were merged into another one: from now on they resolve to it
     */
    void assign(
            Lease lease,
            Batch batch,
            Map<SourceRef, PersonId> persons,
            Map<PersonId, String> accounts,
            List<MatchTerm> matches,
            Map<PersonId, PersonId> gone,
            Instant at);

    /** The person of a record, or the survivor of a person id that is gone. */
    Optional<PersonId> personOf(SourceRef record);

    PersonId survivor(PersonId id);

    void veto(SourceRef left, SourceRef right, String who, Instant at);

    long count();
}
