package io.onefunnel.sample.company;

import io.onefunnel.sample.company.Journey.Channel;
import io.onefunnel.sample.company.Journey.Disqualified;
import io.onefunnel.sample.company.Journey.Meeting;
import io.onefunnel.sample.company.Journey.Outcome;
import io.onefunnel.sample.company.Journey.Response;
import io.onefunnel.sample.company.Journey.Status;
import io.onefunnel.sample.company.Journey.Touch;
import io.onefunnel.sample.company.StaffMember.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets two years happen. Whether somebody buys follows from hidden causes: how well their company and role fit, how much
 * they want it, and how soon and how often they were followed up. What would happen after now is left out, so work in
 * progress, timers that run and timers that were missed come about by themselves.
 */
final class Simulation {
    private static final long DAY = 86_400;
    private static final long TWO_HOURS = 7_200;

    private final Programs programs;
    private final Staff staff;
    private final Offices offices;
    private final long from;
    private final long now;

    Simulation(Programs programs, Staff staff, Offices offices, long from, long now) {
        this.programs = programs;
        this.staff = staff;
        this.offices = offices;
        this.from = from;
        this.now = now;
    }

    /** Somebody who came by marketing. */
    Journey responding(Person person, int company, boolean fresh, SeededRandom random) {
        Journey journey = new Journey();
        long at = fresh ? lately(person, random) : sometime(person, random);
        journey.startsAt = at;
        Offer offer = fresh && random.chance(0.7) ? Offer.toTalk(random) : Offer.first(person.intent(), random);
        while (at <= now) {
            journey.responses.add(new Response(programs.at(offer, at, random), at));
            journey.happened(at);
            boolean handsOver = offer.asksToTalk || journey.responses.size() == 3;
            if (handsOver && !journey.worked()) journey.handedToSalesAt = at + random.between(20, 400);
            if (!random.chance(0.28 + 0.4 * person.intent())) break;
            at += (long) (DAY * random.around(16, 0.9));
            offer = Offer.next(person.intent(), random);
        }
        if (journey.worked() && journey.handedToSalesAt <= now)
            work(journey, person, company, sdr(person, company, random), random);
        else journey.handedToSalesAt = 0;
        return journey;
    }

    /** Somebody whom an SDR found and wrote to. */
    Journey prospected(Person person, int company, SeededRandom random) {
        Journey journey = new Journey();
        journey.prospected = true;
        start(journey, offices.at(person.company().country().place).next(sometime(person, random)));
        work(journey, person, company, staff.of(Role.SDR, place(person), company), random);
        return journey;
    }

    /** Somebody whom a colleague named when the SDR spoke to them. */
    Journey referred(Person person, int company, Touch talk, SeededRandom random) {
        Journey journey = new Journey();
        journey.referred = true;
        start(journey, talk.at() + (long) (DAY * (0.1 + 24 * random.unit())));
        if (journey.startsAt <= now) work(journey, person, company, talk.by(), random);
        return journey;
    }

    /** A sale to a company that bought before the first response was ever counted. */
    Sale longAgo(Person person, int company, SeededRandom random) {
        long created = from + (long) (20 * DAY * random.unit());
        Sale.Entry first = new Sale.Entry(Sale.Stage.PROPOSAL, created);
        long won = created + (long) (DAY * random.between(5, 30));
        return new Sale(
                created,
                List.of(first, new Sale.Entry(Sale.Stage.WON, won)),
                amount(person, random),
                won,
                "",
                false,
                staff.of(Role.REP, place(person), company));
    }

    /** What a customer buys some months later; absent where that has not happened yet. */
    @Nullable
    Sale again(Person person, Sale before, SeededRandom random) {
        long at = before.latest().at() + DAY * random.between(80, 240);
        if (!before.won() || at > now) return null;
        return new Selling(random, now).sell(at, amount(person, random), random.odds(0.4), true, before.owner());
    }

