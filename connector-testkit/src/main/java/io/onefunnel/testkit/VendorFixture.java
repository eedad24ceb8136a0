package io.onefunnel.testkit;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.WriteAudit;
import io.onefunnel.spi.CrmAdapter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One account of a vendor, as the contract needs it: in-process, on the contract's clock, without records, calls and
 * writes at the beginning, and with our fields already there. Values are canonical; the fixture translates them by its mapping. What it does to
 * records happens as if people did it in the vendor's own screens: no API call is counted, no write audited.
 */
public interface VendorFixture extends AutoCloseable {
    /** The secret that a connection with {@link Access#WRONG_CREDENTIALS} has. It must never be shown. */
    String WRONG_SECRET = "wr0ng-s3cret-never-to-be-shown";

    ConnectionId connection();

    /** The mapping that the product ships for this vendor. */
    Mapping mapping();

    /** What {@link CrmAdapter#account} and {@link CrmAdapter#check} must find out. */
    String accountId();

    /** What this vendor or its adapter does not have. */
    default Set<Behaviour> lacks() {
        return Set.of();
    }

    /** A new adapter object on this account, as after a restart of the application. The kit closes it. */
    CrmAdapter adapter(Mapping mapping, Access access);

    // --- people at work in the vendor's screens ------------------------------------------------------------------

    /**
     * Creates a record of a mapped kind now, and fills what the vendor demands beyond the values. A person is of the
     * type that can be merged.
     */
    SourceRef add(RecordKind kind, Map<Field, String> values);

    /** Changes fields; the empty text clears one. */
    void edit(SourceRef ref, Map<Field, String> values);

    void delete(SourceRef ref);

    /** Merges two people; returns the record that is there afterwards, which may have a new id. */
    SourceRef merge(SourceRef survivor, SourceRef loser);

    /** What the vendor holds, in canonical form; empty when the field is, or when the record is gone. */
    String value(SourceRef ref, Field field);

    /** Adds a user who may own records. Only called when {@link Behaviour#REASSIGNS} or an owner link is there. */
    SourceRef addUser(String email);

    /** Gives a person to an owner. */
    void assign(SourceRef person, SourceRef user);

    Optional<SourceRef> ownerOf(SourceRef person);

    /** Withdraws a field of a kind's records from our user, as an admin of the vendor may. */
    void hide(RecordKind kind, Field field);

    /**
     * The vendor refuses to write this record, as not valid. The kit writes it as the first of its batch, so that a
     * fault that strikes the first row of the next write will do.
     */
    void refuseWritesTo(SourceRef ref);

    /** Adds a person with the stamp of now whom the vendor's change feed shows only after {@link #lateness}. */
    SourceRef addSeenLate(Map<Field, String> values);

    /** How late, at most, this vendor's documents let a change appear after its stamp. */
    default Duration lateness() {
        return Duration.ZERO;
    }

    // --- troubles and accounts -----------------------------------------------------------------------------------

    /**
     * Makes something go wrong.
     *
     * @param on the calls that it strikes
     * @param after how many of them pass untouched first
     * @param times how many it strikes then
     */
    void inject(Trouble trouble, CallKind on, int after, int times);

    /**
     * From now on nothing says which account it is: the vendor's answer has a blank where it should, or, at a vendor that has
     * no such answer, the options of adapters that are made from now on do not tell.
     */
    void hideAccount();

    void heal();

    /** How many calls the vendor has counted so far, signing in included if the vendor counts it. */
    long calls();

    /** Every write that came by the API and was applied. */
    List<WriteAudit.Entry> audit();

    // --- figures of the vendor -----------------------------------------------------------------------------------

    /** How many people do not fit into one page of a pull. */
    default int moreThanOnePage() {
        return 450;
    }

    /** How many calls the adapter may spend to learn that no person changed. */
    int callsOfAnIdlePull();

    /** After what time a deletion or a merge by others must have been told. */
    default Duration tellsRemovalsWithin() {
        return Duration.ofHours(1);
    }

    /** A name that this vendor has for no field of any type. */
    default String absentFieldName() {
        return "onefunnel_no_such_field";
    }

    @Override
    void close();
}
