package io.onefunnel.attribution;

import io.onefunnel.model.AccountContact;
import io.onefunnel.model.Attribution;
import io.onefunnel.model.Attribution.Referral;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Origin;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.User;
import io.onefunnel.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who passed a person on. A rep's entry counts; without one, a new person at an account whose owner or maker had
 * just been in touch with a colleague there is suggested.
 */
public final class ReferralRules {
    private final CaseFile file;
    private final Instant now;
    private final PersonRecord first;

    private ReferralRules(CaseFile file, Instant now) {
        this.file = file;
        this.now = now;
        this.first = file.records().stream()
                .min(Comparator.comparing(OriginRules::since).thenComparing(PersonRecord::ref))
                .orElseThrow();
    }

    /** @param begin the attribution of the referrer, from which the original source is taken */
    record Found(Referral referral, Attribution begin) {}

    static Optional<Found> referral(CaseFile file, Policy policy, Instant now) {
        ReferralRules rules = new ReferralRules(file, now);
        Optional<Found> entered = rules.entered();
        if (entered.isPresent() || rules.entryGiven()) return entered;
        return rules.suggested(policy);
    }

    /** How the person was referred, if at all. */
    public static Optional<Referral> referralOf(CaseFile file, Policy policy, Instant now) {
        return referral(file, policy, now).map(Found::referral);
    }

    private Optional<Found> entered() {
        return namedReferrers()
                .flatMap(named -> file.colleagues().stream()
                        .filter(colleague -> named.isRecordOf(colleague))
                        .map(colleague -> found(
                                colleague,
                                named.by().ref(),
                                false,
                                "entered in " + named.by().ref().connection())))
                .filter(this::noLoop)
                .findFirst();
    }

    /** Who was named but cannot be found, or is the person themselves, is not replaced by a guess. */
    private boolean entryGiven() {
        return namedReferrers().anyMatch(named -> !isOwn(named));
    }

    /** What a rep entered on one of the records: a link, or only the text of an id. */
    private record Named(PersonRecord by, Optional<SourceRef> link, String id) {
        boolean isRecordOf(AccountContact colleague) {
            return colleague.records().stream().anyMatch(this::is);
        }

        boolean is(SourceRef record) {
            if (link.isPresent()) return record.equals(link.get());
            return record.connection().equals(by.ref().connection())
                    && record.id().equals(id);
        }
    }

    private Stream<Named> namedReferrers() {
        return file.records().stream()
                .filter(record -> !isOurSuggestion(record))
                .map(record -> new Named(
                        record,
                        record.link(LinkRole.REFERRED_BY),
                        record.value(Field.OF_REFERRED_BY).orElse("")))
                .filter(named -> named.link().isPresent() || !named.id().isEmpty());
    }

    /** A suggestion that we wrote ourselves must not come back as a rep's entry. */
    private boolean isOurSuggestion(PersonRecord record) {
        String written = file.written().getOrDefault(record.ref(), Map.of()).get(Field.OF_REFERRED_BY);
        if (written == null || written.isEmpty()) return false;
        return record.value(Field.OF_REFERRED_BY)
                .or(() -> record.link(LinkRole.REFERRED_BY).map(SourceRef::id))
                .filter(written::equals)
                .isPresent();
    }

    private boolean isOwn(Named named) {
        return file.records().stream().map(PersonRecord::ref).anyMatch(named::is);
    }

    private Optional<Found> suggested(Policy policy) {
        Instant created = OriginRules.since(first);
        boolean cameByThemselves = file.responses().stream()
                .anyMatch(response -> response.responded() && !response.at().isAfter(created));
        if (cameByThemselves) return Optional.empty();
        Instant earliest = created.minus(Duration.ofDays(policy.criteria().referralDays()));
        return makers().flatMap(maker -> file.colleagues().stream()
                        .filter(colleague ->
                                colleague.since().filter(created::isAfter).isPresent())
                        .flatMap(colleague -> touch(colleague, maker)
                                .filter(at -> at.isBefore(created) && !at.isBefore(earliest))
                                .map(at -> new Candidate(colleague, maker, at))
                                .stream()))
                .sorted(Candidate.LATEST)
                .map(candidate -> found(candidate.colleague, first.ref(), true, evidence(candidate, created)))
                .filter(this::noLoop)
                .findFirst();
    }