    private static void start(Journey journey, long at) {
        journey.startsAt = at;
        journey.handedToSalesAt = at;
        journey.happened(at);
    }

    private void work(Journey journey, Person person, int company, StaffMember sdr, SeededRandom random) {
        journey.owner = sdr;
        if (!sdr.active() || sdr.role() == Role.QUEUE || !random.chance(sdr.pace().diligence)) return;
        WorkingTime office = offices.at(sdr.place());
        long at = office.plus(journey.handedToSalesAt, (long) (60 * random.around(sdr.pace().minutes, 0.9)));
        boolean soon = at - journey.handedToSalesAt < TWO_HOURS;
        for (int step = 0; step < sdr.persistence(); step++) {
            if (at > now) return;
            journey.status = Status.WORKING;
            boolean call = step % 2 == 0;
            if (call && person.throwaway()) {
                touch(journey, Channel.WRONG_NUMBER, at, sdr);
                disqualify(journey, "NON_COMPLIANT_SLA", "BAD_INFORMATION;WRONG_PHONE", office.plus(at, 900), random);
                return;
            }
            if (random.odds(-2.1 + 1.7 * person.intent() + (soon ? 0.9 : 0) + (asked(journey) ? 0.5 : 0))) {
                if (!call) touch(journey, Channel.EMAIL, at, sdr);
                long answered = call ? at : office.plus(at, 60L * random.between(20, 600));
                if (answered > now) return;
                touch(journey, call ? Channel.CONNECTED : Channel.REPLY, answered, sdr);
                talk(journey, person, company, sdr, answered, soon, random);
                return;
            }
            touch(journey, call ? random.chance(0.55) ? Channel.VOICEMAIL : Channel.NO_ANSWER : Channel.EMAIL, at, sdr);
            at = office.plus(at, (long) (WorkingTime.DAY * (0.3 + 1.6 * random.unit())));
        }
        long gaveUp = office.plus(at, WorkingTime.DAY * random.between(1, 4));
        if (random.chance(0.7)) disqualify(journey, "UNREACHABLE", "", gaveUp, random);
    }

    private void talk(
            Journey journey, Person person, int company, StaffMember sdr, long at, boolean soon, SeededRandom random) {
        WorkingTime office = offices.at(sdr.place());
        boolean interested = random.odds(-0.7
                + 3.2 * (person.fit() - 0.45)
                + 2.2 * (person.intent() - 0.4)
                + (soon ? 0.6 : 0)
                + (asked(journey) ? 0.4 : 0));
        if (!interested) {
            if (random.chance(0.1)) return;
            turnDown(journey, person, office.plus(at, 60L * random.between(3, 700)), random);
            return;
        }
        StaffMember rep = staff.of(Role.REP, sdr.place(), company);
        journey.rep = rep;
        journey.owner = rep;
        // Most SDRs book while they talk; some hand over and leave the booking to the rep.
        boolean repBooks = random.chance(0.18);
        if (repBooks && !random.chance(rep.pace().diligence)) return;
        long booked = repBooks
                ? office.plus(at, (long) (WorkingTime.DAY * random.around(rep.pace().minutes / 120, 0.5)))
                : office.plus(at, 600);
        meet(journey, person, rep, booked, soon, 1, random);
    }

