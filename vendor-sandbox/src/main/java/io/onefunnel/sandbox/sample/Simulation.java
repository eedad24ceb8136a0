package io.onefunnel.sandbox.sample;

import io.onefunnel.sandbox.sample.Colleague.Role;
import io.onefunnel.sandbox.sample.Journey.Channel;
import io.onefunnel.sandbox.sample.Journey.Disqualified;
import io.onefunnel.sandbox.sample.Journey.Meeting;
import io.onefunnel.sandbox.sample.Journey.Outcome;
import io.onefunnel.sandbox.sample.Journey.Response;
import io.onefunnel.sandbox.sample.Journey.Status;
import io.onefunnel.sandbox.sample.Journey.Touch;
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
    Journey responding(Person person, int company, boolean fresh, Dice dice) {
        Journey journey = new Journey();
        long at = fresh ? lately(person, dice) : sometime(person, dice);
        journey.startsAt = at;
        Offer offer = fresh && dice.chance(0.7) ? Offer.toTalk(dice) : Offer.first(person.intent(), dice);
        while (at <= now) {
            journey.responses.add(new Response(programs.at(offer, at, dice), at));
            journey.happened(at);
            boolean handsOver = offer.asksToTalk || journey.responses.size() == 3;
            if (handsOver && !journey.worked()) journey.handedToSalesAt = at + dice.between(20, 400);
            if (!dice.chance(0.28 + 0.4 * person.intent())) break;
            at += (long) (DAY * dice.around(16, 0.9));
            offer = Offer.next(person.intent(), dice);
        }
        if (journey.worked() && journey.handedToSalesAt <= now)
            work(journey, person, company, sdr(person, company, dice), dice);
        else journey.handedToSalesAt = 0;
        return journey;
    }

    /** Somebody whom an SDR found and wrote to. */
    Journey prospected(Person person, int company, Dice dice) {
        Journey journey = new Journey();
        journey.prospected = true;
        start(journey, offices.at(person.company().country().place).next(sometime(person, dice)));
        work(journey, person, company, staff.of(Role.SDR, place(person), company), dice);
        return journey;
    }

    /** Somebody whom a colleague named when the SDR spoke to them. */
    Journey referred(Person person, int company, Touch talk, Dice dice) {
        Journey journey = new Journey();
        journey.referred = true;
        start(journey, talk.at() + (long) (DAY * (0.1 + 24 * dice.unit())));
        if (journey.startsAt <= now) work(journey, person, company, talk.by(), dice);
        return journey;
    }

    /** A sale to a company that bought before the first response was ever counted. */
    Sale longAgo(Person person, int company, Dice dice) {
        long created = from + (long) (20 * DAY * dice.unit());
        Sale.Entry first = new Sale.Entry(Sale.Stage.PROPOSAL, created);
        long won = created + (long) (DAY * dice.between(5, 30));
        return new Sale(
                created,
                List.of(first, new Sale.Entry(Sale.Stage.WON, won)),
                amount(person, dice),
                won,
                "",
                false,
                staff.of(Role.REP, place(person), company));
    }

    /** What a customer buys some months later; absent where that has not happened yet. */
    @Nullable
    Sale again(Person person, Sale before, Dice dice) {
        long at = before.latest().at() + DAY * dice.between(80, 240);
        if (!before.won() || at > now) return null;
        return new Selling(dice, now).sell(at, amount(person, dice), dice.odds(0.4), true, before.owner());
    }

    private static void start(Journey journey, long at) {
        journey.startsAt = at;
        journey.handedToSalesAt = at;
        journey.happened(at);
    }

    private void work(Journey journey, Person person, int company, Colleague sdr, Dice dice) {
        journey.owner = sdr;
        if (!sdr.active() || sdr.role() == Role.QUEUE || !dice.chance(sdr.pace().diligence)) return;
        WorkingTime office = offices.at(sdr.place());
        long at = office.plus(journey.handedToSalesAt, (long) (60 * dice.around(sdr.pace().minutes, 0.9)));
        boolean soon = at - journey.handedToSalesAt < TWO_HOURS;
        for (int step = 0; step < sdr.persistence(); step++) {
            if (at > now) return;
            journey.status = Status.WORKING;
            boolean call = step % 2 == 0;
            if (call && person.throwaway()) {
                touch(journey, Channel.WRONG_NUMBER, at, sdr);
                disqualify(journey, "NON_COMPLIANT_SLA", "BAD_INFORMATION;WRONG_PHONE", office.plus(at, 900), dice);
                return;
            }
            if (dice.odds(-2.1 + 1.7 * person.intent() + (soon ? 0.9 : 0) + (asked(journey) ? 0.5 : 0))) {
                if (!call) touch(journey, Channel.EMAIL, at, sdr);
                long answered = call ? at : office.plus(at, 60L * dice.between(20, 600));
                if (answered > now) return;
                touch(journey, call ? Channel.CONNECTED : Channel.REPLY, answered, sdr);
                talk(journey, person, company, sdr, answered, soon, dice);
                return;
            }
            touch(journey, call ? dice.chance(0.55) ? Channel.VOICEMAIL : Channel.NO_ANSWER : Channel.EMAIL, at, sdr);
            at = office.plus(at, (long) (WorkingTime.DAY * (0.3 + 1.6 * dice.unit())));
        }
        long gaveUp = office.plus(at, WorkingTime.DAY * dice.between(1, 4));
        if (dice.chance(0.7)) disqualify(journey, "UNREACHABLE", "", gaveUp, dice);
    }

    private void talk(Journey journey, Person person, int company, Colleague sdr, long at, boolean soon, Dice dice) {
        WorkingTime office = offices.at(sdr.place());
        boolean interested = dice.odds(-0.7
                + 3.2 * (person.fit() - 0.45)
                + 2.2 * (person.intent() - 0.4)
                + (soon ? 0.6 : 0)
                + (asked(journey) ? 0.4 : 0));
        if (!interested) {
            if (dice.chance(0.1)) return;
            turnDown(journey, person, office.plus(at, 60L * dice.between(3, 700)), dice);
            return;
        }
        Colleague rep = staff.of(Role.REP, sdr.place(), company);
        journey.rep = rep;
        journey.owner = rep;
        // Most SDRs book while they talk; some hand over and leave the booking to the rep.
        boolean repBooks = dice.chance(0.18);
        if (repBooks && !dice.chance(rep.pace().diligence)) return;
        long booked = repBooks
                ? office.plus(at, (long) (WorkingTime.DAY * dice.around(rep.pace().minutes / 120, 0.5)))
                : office.plus(at, 600);
        meet(journey, person, rep, booked, soon, 1, dice);
    }

    private void meet(
            Journey journey, Person person, Colleague rep, long booked, boolean soon, int attempt, Dice dice) {
        if (booked > now) return;
        WorkingTime office = offices.at(rep.place());
        long start = office.appointment(booked, dice.between(1, 8), dice.between(0, 7));
        journey.happened(booked);
        if (start + Meeting.LENGTH > now) {
            journey.meetings.add(new Meeting(booked, start, rep, Outcome.SCHEDULED));
            return;
        }
        long told = office.plus(start + Meeting.LENGTH, (long) (60 * dice.around(rep.pace().minutes, 1)));
        Outcome outcome = dice.chance(0.77) ? Outcome.HELD : dice.chance(0.55) ? Outcome.NO_SHOW : Outcome.CANCELLED;
        boolean untold = told > now || !dice.chance(rep.pace().diligence);
        journey.meetings.add(new Meeting(booked, start, rep, untold ? Outcome.UNTOLD : outcome));
        if (untold) return;
        journey.happened(told);
        if (outcome != Outcome.HELD) {
            if (attempt < 3 && dice.chance(0.55))
                meet(journey, person, rep, office.plus(told, WorkingTime.DAY), soon, attempt + 1, dice);
            return;
        }
        if (!dice.odds(0.3 + 2.6 * (person.fit() - 0.45) + 1.4 * (person.intent() - 0.4))) {
            turnDown(journey, person, told, dice);
            return;
        }
        journey.status = Status.CONVERTED;
        boolean wins = dice.odds(-0.8 + 3 * (person.fit() - 0.5) + 1.4 * (person.intent() - 0.45) + (soon ? 0.5 : 0));
        journey.sale = new Selling(dice, now).sell(told, amount(person, dice), wins, false, rep);
        journey.happened(journey.sale.latest().at());
        if (journey.sale.won() && dice.chance(0.35)) journey.nextSale = again(person, journey.sale, dice);
        if (journey.nextSale != null) journey.happened(journey.nextSale.latest().at());
    }

    private void turnDown(Journey journey, Person person, long at, Dice dice) {
        if (person.company().fit() < 0.38) disqualify(journey, "NON_COMPLIANT_SLA", "OUTSIDE_TARGET_MARKET", at, dice);
        else if (person.level() == 0) disqualify(journey, "NON_COMPLIANT_SLA", "MISSING_MUST_HAVE", at, dice);
        else if (dice.chance(0.85)) disqualify(journey, "NO_ACKNOWLEDGED_NEED", "", at, dice);
        else disqualify(journey, "OTHER", "", at, dice);
    }

    private void disqualify(Journey journey, String reason, String subReasons, long at, Dice dice) {
        if (at > now) return;
        journey.status = Status.UNQUALIFIED;
        journey.disqualified = new Disqualified(reason, subReasons, Notes.why(reason, subReasons, dice), at);
        journey.happened(at);
    }

    private static void touch(Journey journey, Channel channel, long at, Colleague by) {
        journey.touches.add(new Touch(channel, at, by));
        journey.happened(at);
    }

    private static boolean asked(Journey journey) {
        return journey.responses.stream()
                .anyMatch(response -> response.program().offer().asksToTalk);
    }

    /** Usually the territory's SDR; now and then nobody who will ever look. */
    private Colleague sdr(Person person, int company, Dice dice) {
        return switch (dice.weighted(95, 3, 2)) {
            case 1 -> staff.queue();
            case 2 -> staff.leaver();
            default -> staff.of(Role.SDR, place(person), company);
        };
    }

    /** Any time in the two years, rather later than sooner, mostly in office hours. */
    private long sometime(Person person, Dice dice) {
        long at = from + (long) ((now - from) * StrictMath.pow(dice.unit(), 0.85));
        return dice.chance(0.8) ? Math.min(now, office(person).next(at) + dice.below(1_800)) : at;
    }

    /** In the last five working days, every third time in the last two hours. */
    private long lately(Person person, Dice dice) {
        if (dice.chance(0.33)) return now - dice.between(60, 7_200);
        long since = office(person).opening(now, 4);
        return since + (long) ((now - since) * dice.unit());
    }

    private WorkingTime office(Person person) {
        return offices.at(place(person));
    }

    private static Country.Place place(Person person) {
        return person.company().country().place;
    }

    private static long amount(Person person, Dice dice) {
        if (dice.chance(0.04)) return 0;
        double size = StrictMath.pow(person.company().employees() / 200.0, 0.4);
        return Math.max(1_500, Math.round(dice.around(19_000 * size, 0.6) / 100) * 100);
    }
}
