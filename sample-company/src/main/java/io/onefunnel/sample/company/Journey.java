package io.onefunnel.sample.company;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened between one person and the sample company, up to now; moments are seconds since 1970. Facts only: which
 * system holds which of them is decided afterwards.
 */
final class Journey {
    record Response(Program program, long at) {}

    /** What an attempt to reach the person was, and what came of it. */
    enum Channel {
        VOICEMAIL("Call", "Left Voicemail"),
        NO_ANSWER("Call", "No Answer"),
        CONNECTED("Call", "Connected"),
        WRONG_NUMBER("Call", "Wrong Number"),
        EMAIL("Email", ""),
        REPLY("Email", "Replied");

        final String kind;
        final String disposition;

        Channel(String kind, String disposition) {
            this.kind = kind;
            this.disposition = disposition;
        }

        boolean isCall() {
            return kind.equals("Call");
        }
    }

    record Touch(Channel channel, long at, StaffMember by) {}

    /** How a meeting went; UNTOLD ones are over and nobody has said. */
    enum Outcome {
        HELD,
        NO_SHOW,
        CANCELLED,
        SCHEDULED,
        UNTOLD
    }

    record Meeting(long bookedAt, long start, StaffMember by, Outcome outcome) {
        static final long LENGTH = 1800;

        long end() {
            return start + LENGTH;
        }
    }

    /** What a lead came to. */
    enum Status {
        NEW,
        WORKING,
        UNQUALIFIED,
        CONVERTED
    }

    record Disqualified(String reason, String subReasons, String note, long at) {}

    final List<Response> responses = new ArrayList<>();
    final List<Touch> touches = new ArrayList<>();
    final List<Meeting> meetings = new ArrayList<>();
    /** When marketing handed the person to sales; 0 when it never did. */
    long handedToSalesAt;

    Status status = Status.NEW;

    @Nullable
    Disqualified disqualified;

    /** Whose the record is now. */
    @Nullable
    StaffMember owner;

    /** The rep to whom the SDR handed the person; absent before that. */
    @Nullable
    StaffMember rep;

    @Nullable
    Sale sale;

    @Nullable
    Sale nextSale;

    /** When the person came into being for the first system. */
    long startsAt;

    /** When anything last happened to the person, in any system. */
    long lastAt;

    /** Whether sales found the person, not marketing. */
    boolean prospected;

    /** Whether the person was named by a colleague, who is the person before them in their company. */
    boolean referred;

    boolean worked() {
        return handedToSalesAt > 0;
    }

    void happened(long at) {
        lastAt = Math.max(lastAt, at);
    }
}
