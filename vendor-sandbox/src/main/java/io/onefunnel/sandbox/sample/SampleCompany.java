package io.onefunnel.sandbox.sample;

import io.onefunnel.sandbox.hubspot.HubSpotData;
import io.onefunnel.sandbox.marketo.MarketoData;
import io.onefunnel.sandbox.salesforce.SalesforceData;
import io.onefunnel.sandbox.sample.Journey.Channel;
import io.onefunnel.sandbox.sample.Journey.Touch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes the invented company and fills the three vendors with it: two years of people, responses, follow-up, meetings and
 * sales that end at the anchor. Its scores prove nothing; its duplicates, leaks and timers are of the kind that real
 * companies have.
 */
public final class SampleCompany {
    private static final Duration HISTORY = Duration.ofDays(730);
    private static final double FRESH = 0.028;
    private static final double PROSPECTED = 0.06;
    private static final double REFERS = 0.2;

    private final SampleSettings settings;
    private final Words words = new Words();
    private final Truth truth = new Truth();
    private final Dice dice;
    private final Offices offices;
    private final Simulation simulation;
    private final Filing filing;
    private final long now;

    private SampleCompany(
            SampleSettings settings, SalesforceData salesforce, HubSpotData hubspot, MarketoData marketo) {
        this.settings = settings;
        this.dice = new Dice(settings.seed());
        now = settings.anchor().getEpochSecond();
        Instant start = settings.anchor().minus(HISTORY);
        long from = start.getEpochSecond();
        offices =
                new Offices(start.minus(Duration.ofDays(90)), settings.anchor().plus(Duration.ofDays(400)));
        Staff staff = Staff.hire(settings.people(), words, dice.fork(1), start, salesforce, hubspot);
        Programs programs = Programs.launch(from, now, words, dice.fork(2), salesforce, marketo);
        simulation = new Simulation(programs, staff, offices, from, now);
        SalesforceRecords org = new SalesforceRecords(salesforce, truth);
        org.statuses();
        filing = new Filing(
                org,
                new HubSpotRecords(hubspot, truth),
                new MarketoRecords(marketo, truth, now),
                new Spelling(words),
                staff,
                truth);
    }

    /** Fills the three vendors, which need not be empty, and says what is really so. */
    public static Truth generate(
            SampleSettings settings, SalesforceData salesforce, HubSpotData hubspot, MarketoData marketo) {
        SampleCompany sample = new SampleCompany(settings, salesforce, hubspot, marketo);
        sample.fill();
        return sample.truth;
    }

    private void fill() {
        while (truth.people() < settings.people()) {
            int number = truth.newCompany();
            Dice luck = dice.fork(1000L + number);
            Company company = Company.invent(words, luck);
            int people = Math.min(headcount(luck), settings.people() - truth.people());
            CompanyFile file = new CompanyFile(company, number);
            if (company.longCustomer()) customer(file, people, luck);
            else prospects(file, people, luck);
        }
    }

    /** A company whose people come one by one, and sometimes send the SDR on to the next. */
    private void prospects(CompanyFile file, int people, Dice luck) {
        Optional<Talk> open = Optional.empty();
        for (int i = 0; i < people; i++) {
            Person person = Person.invent(file.company, words, luck);
            boolean named = open.isPresent() && luck.chance(REFERS);
            Journey journey = named
                    ? simulation.referred(person, file.number, open.get().touch(), luck)
                    : arriving(person, file.number, luck);
            // Somebody whom a colleague will name next week is not known to anybody yet.
            if (journey.startsAt > now) journey = arriving(person, file.number, luck);
            Optional<Truth.Ref> referrer = journey.referred ? open.map(Talk::by) : Optional.empty();
            Filing.Filed filed = filing.file(file, person, journey, referrer, luck);
            tally(person, journey);
            open = talk(filed, journey);
        }
    }

    private void customer(CompanyFile file, int people, Dice luck) {
        Person buyer = Person.invent(file.company, words, luck);
        Sale old = simulation.longAgo(buyer, file.number, luck);
        for (int i = 0; i < people; i++) {
            Person person = i == 0 ? buyer : Person.invent(file.company, words, luck);
            Journey journey = arriving(person, file.number, luck);
            // A customer's people talk to their account's rep; they are not qualified again.
            Journey known = new Journey();
            known.responses.addAll(journey.responses);
            known.startsAt = Math.min(journey.startsAt, old.createdAt());
            known.lastAt = Math.max(old.latest().at(), journey.responses.isEmpty() ? 0 : journey.lastAt);
            if (i == 0 && luck.chance(0.4)) known.nextSale = simulation.again(person, old, luck);
            filing.fileContact(file, person, known, old, i == 0, luck);
            tally(person, known);
        }
    }

    private Journey arriving(Person person, int company, Dice luck) {
        if (luck.chance(PROSPECTED)) return simulation.prospected(person, company, luck);
        return simulation.responding(person, company, luck.chance(FRESH), luck);
    }

    private record Talk(Touch touch, Truth.Ref by) {}

    private static Optional<Talk> talk(Filing.Filed filed, Journey journey) {
        Optional<Touch> spoke = journey.touches.stream()
                .filter(touch -> touch.channel() == Channel.CONNECTED || touch.channel() == Channel.REPLY)
                .findFirst();
        return spoke.flatMap(touch -> filed.salesforceRef().map(by -> new Talk(touch, by)));
    }

    private void tally(Person person, Journey journey) {
        if (!journey.responses.isEmpty()) truth.count("people who responded");
        for (int i = 0; i < journey.responses.size(); i++) truth.count("responses");
        if (journey.worked()) truth.count("people handed to sales");
        if (journey.disqualified != null) truth.count("people disqualified");
        if (journey.sale != null) truth.count("people with an opportunity");
        if (journey.sale != null && journey.sale.won()) truth.count("people won");
        WorkingTime office = offices.at(person.company().country().place);
        long lately = office.opening(now, 4);
        if (journey.responses.stream().anyMatch(response -> response.at() >= lately))
            truth.count("people who responded in the last five working days");
        if (journey.worked() && journey.handedToSalesAt >= lately && journey.touches.isEmpty())
            truth.count("people of those not yet touched");
    }

    /** 3.2 people of a company on average: most companies send one or two, few send many. */
    private static int headcount(Dice luck) {
        return switch (luck.weighted(36, 22, 14, 9, 12, 5, 2)) {
            case 0 -> 1;
            case 1 -> 2;
            case 2 -> 3;
            case 3 -> 4;
            case 4 -> luck.between(5, 7);
            case 5 -> luck.between(8, 13);
            default -> luck.between(14, 26);
        };
    }
}
