package io.onefunnel.scoring;

import io.onefunnel.model.AccountContact;
import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.CampaignResponse.Offer;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Channel;
import io.onefunnel.model.Email;
import io.onefunnel.model.Field;
import io.onefunnel.model.JobFunction;
import io.onefunnel.model.JobLevel;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.Opportunity;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.ScoreTerm;
import io.onefunnel.model.Touch;
import io.onefunnel.policy.Criteria;
import io.onefunnel.policy.IdealCustomer;
import io.onefunnel.policy.ScoringRules;
import io.onefunnel.policy.ScoringRules.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The terms of one score. A reason is a fact that may be said to the person; what is unknown gives no term. */
final class ColdStartTerms {
    private static final int WEEK = 7;
    private static final int MONTH = 30;
    private static final int QUARTER = 90;
    private static final int HALF_YEAR = 180;
    private static final int OFTEN = 3;
    private static final int MOST_COLLEAGUES = 3;

    private final CaseFile file;
    private final ScoringRules rules;
    private final Criteria criteria;
    private final Ages ages;
    private final List<ScoreTerm> terms = new ArrayList<>();

    ColdStartTerms(CaseFile file, ScoringRules rules, Criteria criteria, Ages ages) {
        this.file = file;
        this.rules = rules;
        this.criteria = criteria;
        this.ages = ages;
    }

    List<ScoreTerm> terms() {
        askedToTalk();
        responded();
        whoTheyAre();
        email();
        company();
        conversations();
        opportunities();
        quiet();
        if (file.records().stream().anyMatch(record -> record.is(Field.EMAIL_OPT_OUT))) {
            add(Rule.OPTED_OUT, "opted out of e-mail");
        }
        limit();
        override();
        return List.copyOf(terms);
    }

    private void askedToTalk() {
        Optional<CampaignResponse> latest = latest(exchange -> exchange.offer().wantsToTalk());
        latest.ifPresent(exchange -> {
            String did = did(exchange.offer());
            if (ages.within(exchange.at(), WEEK)) {
                add(Rule.ASKED_TO_TALK_THIS_WEEK, did + " this week");
            } else if (ages.within(exchange.at(), MONTH)) {
                add(Rule.ASKED_TO_TALK_THIS_MONTH, did + " this month");
            } else if (ages.within(exchange.at(), QUARTER)) {
                add(Rule.ASKED_TO_TALK_THIS_QUARTER, did + " in the last 90 days");
            } else {
                add(Rule.ASKED_TO_TALK_EARLIER, did + " some time ago");
            }
        });
        latest(exchange -> exchange.offer() == Offer.PRICING)
                .filter(exchange -> ages.within(exchange.at(), QUARTER))
                .ifPresent(exchange -> add(Rule.ASKED_FOR_PRICING, "looked at prices in the last 90 days"));
    }

    private void responded() {
        latest(exchange -> true).ifPresent(exchange -> {
            if (ages.within(exchange.at(), MONTH)) {
                add(Rule.RESPONDED_THIS_MONTH, "responded this month");
            } else if (ages.within(exchange.at(), QUARTER)) {
                add(Rule.RESPONDED_THIS_QUARTER, "responded in the last 90 days");
            }
        });
        long count = exchanges()
                .filter(exchange -> ages.within(exchange.at(), QUARTER))
                .count();
        if (count >= OFTEN) add(Rule.RESPONDED_OFTEN, count + " responses in the last 90 days");
        latest(exchange -> exchange.offer() == Offer.WEBINAR || exchange.offer() == Offer.EVENT)
                .filter(exchange -> ages.within(exchange.at(), QUARTER))
                .ifPresent(exchange -> add(
                        Rule.JOINED_AN_EVENT,
                        exchange.offer() == Offer.WEBINAR
                                ? "webinar in the last 90 days"
                                : "event in the last 90 days"));
    }

