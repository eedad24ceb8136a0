package io.onefunnel.store.mirror;

import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Touch;
import io.onefunnel.spi.Change;
import io.onefunnel.state.Mirror.Observed;
import io.onefunnel.state.Mirror.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The observed of a page, by what is to be done with it. */
final class SortedPage {
    // Of several sights of one record in a page, the last one counts, and of its contents the newest.
    final Map<SourceRef, Observed> mutable = new LinkedHashMap<>();
    final Map<SourceRef, Change.Deleted> gone = new LinkedHashMap<>();
    final Map<SourceRef, Change.MergedInto> merged = new LinkedHashMap<>();
    final List<Touch> touches = new ArrayList<>();
    final List<CampaignResponse> responses = new ArrayList<>();
    // Of a record that could be read and could not, the last sight counts.
    final Map<SourceRef, Change.Unreadable> quarantined = new LinkedHashMap<>();
    final Set<SourceRef> readable = new HashSet<>();

    SortedPage(Page page) {
        page.observed().forEach(this::sort);
    }

    private void sort(Observed observed) {
        if (observed instanceof Observed.Record record) {
            keepNewest(record.raw(), record);
        } else if (observed instanceof Observed.Met met) {
            keepNewest(met.raw(), met);
        } else if (observed instanceof Observed.Touched touched) {
            touches.add(touched.touch());
            read(touched.touch().ref());
        } else if (observed instanceof Observed.Responded responded) {
            responses.add(responded.response());
            read(responded.response().ref());
        } else if (observed instanceof Observed.Gone left) {
            gone.put(left.deleted().ref(), left.deleted());
            merged.remove(left.deleted().ref());
            read(left.deleted().ref());
        } else if (observed instanceof Observed.Merged into) {
            merged.put(into.merged().ref(), into.merged());
            gone.remove(into.merged().ref());
            read(into.merged().ref());
        } else if (observed instanceof Observed.Quarantined aside) {
            quarantined.put(aside.unreadable().ref(), aside.unreadable());
        }
    }

    private void read(SourceRef ref) {
        readable.add(ref);
        quarantined.remove(ref);
    }

    private void keepNewest(Change.Present raw, Observed observed) {
        read(raw.ref());
        // Seen again after it was gone: it is back.
        gone.remove(raw.ref());
        merged.remove(raw.ref());
        Observed before = mutable.get(raw.ref());
        if (before == null || !version(before).isAfter(raw.version())) mutable.put(raw.ref(), observed);
    }

    private static Instant version(Observed observed) {
        if (observed instanceof Observed.Record record) return record.raw().version();
        return observed instanceof Observed.Met met ? met.raw().version() : Instant.MIN;
    }
}
