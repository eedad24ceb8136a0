package io.onefunnel.sample.company;

import io.onefunnel.sample.company.Journey.Channel;
import io.onefunnel.sample.company.Journey.Touch;
import io.onefunnel.sandbox.Sandbox;
import io.onefunnel.sandbox.hubspot.HubSpotData;
import io.onefunnel.sandbox.marketo.MarketoData;
import io.onefunnel.sandbox.salesforce.SalesforceData;
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
    private final GroundTruth truth = new GroundTruth();
    private final SeededRandom random;
    private final Offices offices;
    private final Simulation simulation;
    private final RecordFiling filing;
    private final long now;

    private SampleCompany(
            SampleSettings settings, SalesforceData salesforce, HubSpotData hubspot, MarketoData marketo) {
        this.settings = settings;
        this.random = new SeededRandom(settings.seed());
        now = settings.anchor().getEpochSecond();
        Instant start = settings.anchor().minus(HISTORY);
        long from = start.getEpochSecond();
        offices =
                new Offices(start.minus(Duration.ofDays(90)), settings.anchor().plus(Duration.ofDays(400)));
        Staff staff = Staff.hire(settings.people(), words, random.fork(1), start, salesforce, hubspot);
        Programs programs = Programs.launch(from, now, words, random.fork(2), salesforce, marketo);
        simulation = new Simulation(programs, staff, offices, from, now);
        SalesforceRecords org = new SalesforceRecords(salesforce, truth);
        org.statuses();
        filing = new RecordFiling(
                org,
                new HubSpotRecords(hubspot, truth),
                new MarketoRecords(marketo, truth, now),
                new Spelling(words),
                staff,
                truth);
    }

    /** Fills the sandbox with a company whose history ends now; GET /truth of its control API tells what is really so. */
    public static GroundTruth fill(Sandbox sandbox, int people, long seed) {
        SampleSettings settings =
                new SampleSettings(people, seed, sandbox.clock().instant());
        GroundTruth truth = generate(settings, sandbox.salesforceData(), sandbox.hubspotData(), sandbox.marketoData());
        sandbox.page("/truth", parameters -> GroundTruthPage.of(truth, parameters));
        return truth;
    }

    /** Fills the three vendors, which need not be empty, and says what is really so. */
    static GroundTruth generate(
            SampleSettings settings, SalesforceData salesforce, HubSpotData hubspot, MarketoData marketo) {
        SampleCompany sample = new SampleCompany(settings, salesforce, hubspot, marketo);
        sample.fill();
        return sample.truth;
    }

    private void fill() {
        while (truth.people() < settings.people()) {
            int number = truth.newCompany();
            SeededRandom draws = random.fork(1000L + number);
            Company company = Company.invent(words, draws);
            int people = Math.min(headcount(draws), settings.people() - truth.people());
            CompanyFile file = new CompanyFile(company, number);
            if (company.longCustomer()) customer(file, people, draws);
            else prospects(file, people, draws);
        }
    }

    /** A company whose people come one by one, and sometimes send the SDR on to the next. */
    private void prospects(CompanyFile file, int people, SeededRandom draws) {
        Optional<Talk> open = Optional.empty();
        for (int i = 0; i < people; i++) {
            Person person = Person.invent(file.company, words, draws);
            boolean named = open.isPresent() && draws.chance(REFERS);
            Journey journey = named
                    ? simulation.referred(person, file.number, open.get().touch(), draws)
                    : arriving(person, file.number, draws);
            // Somebody whom a colleague will name next week is not known to anybody yet.
            if (journey.startsAt > now) journey = arriving(person, file.number, draws);
            Optional<GroundTruth.Ref> referrer = journey.referred ? open.map(Talk::by) : Optional.empty();
            PersonFile filed = filing.file(file, person, journey, referrer, draws);
            tally(person, journey);
            open = talk(filed, journey);
        }
    }

    private void customer(CompanyFile file, int people, SeededRandom draws) {
        Person buyer = Person.invent(file.company, words, draws);
        Sale old = simulation.longAgo(buyer, file.number, draws);
        for (int i = 0; i < people; i++) {
            Person person = i == 0 ? buyer : Person.invent(file.company, words, draws);
            Journey journey = arriving(person, file.number, draws);
            // A customer's people talk to their account's rep; they are not qualified again.
            Journey known = new Journey();
            known.responses.addAll(journey.responses);
            known.startsAt = Math.min(journey.startsAt, old.createdAt());
            known.lastAt = Math.max(old.latest().at(), journey.responses.isEmpty() ? 0 : journey.lastAt);
            if (i == 0 && draws.chance(0.4)) known.nextSale = simulation.again(person, old, draws);
            filing.fileContact(file, person, known, old, i == 0, draws);
            tally(person, known);
        }
    }

    private Journey arriving(Person person, int company, SeededRandom draws) {
        if (draws.chance(PROSPECTED)) return simulation.prospected(person, company, draws);
        return simulation.responding(person, company, draws.chance(FRESH), draws);
    }

    private record Talk(Touch touch, GroundTruth.Ref by) {}

    private static Optional<Talk> talk(PersonFile filed, Journey journey) {
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
    private static int headcount(SeededRandom draws) {
        return switch (draws.weighted(36, 22, 14, 9, 12, 5, 2)) {
            case 0 -> 1;
            case 1 -> 2;
            case 2 -> 3;
            case 3 -> 4;
            case 4 -> draws.between(5, 7);
            case 5 -> draws.between(8, 13);
            default -> draws.between(14, 26);
        };
    }
}