    /** Two titles of one person: the higher one counts. */
    private void whoTheyAre() {
        JobLevel level = file.records().stream()
                .map(PersonRecord::level)
                .min(Comparator.naturalOrder())
                .orElse(JobLevel.UNKNOWN);
        switch (level) {
            case C_LEVEL -> add(Rule.LEVEL_EXECUTIVE, "executive");
            case VICE_PRESIDENT -> add(Rule.LEVEL_EXECUTIVE, "vice president");
            case DIRECTOR -> add(Rule.LEVEL_DIRECTOR, "director");
            case MANAGER -> add(Rule.LEVEL_MANAGER, "manager");
            case STAFF, UNKNOWN -> {}
        }
        file.records().stream()
                .map(PersonRecord::function)
                .filter(rules.functions()::contains)
                .min(Comparator.naturalOrder())
                .ifPresent(function -> add(Rule.FUNCTION_FITS, "works in " + words(function)));
    }

    private void email() {
        List<Email.Kind> kinds = file.records().stream()
                .flatMap(record -> record.emails().stream()
                        .map(email -> record.is(Field.EMAIL_INVALID) ? Email.Kind.INVALID : email.kind()))
                .toList();
        if (kinds.isEmpty()) return;
        if (kinds.contains(Email.Kind.WORK)) {
            add(Rule.WORK_EMAIL, "work e-mail");
        } else if (kinds.contains(Email.Kind.PERSONAL)) {
            add(Rule.PERSONAL_EMAIL, "personal e-mail");
        } else {
            add(Rule.UNUSABLE_EMAIL, "no e-mail that works");
        }
    }

    private void company() {
        OptionalDouble employees = IdealCustomer.employees(file);
        if (employees.orElse(0) >= rules.employeesFrom()) {
            add(Rule.COMPANY_SIZE_FITS, String.format(Locale.ROOT, "company of %,.0f people", employees.getAsDouble()));
        }
        criteria.idealCustomers().stream()
                .filter(customer -> customer.fits(file))
                .findFirst()
                .ifPresent(customer -> add(Rule.IDEAL_CUSTOMER, "the kind of customer for " + customer.product()));
        long active = file.colleagues().stream()
                .map(AccountContact::lastExchange)
                .flatMap(Optional::stream)
                .filter(at -> ages.within(at, MONTH))
                .count();
        if (active > 0) {
            int counted = (int) Math.min(active, MOST_COLLEAGUES);
            String text = active == 1 ? "1 colleague active this month" : active + " colleagues active this month";
            add(Rule.EACH_ACTIVE_COLLEAGUE, text, counted * rules.of(Rule.EACH_ACTIVE_COLLEAGUE));
        }
    }

    private void conversations() {
        if (answers().anyMatch(touch -> touch.result() == Touch.Result.REPLIED && ages.within(touch.at(), QUARTER))) {
            add(Rule.REPLIED, "replied in the last 90 days");
        }
        if (answers()
                .anyMatch(touch -> touch.channel() == Channel.CALL
                        && touch.result() == Touch.Result.CONNECTED
                        && ages.within(touch.at(), QUARTER))) {
            add(Rule.TALKED_ON_THE_PHONE, "talked on the phone in the last 90 days");
        }
        long held = file.meetings().stream()
                .filter(meeting -> meeting.outcome() == Meeting.Outcome.HELD && ages.within(meeting.end(), HALF_YEAR))
                .count();
        if (held > 0) add(Rule.MEETING_HELD, held == 1 ? "met us" : "met us " + held + " times");
        file.meetings().stream()
                .filter(meeting -> ages.happened(meeting.start()))
                .max(Comparator.comparing(Meeting::start).thenComparing(Meeting::ref))
                .filter(meeting ->
                        meeting.outcome() == Meeting.Outcome.NO_SHOW && ages.within(meeting.start(), QUARTER))
                .ifPresent(meeting -> add(Rule.MEETING_MISSED, "could not make the latest meeting"));
    }

