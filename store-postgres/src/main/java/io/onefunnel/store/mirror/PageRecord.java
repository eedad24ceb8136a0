package io.onefunnel.store.mirror;

import java.util.Optional;

/** A record of a page beside what is stored of it, and the number it has or gets. */
record PageRecord(IncomingRecord incoming, long no, Optional<KnownRecord> known) {
    boolean tellsNews() {
        return known.isEmpty() || known.get().tellsNews(incoming);
    }

    boolean sameLinks() {
        return known.isPresent() && known.get().sameLinks(incoming);
    }

    boolean sameKeys() {
        return known.isPresent() && known.get().sameKeys(incoming);
    }

    /** Nobody hangs on what nobody has named before, unless it names them itself. */
    boolean mayHaveDependents() {
        if (known.isPresent()) return true;
        return switch (incoming.ref().kind()) {
            case COMPANY, USER, CAMPAIGN, PERSON -> false;
            default -> !incoming.links().isEmpty();
        };
    }
}