    private record Candidate(AccountContact colleague, SourceRef maker, Instant touchedAt) {
        static final Comparator<Candidate> LATEST = Comparator.comparing(Candidate::touchedAt)
                .reversed()
                .thenComparing(candidate -> candidate.colleague.person());
    }

    /** Who made the first record, and who owns it; a queue passes nobody on. */
    private Stream<SourceRef> makers() {
        return Stream.of(first.link(LinkRole.ACTOR), first.link(LinkRole.OWNER))
                .flatMap(Optional::stream)
                .distinct()
                .filter(ref -> {
                    User user = file.users().get(ref);
                    return user == null || !user.queue();
                });
    }

    private Optional<Instant> touch(AccountContact colleague, SourceRef maker) {
        return colleague.lastTouchBy().entrySet().stream()
                .filter(touch ->
                        sameUser(touch.getKey(), maker) && !touch.getValue().isAfter(now))
                .map(Map.Entry::getValue)
                .max(Comparator.naturalOrder());
    }

    /** Users of several systems are one person by e-mail. */
    private boolean sameUser(SourceRef one, SourceRef other) {
        if (one.equals(other)) return true;
        User first = file.users().get(one);
        User second = file.users().get(other);
        return first != null
                && second != null
                && !first.email().isEmpty()
                && first.email().equals(second.email());
    }

    private String evidence(Candidate candidate, Instant created) {
        User maker = file.users().get(candidate.maker);
        String who = maker == null || maker.name().isEmpty() ? "the owner" : maker.name();
        String whom = candidate.colleague.name().isEmpty() ? "a colleague" : candidate.colleague.name();
        long days = Duration.between(candidate.touchedAt, created).toDays();
        String when = days == 0 ? "less than a day" : days == 1 ? "1 day" : days + " days";
        return "made " + when + " after " + who + " was in touch with " + whom;
    }

    private Found found(AccountContact colleague, SourceRef near, boolean suggested, String evidence) {
        Optional<Attribution> theirs = colleague.attribution();
        int depth =
                1 + theirs.flatMap(Attribution::referral).map(Referral::depth).orElse(0);
        SourceRef record = colleague.records().stream()
                .filter(ref -> ref.connection().equals(near.connection()))
                .findFirst()
                .orElse(colleague.records().get(0));
        Attribution begin = theirs.orElseGet(() -> new Attribution(Origin.UNKNOWN, "", "", record, Optional.empty()));
        return new Found(new Referral(colleague.person(), record, depth, suggested, evidence), begin);
    }

    /**
     * Nobody stands in their own chain. The chain's beginning names its record, so a loop is seen even where the people
     * in between are not colleagues.
     */
    private boolean noLoop(Found found) {
        if (found.begin().referral().isPresent() && isOwnRecord(found.begin().originalRecord())) return false;
        Set<PersonId> seen = new HashSet<>();
        Optional<PersonId> at = Optional.of(found.referral().by());
        while (at.isPresent() && seen.add(at.get())) {
            if (at.get().equals(file.person())) return false;
            PersonId person = at.get();
            at = file.colleagues().stream()
                    .filter(colleague -> Objects.equals(colleague.person(), person))
                    .findFirst()
                    .flatMap(AccountContact::attribution)
                    .flatMap(Attribution::referral)
                    .map(Referral::by);
        }
        return true;
    }

    private boolean isOwnRecord(SourceRef ref) {
        return file.record(ref).isPresent();
    }
}