    private void opportunities() {
        if (file.opportunities().stream()
                .anyMatch(each -> !each.closed() && isOwn(each) && ages.happened(each.createdAt()))) {
            add(Rule.OPEN_OPPORTUNITY, "part of an open opportunity");
        }
        if (file.opportunities().stream()
                .anyMatch(each ->
                        each.won() && each.closedAt().filter(ages::happened).isPresent())) {
            add(Rule.CUSTOMER, "the company bought before");
        }
    }

    /** Only who was active before can have become quiet; and before activities are known, nobody was quiet. */
    private void quiet() {
        Optional<Instant> latest = Stream.of(
                        exchanges().map(CampaignResponse::at),
                        answers().map(Touch::at),
                        file.meetings().stream()
                                .filter(meeting -> meeting.outcome() == Meeting.Outcome.HELD)
                                .map(Meeting::end))
                .flatMap(each -> each)
                .filter(ages::happened)
                .max(Comparator.naturalOrder());
        Optional<Instant> since = latest.flatMap(at -> Optional.of(
                file.observableSince().everything().filter(at::isBefore).orElse(at)));
        since.ifPresent(at -> {
            if (ages.within(at, QUARTER)) return;
            if (ages.within(at, HALF_YEAR)) {
                add(Rule.QUIET_FOR_A_QUARTER, "no sign for 90 days");
            } else {
                add(Rule.QUIET_FOR_HALF_A_YEAR, "no sign for half a year");
            }
        });
    }

    private void limit() {
        int sum = sum();
        if (sum > 100) terms.add(new ScoreTerm("limit", "capped at 100", 100 - sum));
        if (sum < 0) terms.add(new ScoreTerm("limit", "not below 0", -sum));
    }

    /** A person's own figure outranks the rules (R38); the terms stay, so that the difference can be learned from. */
    private void override() {
        file.values(Field.OF_SCORE_OVERRIDE)
                .map(ColdStartTerms::number)
                .flatMap(Optional::stream)
                .findFirst()
                .map(wanted -> Math.max(0, Math.min(100, wanted)) - sum())
                .ifPresent(difference -> terms.add(new ScoreTerm("override", "set by a person", difference)));
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of((int) Math.round(Double.parseDouble(text)));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private int sum() {
        return terms.stream().mapToInt(ScoreTerm::points).sum();
    }

    private void add(Rule rule, String reason) {
        add(rule, reason, rules.of(rule));
    }

    /** A rule that an admin set to zero says nothing. */
    private void add(Rule rule, String reason, int points) {
        if (points == 0) return;
        String fitting = reason.length() <= 60 ? reason : reason.substring(0, 59) + "…";
        terms.add(new ScoreTerm(rule.key(), fitting, points));
    }

    private Stream<CampaignResponse> exchanges() {
        return file.responses().stream().filter(response -> response.responded() && ages.happened(response.at()));
    }

    private Optional<CampaignResponse> latest(Predicate<CampaignResponse> which) {
        return exchanges()
                .filter(which)
                .max(Comparator.comparing(CampaignResponse::at).thenComparing(CampaignResponse::ref));
    }

    /** What the person answered; an automated assistant's dialogue counts (R296), a machine's opened mail does not. */
    private Stream<Touch> answers() {
        return file.touches().stream()
                .filter(Touch::done)
                .filter(touch -> !touch.automated() || touch.channel() == Channel.AUTOMATED_ASSISTANT)
                .filter(touch -> touch.result() == Touch.Result.CONNECTED
                        || (touch.direction() == Touch.Direction.INBOUND && touch.result() == Touch.Result.REPLIED))
                .filter(touch -> ages.happened(touch.at()));
    }

    private boolean isOwn(Opportunity opportunity) {
        return opportunity.people().stream().anyMatch(ref -> file.record(ref).isPresent());
    }

    private static String did(Offer offer) {
        return switch (offer) {
            case DEMO -> "asked for a demo";
            case PRICING -> "asked for a price";
            case TALK_TO_EXPERT -> "asked to talk to an expert";
            case CONTENT, WEBINAR, EVENT, OTHER -> "responded";
        };
    }

    private static String words(JobFunction function) {
        return function == JobFunction.IT
                ? "IT"
                : function.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
