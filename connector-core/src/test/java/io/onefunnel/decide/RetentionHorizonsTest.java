package io.onefunnel.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.facts.Case;
import io.onefunnel.facts.Someone;
import io.onefunnel.model.CampaignResponse.Offer;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.RetentionHorizon;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.normalize.NativeLinks;
import io.onefunnel.normalize.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A CRM in which reps log calls, and a marketing system that knows only its own mailings. */
@DisplayName("From when on things are known of a person")
class RetentionHorizonsTest {
    private static final Instant YEARS_AGO = Instant.parse("2024-02-01T00:00:00Z");
    private static final Instant LAST_WEEK = Instant.parse("2026-02-23T00:00:00Z");

    private static final PersonRecord IN_CRM = record(Someone.prospect());
    private static final PersonRecord IN_MARKETING = record(inMarketing());

    @Test
    void isAlwaysWhereNothingWasPurged() {
        assertThat(horizon(Map.of(), IN_CRM, IN_MARKETING)).isEqualTo(RetentionHorizon.NONE);
    }

    @Test
    void isNotMovedForWhatRepsDidByASystemThatForgetsItsOwnMailings() {
        RetentionHorizon horizon = horizon(
                Map.of(Case.MARKETING, Map.of(RecordKind.TOUCH, YEARS_AGO, RecordKind.RESPONSE, LAST_WEEK)),
                IN_CRM,
                IN_MARKETING);
        assertThat(horizon.touches()).isEmpty();
        assertThat(horizon.everything()).contains(LAST_WEEK);
    }

    @Test
    void isNotMovedByASystemThatNeverKnewThePerson() {
        Map<ConnectionId, Map<RecordKind, Instant>> since = Map.of(
                Case.CRM, Map.of(RecordKind.TOUCH, LAST_WEEK), Case.MARKETING, Map.of(RecordKind.TOUCH, YEARS_AGO));
        assertThat(horizon(since, IN_MARKETING))
                .isEqualTo(new RetentionHorizon(Optional.empty(), Optional.of(YEARS_AGO)));
    }

    @Test
    void isTheLatestOfTheSystemsThatMayHaveHeldATouch() {
        Map<ConnectionId, Map<RecordKind, Instant>> since = Map.of(
                Case.CRM, Map.of(RecordKind.TOUCH, YEARS_AGO), Case.MARKETING, Map.of(RecordKind.MEETING, LAST_WEEK));
        assertThat(horizon(since, IN_CRM)).isEqualTo(RetentionHorizon.at(YEARS_AGO));
        assertThat(horizon(since, IN_CRM, IN_MARKETING)).isEqualTo(RetentionHorizon.at(LAST_WEEK));
    }

    @Test
    void isNotMovedByKindsThatSayNothingOfWhatHappened() {
        assertThat(horizon(
                        Map.of(Case.CRM, Map.of(RecordKind.COMPANY, LAST_WEEK, RecordKind.PERSON, LAST_WEEK)), IN_CRM))
                .isEqualTo(RetentionHorizon.NONE);
    }

    @Test
    @DisplayName("decides whether a first touch can be called missed")
    void decidesAVerdict() {
        Case made = Case.of(Someone.prospect(), inMarketing())
                .exchange("form", "2026-02-02T10:00", Offer.DEMO)
                .pulledTo(Case.CRM, "2026-03-01T00:00")
                .pulledTo(Case.MARKETING, "2026-03-01T00:00");
        List<PersonRecord> records = made.file().records();
        RetentionHorizon forgetsMailings =
                horizon(Map.of(Case.MARKETING, Map.of(RecordKind.TOUCH, LAST_WEEK)), records);
        assertThat(firstTouch(made.observableSince(forgetsMailings)).status()).isEqualTo(SlaTimer.Status.MISSED);

        RetentionHorizon forgetsCalls = horizon(Map.of(Case.CRM, Map.of(RecordKind.TOUCH, LAST_WEEK)), records);
        SlaTimer timer = firstTouch(made.observableSince(forgetsCalls));
        assertThat(timer.status()).isEqualTo(SlaTimer.Status.NOT_APPLICABLE);
        assertThat(timer.computation())
                .contains("began before activities are known (from 2026-02-23 on); a touch may have been then");
    }

    private static Someone inMarketing() {
        return new Someone(Case.MARKETING, "person", PersonType.PERSON);
    }

    private static PersonRecord record(Someone of) {
        return Case.of(of).file().records().get(0);
    }

    private static SlaTimer firstTouch(Case made) {
        return Judged.at(made, "2026-02-27T10:00").decision().timers().stream()
                .filter(timer -> timer.kind() == SlaTimer.Kind.FIRST_TOUCH)
                .findFirst()
                .orElseThrow();
    }

    private static RetentionHorizon horizon(
            Map<ConnectionId, Map<RecordKind, Instant>> since, PersonRecord... records) {
        return horizon(since, List.of(records));
    }

    private static RetentionHorizon horizon(
            Map<ConnectionId, Map<RecordKind, Instant>> since, List<PersonRecord> records) {
        Normalizer crm = normalizer(Case.CRM, Mapping.Source.of("ByMachine"));
        Mapping.Source always = new Mapping.Source(List.of(), Map.of(), Optional.of("true"));
        Normalizer marketing = normalizer(Case.MARKETING, always);
        return new RetentionHorizons(since, Map.of(Case.CRM, crm, Case.MARKETING, marketing)).of(records);
    }

    private static Normalizer normalizer(ConnectionId connection, Mapping.Source automated) {
        Mapping.Type activity = new Mapping.Type(
                "Activity",
                RecordKind.TOUCH,
                PersonType.PERSON,
                Map.of(Field.OCCURRED_AT, Mapping.Source.of("At"), Field.AUTOMATED, automated),
                Map.of(),
                Set.of(),
                Map.of());
        return new Normalizer(connection, new Mapping(Map.of("Activity", activity)), NativeLinks.to(Case.CRM));
    }
}
