package io.onefunnel.funnel;

import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.SourceRef;
import java.time.Instant;
import java.util.Comparator;

/** What facts are called, and where a person's trace begins. */
final class Labels {
    private static final int LONGEST_SUBJECT = 80;

    private Labels() {}

    /** "asked for a demo (form Talk to us)". */
    static String of(CampaignResponse exchange) {
        String subject = exchange.subject().strip();
        if (subject.isEmpty()) return did(exchange.offer());
        boolean fits = subject.codePointCount(0, subject.length()) <= LONGEST_SUBJECT;
        String shown = fits ? subject : subject.substring(0, subject.offsetByCodePoints(0, LONGEST_SUBJECT)) + "…";
        return did(exchange.offer()) + " (" + shown + ")";
    }

    /** A fact that may be said to the person. */
    static String did(CampaignResponse.Offer offer) {
        return switch (offer) {
            case DEMO -> "asked for a demo";
            case PRICING -> "asked for a price";
            case TALK_TO_EXPERT -> "asked to talk to an expert";
            case CONTENT -> "asked for content";
            case WEBINAR -> "signed up for a webinar";
            case EVENT -> "signed up for an event";
            case OTHER -> "responded";
        };
    }

    static Instant since(CaseFile file) {
        return begin(first(file));
    }

    static SourceRef firstRecord(CaseFile file) {
        return first(file).ref();
    }

    private static PersonRecord first(CaseFile file) {
        return file.records().stream()
                .min(Comparator.comparing(Labels::begin).thenComparing(PersonRecord::ref))
                .orElseThrow();
    }

    private static Instant begin(PersonRecord record) {
        Instant created = record.createdAt();
        return created == null ? record.version() : created;
    }
}
