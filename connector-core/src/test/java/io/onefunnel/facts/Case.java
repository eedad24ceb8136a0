package io.onefunnel.facts;

import io.onefunnel.identity.Resolver;
import io.onefunnel.model.AccountContact;
import io.onefunnel.model.Attribution;
import io.onefunnel.model.Campaign;
import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.CampaignResponse.Offer;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Channel;
import io.onefunnel.model.Company;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.Field;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.Money;
import io.onefunnel.model.Opportunity;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.RetentionHorizon;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.StageEntry;
import io.onefunnel.model.Touch;
import io.onefunnel.model.User;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A case file in the making. Every method adds one fact; instants are local times in Berlin. */
public final class Case {
    public static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    public static final ConnectionId CRM = new ConnectionId("crm");
    public static final ConnectionId MARKETING = new ConnectionId("marketing");
    public static final SourceRef LEE = new SourceRef(CRM, RecordKind.USER, "lee");
    public static final SourceRef ANA = new SourceRef(CRM, RecordKind.USER, "ana");
    public static final SourceRef ACME = new SourceRef(CRM, RecordKind.COMPANY, "acme");

    private final List<Someone> records = new ArrayList<>();
    private final List<Company> companies = new ArrayList<>();
    private final List<Touch> touches = new ArrayList<>();
    private final List<CampaignResponse> responses = new ArrayList<>();
    private final List<Meeting> meetings = new ArrayList<>();
    private final List<Opportunity> opportunities = new ArrayList<>();
    private final Map<SourceRef, User> users = new HashMap<>();
    private final Map<SourceRef, Campaign> campaigns = new HashMap<>();
    private final List<AccountContact> colleagues = new ArrayList<>();
    private final List<StageEntry> stages = new ArrayList<>();
    private final Map<SourceRef, Map<Field, String>> written = new HashMap<>();
    private final Map<ConnectionId, Instant> completeTo = new HashMap<>();
    private Optional<Disposition> disposition = Optional.empty();
    private RetentionHorizon observableSince = RetentionHorizon.NONE;
    private int count;

    /** Of a person with one complete record, owned by Lee, who works in Berlin. */
    public static Case of(Someone... records) {
        Case made = new Case();
        for (Someone record : records) made.records.add(record);
        made.user(LEE, "Lee", "lee@x.example");
        made.user(ANA, "Ana", "ana@x.example");
        return made;
    }

