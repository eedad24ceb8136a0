package io.onefunnel.app.view;

import io.onefunnel.model.Campaign;
import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Labelled;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.Opportunity;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Touch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What happened to a person in all systems, as one history. */
public final class PersonEvents {
    private PersonEvents() {}

    /** What an event is, for whoever tells them apart by colour or sign. */
    public enum Kind implements Labelled {
        TOUCH,
        /** A touch by a machine. */
        MACHINE,
        RESPONSE,
        /** A visit or a click, which is no response. */
        BEHAVIOUR,
        MEETING,
        DEAL
    }

    /**
     * Something that happened.
     *
     * @param what "outbound call", "Pricing request (Cost of downtime)", "meeting"
     * @param result what came of it; empty when nothing did
     */
    public record Event(Instant at, SourceRef ref, Kind kind, String what, String result) {
        /** What happened and what came of it, in one line. */
        public String text() {
            return result.isEmpty() ? what : what + ", " + result;
        }
    }

    /** All of them, the newest first. */
    static List<Event> of(CaseFile file) {
        List<Event> events = new ArrayList<>();
        file.touches().forEach(touch -> events.add(event(touch)));
        file.responses().forEach(response -> events.add(event(response, file)));
        file.meetings().forEach(meeting -> events.add(event(meeting)));
        file.opportunities().forEach(opportunity -> events.addAll(events(opportunity)));
        events.sort(Comparator.comparing(Event::at).reversed().thenComparing(Event::ref));
        return events;
    }

    private static Event event(Touch touch) {
        return new Event(
                touch.at(),
                touch.ref(),
                touch.automated() ? Kind.MACHINE : Kind.TOUCH,
                touch.direction().label() + " " + touch.channel().label(),
                touch.result() == Touch.Result.NONE ? "" : touch.result().label());
    }

    private static Event event(CampaignResponse response, CaseFile file) {
        String campaign = response.campaign()
                .map(file.campaigns()::get)
                .map(Campaign::name)
                .orElse("");
        String what = response.subject().isEmpty() ? response.channel().label() : response.subject();
        return new Event(
                response.at(),
                response.ref(),
                response.responded() ? Kind.RESPONSE : Kind.BEHAVIOUR,
                campaign.isEmpty() || campaign.equals(what) ? what : what + " (" + campaign + ")",
                "");
    }

    private static Event event(Meeting meeting) {
        return new Event(
                meeting.start(),
                meeting.ref(),
                Kind.MEETING,
                "meeting",
                meeting.outcome().label());
    }

    /** One for each stage entered; where the vendor tells none, one for the opportunity as it stands. */
    private static List<Event> events(Opportunity opportunity) {
        if (opportunity.stages().isEmpty()) {
            String now = "deal, now " + opportunity.stage();
            return List.of(new Event(opportunity.createdAt(), opportunity.ref(), Kind.DEAL, now, ""));
        }
        return opportunity.stages().stream()
                .map(stage -> new Event(stage.at(), opportunity.ref(), Kind.DEAL, "deal entered " + stage.stage(), ""))
                .toList();
    }
}
