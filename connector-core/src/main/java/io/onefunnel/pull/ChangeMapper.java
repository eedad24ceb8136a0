package io.onefunnel.pull;

import io.onefunnel.identity.match.IdentityKeys;
import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.Channel;
import io.onefunnel.model.IdentityKey;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.Touch;
import io.onefunnel.normalize.Normalized;
import io.onefunnel.normalize.Normalizer;
import io.onefunnel.normalize.UnreadableRecordException;
import io.onefunnel.spi.Change;
import io.onefunnel.state.Mirror.Observed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes a vendor's change ready for the mirror: read by the mapping, or set aside with the reason. */
final class ChangeMapper {
    private static final int RAW_KEPT = 8 * 1024;

    private final Normalizer normalizer;

    ChangeMapper(Normalizer normalizer) {
        this.normalizer = normalizer;
    }

    /** Empty for what has not happened yet: it comes again when it has. */
    List<Observed> of(RecordKind kind, Change change) {
        if (change instanceof Change.Deleted deleted) return List.of(new Observed.Gone(deleted));
        if (change instanceof Change.MergedInto merged) return List.of(new Observed.Merged(merged));
        if (change instanceof Change.Unreadable unreadable) return List.of(new Observed.Quarantined(unreadable));
        Change.Present present = (Change.Present) change;
        try {
            return read(kind, present);
        } catch (UnreadableRecordException unreadable) {
            return List.of(new Observed.Quarantined(
                    new Change.Unreadable(present.ref(), raw(present), String.valueOf(unreadable.getMessage()))));
        }
    }

    private List<Observed> read(RecordKind kind, Change.Present present) {
        return switch (kind) {
            case TOUCH -> touches(present);
            case RESPONSE -> responses(present);
            case MEETING -> meeting(present);
            case PERSON -> person(present);
            case COMPANY, USER, CAMPAIGN, OPPORTUNITY, CONTACT_ROLE ->
                List.of(record(present, normalizer.read(present), List.of()));
        };
    }

    /** A planned task is no touch yet. Events are stored once: it is taken when it was done. */
    private List<Observed> touches(Change.Present present) {
        List<Observed> done = new ArrayList<>();
        for (Touch touch : normalizer.touches(present)) {
            if (touch.done()) done.add(new Observed.Touched(touch));
        }
        return done;
    }

    /** Somebody who is only on a campaign's list has not responded yet. */
    private List<Observed> responses(Change.Present present) {
        CampaignResponse response = normalizer.response(present);
        if (response.channel() == Channel.CAMPAIGN && !response.responded()) return List.of();
        return List.of(new Observed.Responded(response));
    }

    private List<Observed> meeting(Change.Present present) {
        Normalized read = normalizer.read(present);
        return List.of(new Observed.Met(present, read.digest(), read.fact(Meeting.class)));
    }

    private List<Observed> person(Change.Present present) {
        Normalized read = normalizer.read(present);
        return List.of(record(present, read, IdentityKeys.of(read.fact(PersonRecord.class))));
    }

    private static Observed record(Change.Present present, Normalized read, List<IdentityKey> keys) {
        return new Observed.Record(present, read.digest(), read.own(), keys);
    }

    private static String raw(Change.Present present) {
        Map<String, String> fields = new TreeMap<>(present.fields());
        String text = fields.toString();
        return text.length() <= RAW_KEPT ? text : text.substring(0, RAW_KEPT);
    }
}