    public static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
    }

    public Case user(SourceRef ref, String name, String email) {
        users.put(ref, new User(ref, name, email, true, false, Optional.of(BERLIN), Optional.empty()));
        return this;
    }

    public Case exchange(String id, String at, Offer offer) {
        return response(id, at, offer, true, Optional.empty());
    }

    public Case pageView(String id, String at) {
        return response(id, at, Offer.OTHER, false, Optional.empty());
    }

    public Case campaignResponse(String id, String at, String campaign) {
        SourceRef ref = new SourceRef(MARKETING, RecordKind.CAMPAIGN, campaign);
        campaigns.put(ref, new Campaign(ref, campaign, "webinar"));
        return response(id, at, Offer.WEBINAR, true, Optional.of(ref));
    }

    private Case response(String id, String at, Offer offer, boolean responded, Optional<SourceRef> campaign) {
        responses.add(new CampaignResponse(
                new SourceRef(MARKETING, RecordKind.RESPONSE, id),
                records.get(0).ref(),
                at(at),
                Channel.FORM,
                offer,
                responded,
                false,
                "",
                campaign));
        return this;
    }

    public Case call(String at, Touch.Result result) {
        return touch(at, Channel.CALL, Touch.Direction.OUTBOUND, result, true, false, LEE);
    }

    public Case touch(
            String at,
            Channel channel,
            Touch.Direction direction,
            Touch.Result result,
            boolean done,
            boolean automated,
            SourceRef actor) {
        touches.add(new Touch(
                new SourceRef(CRM, RecordKind.TOUCH, "t" + count++),
                records.get(records.size() - 1).ref(),
                at(at),
                channel,
                direction,
                result,
                done,
                automated,
                Optional.of(actor)));
        return this;
    }

    public Case meeting(String booked, String start, Meeting.Outcome outcome) {
        meetings.add(new Meeting(
                new SourceRef(CRM, RecordKind.MEETING, "m" + count++),
                List.of(records.get(0).ref()),
                at(booked),
                at(start),
                at(start).plus(Duration.ofMinutes(30)),
                outcome,
                "",
                true,
                Optional.of(LEE)));
        return this;
    }

    public Case opportunity(Deal deal) {
        opportunities.add(deal.build(records.get(0).ref()));
        return this;
    }

    public Case company(String industry, int employees) {
        companies.add(new Company(
                ACME,
                at("2025-01-01T00:00"),
                "Acme",
                "acme",
                "acme.example",
                "DE",
                Map.of(),
                Map.of(Field.INDUSTRY, industry, Field.EMPLOYEES, "" + employees)));
        return this;
    }

    public Case colleague(
            String id, String since, Optional<Attribution> attribution, Map<SourceRef, Instant> touchedBy) {
        return colleague(id, since, Optional.empty(), attribution, touchedBy);
    }

    public Case colleague(
            String id,
            String since,
            Optional<Instant> lastExchange,
            Optional<Attribution> attribution,
            Map<SourceRef, Instant> touchedBy) {
        colleagues.add(new AccountContact(
                new PersonId(id),
                List.of(new SourceRef(CRM, RecordKind.PERSON, "record-" + id)),
                Optional.of(at(since)),
                lastExchange,
                touchedBy,
                attribution,
                id));
        return this;
    }

    public Case recorded(List<StageEntry> entries) {
        stages.addAll(entries);
        return this;
    }

    public Case concluded(Disposition before) {
        disposition = Optional.of(before);
        return this;
    }

    public Case weWrote(SourceRef ref, Field field, String value) {
        written.put(ref, Map.of(field, value));
        return this;
    }

    public Case pulledTo(ConnectionId connection, String at) {
        completeTo.put(connection, at(at));
        return this;
    }

    public Case observableSince(RetentionHorizon horizon) {
        observableSince = horizon;
        return this;
    }

    public Case observableSince(String at) {
        observableSince = RetentionHorizon.at(at(at));
        return this;
    }

    public CaseFile file() {
        List<PersonRecord> built = records.stream().map(Someone::build).toList();
        return new CaseFile(
                new PersonId("person"),
                built,
                Resolver.resolve(built, Set.of()).stream()
                        .flatMap(cluster -> cluster.terms().stream())
                        .toList(),
                companies,
                touches,
                responses,
                meetings,
                opportunities,
                users,
                campaigns,
                colleagues,
                stages,
                disposition,
                written,
                completeTo,
                observableSince);
    }

    /** An opportunity in which the person has a role, unless {@link #ofAccountOnly}. */
    public static final class Deal {
        private final String id;
        private final Instant created;
        private Optional<Money> amount = Optional.empty();
        private Optional<Instant> close = Optional.empty();
        private boolean closed;
        private boolean won;
        private boolean role = true;
        private String type = "";
        private String lossReason = "";
        private Optional<Instant> changed = Optional.empty();
        private List<Opportunity.StageChange> stages = List.of();

        public Deal(String id, String created) {
            this.id = id;
            this.created = at(created);
        }

        public Deal worth(int euros, String close) {
            amount = Optional.of(new Money(BigDecimal.valueOf(euros), "EUR"));
            this.close = Optional.of(at(close));
            return this;
        }

        public Deal won(String at) {
            closed = true;
            won = true;
            close = Optional.of(at(at));
            return this;
        }

        public Deal lost() {
            closed = true;
            return this;
        }

        public Deal lost(String at, String reason) {
            closed = true;
            close = Optional.of(at(at));
            lossReason = reason;
            return this;
        }

        public Deal changed(String at) {
            changed = Optional.of(at(at));
            return this;
        }

        public Deal ofAccountOnly() {
            role = false;
            return this;
        }

        public Deal type(String text) {
            type = text;
            return this;
        }

        public Deal reached(String stage, String at) {
            stages = List.of(new Opportunity.StageChange(stage, at(at)));
            return this;
        }

        Opportunity build(SourceRef person) {
            return new Opportunity(
                    new SourceRef(CRM, RecordKind.OPPORTUNITY, id),
                    changed.orElse(created),
                    created,
                    id,
                    "open",
                    stages,
                    closed,
                    won,
                    amount,
                    close,
                    type,
                    lossReason,
                    Optional.of(ACME),
                    Optional.of(LEE),
                    role ? List.of(person) : List.of());
        }
    }
}