    private void meet(
            Journey journey,
            Person person,
            StaffMember rep,
            long booked,
            boolean soon,
            int attempt,
            SeededRandom random) {
        if (booked > now) return;
        WorkingTime office = offices.at(rep.place());
        long start = office.appointment(booked, random.between(1, 8), random.between(0, 7));
        journey.happened(booked);
        if (start + Meeting.LENGTH > now) {
            journey.meetings.add(new Meeting(booked, start, rep, Outcome.SCHEDULED));
            return;
        }
        long told = office.plus(start + Meeting.LENGTH, (long) (60 * random.around(rep.pace().minutes, 1)));
        Outcome outcome =
                random.chance(0.77) ? Outcome.HELD : random.chance(0.55) ? Outcome.NO_SHOW : Outcome.CANCELLED;
        boolean untold = told > now || !random.chance(rep.pace().diligence);
        journey.meetings.add(new Meeting(booked, start, rep, untold ? Outcome.UNTOLD : outcome));
        if (untold) return;
        journey.happened(told);
        if (outcome != Outcome.HELD) {
            if (attempt < 3 && random.chance(0.55))
                meet(journey, person, rep, office.plus(told, WorkingTime.DAY), soon, attempt + 1, random);
            return;
        }
        if (!random.odds(0.3 + 2.6 * (person.fit() - 0.45) + 1.4 * (person.intent() - 0.4))) {
            turnDown(journey, person, told, random);
            return;
        }
        journey.status = Status.CONVERTED;
        boolean wins = random.odds(-0.8 + 3 * (person.fit() - 0.5) + 1.4 * (person.intent() - 0.45) + (soon ? 0.5 : 0));
        journey.sale = new Selling(random, now).sell(told, amount(person, random), wins, false, rep);
        journey.happened(journey.sale.latest().at());
        if (journey.sale.won() && random.chance(0.35)) journey.nextSale = again(person, journey.sale, random);
        if (journey.nextSale != null) journey.happened(journey.nextSale.latest().at());
    }

    private void turnDown(Journey journey, Person person, long at, SeededRandom random) {
        if (person.company().fit() < 0.38)
            disqualify(journey, "NON_COMPLIANT_SLA", "OUTSIDE_TARGET_MARKET", at, random);
        else if (person.level() == 0) disqualify(journey, "NON_COMPLIANT_SLA", "MISSING_MUST_HAVE", at, random);
        else if (random.chance(0.85)) disqualify(journey, "NO_ACKNOWLEDGED_NEED", "", at, random);
        else disqualify(journey, "OTHER", "", at, random);
    }

    private void disqualify(Journey journey, String reason, String subReasons, long at, SeededRandom random) {
        if (at > now) return;
        journey.status = Status.UNQUALIFIED;
        journey.disqualified = new Disqualified(reason, subReasons, Notes.why(reason, subReasons, random), at);
        journey.happened(at);
    }

    private static void touch(Journey journey, Channel channel, long at, StaffMember by) {
        journey.touches.add(new Touch(channel, at, by));
        journey.happened(at);
    }

    private static boolean asked(Journey journey) {
        return journey.responses.stream()
                .anyMatch(response -> response.program().offer().asksToTalk);
    }

    /** Usually the territory's SDR; now and then nobody who will ever look. */
    private StaffMember sdr(Person person, int company, SeededRandom random) {
        return switch (random.weighted(95, 3, 2)) {
            case 1 -> staff.queue();
            case 2 -> staff.leaver();
            default -> staff.of(Role.SDR, place(person), company);
        };
    }

    /** Any time in the two years, rather later than sooner, mostly in office hours. */
    private long sometime(Person person, SeededRandom random) {
        long at = from + (long) ((now - from) * StrictMath.pow(random.unit(), 0.85));
        return random.chance(0.8) ? Math.min(now, office(person).next(at) + random.below(1_800)) : at;
    }

    /** In the last five working days, every third time in the last two hours. */
    private long lately(Person person, SeededRandom random) {
        if (random.chance(0.33)) return now - random.between(60, 7_200);
        long since = office(person).opening(now, 4);
        return since + (long) ((now - since) * random.unit());
    }

    private WorkingTime office(Person person) {
        return offices.at(place(person));
    }

    private static Country.Place place(Person person) {
        return person.company().country().place;
    }

    private static long amount(Person person, SeededRandom random) {
        if (random.chance(0.04)) return 0;
        double size = StrictMath.pow(person.company().employees() / 200.0, 0.4);
        return Math.max(1_500, Math.round(random.around(19_000 * size, 0.6) / 100) * 100);
    }
}
