package io.onefunnel.testkit.memory;

import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.testkit.ForwardingAdapter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Ways to break an adapter that real ones were broken in, and the test of the contract that must notice. */
enum Flaw {
    LOSES_EQUAL_STAMPS_AT_A_PAGE_BORDER("equalStampsOverAPageBorderLoseNobodyInAnIncrement", LosesTies::new),
    FORGETS_DELETIONS("aDeletedPersonIsTold", sound -> pages(sound, change -> !(change instanceof Change.Deleted))),
    FORGETS_MERGES(
            "peopleWhomOthersMergedAreToldWithTheirSurvivor",
            sound -> changes(
                    sound,
                    change -> change instanceof Change.MergedInto merged
                            ? new Change.Deleted(merged.ref(), merged.seen())
                            : change)),
    KEEPS_ITS_PLACE_IN_MEMORY("anotherAdapterObjectGoesOnFromACursorInTheMiddle", KeepsItsPlaceInMemory::new),
    PROMISES_COMPLETENESS_UP_TO_NOW("completenessIsNeverPromisedPastTheBeginningOfThePull", PromisesTooMuch::new),
    GIVES_EVERYTHING_AGAIN("recordsLongUnchangedDoNotComeAgain", GivesEverythingAgain::new),
    SPENDS_CALLS_ON_NOTHING("anIdlePullCostsNoMoreCallsThanTheVendorNeeds", SpendsCalls::new),
    ASKS_FOR_UNMAPPED_KINDS("aKindThatIsNotMappedIsAnEmptyPageWithoutACall", AsksForUnmappedKinds::new),
    TAKES_HIDDEN_FIELDS_FOR_EMPTY("aFieldThatIsHiddenFromNowOnIsUnknownAndNotEmpty", TakesHiddenForEmpty::new),
    LEAVES_EMPTY_FIELDS_OUT_OF_FETCHED(
            "anEmptyFieldIsFetchedAndHasNoValue",
            sound -> changes(
                    sound,
                    change -> change instanceof Change.Present present
                            ? fetched(present, present.fields().keySet())
                            : change)),
    MANGLES_OTHER_ALPHABETS(
            "textInEveryAlphabetSurvivesReading",
            sound -> changes(sound, change -> change instanceof Change.Present present ? inLatin1(present) : change)),
    TAKES_A_BLANK_FOR_AN_ACCOUNT("anAccountThatNobodyNamesIsUnexpectedAndNoAccount", TakesABlankForAnAccount::new),
    ASKS_ONE_SET_OF_CREDENTIALS_FOR_ALL("theAccountBehindEachUseIsTheOneThatAnswers", AsksOnlyForReading::new),
    STOPS_AT_THE_FIRST_PROBLEM("everyProblemIsNamedAtOnce", StopsAtTheFirstProblem::new),
    SHOWS_THE_SECRET("aPullWithWrongCredentialsIsRefusedAndDoesNotShowThem", ShowsTheSecret::new),
    CALLS_EVERY_FAILURE_UNEXPECTED(
            "aRateLimitThatPersistsKeepsItsCodeAndSaysWhenToTryAgain", CallsEveryFailureUnexpected::new),
    WRITES_AGAIN_WHEN_A_CONNECTION_BROKE(
            "aConnectionThatBreaksAfterTheWriteLeavesItUnknownAndReadingSettlesIt", WritesAgain::new),
    BELIEVES_EVERY_WRITE_WENT_THROUGH(
            "aConnectionThatBreaksBeforeTheWriteLeavesItUnknownAndReadingSettlesIt", BelievesInItsWrites::new),
    IGNORES_EXPECTATIONS("aWriteWhoseExpectationsMovedIsStaleAndWritesNothing", IgnoresExpectations::new),
    MIXES_UP_OUTCOMES("everyCommandHasItsOutcomeInItsPlace", MixesUpOutcomes::new),
    FAILS_THE_BATCH_FOR_ONE_RECORD("oneRefusedRecordDoesNotStopTheOthers", FailsTheBatch::new),
    SKIPS_THE_EMPTY_TEXT("theEmptyTextClearsAField", SkipsTheEmptyText::new),
    KEEPS_NO_MERGING_PART("theSnapshotHoldsWhatBothRecordsHeld", KeepsNoMergingPart::new),
    READS_A_COPY("whatIsReadIsWhatTheVendorHoldsNow", ReadsACopy::new),
    LETS_VERSIONS_STAND(
            "everyChangeOfOnePersonBringsALaterVersion",
            sound -> changes(
                    sound, change -> change instanceof Change.Present present ? firstVersion(present) : change)),
    GOES_ON_BEHIND_A_PAGE_THAT_WAS_NEVER_STORED(Flaw.CONVERGENCE, GoesOnBehindWhatItGave::new),
    FORGETS_DELETIONS_AFTER_A_RESTART(Flaw.CONVERGENCE, ForgetsAtARestart::new),
    TAKES_A_SURVIVOR_THAT_IS_MERGED_FOR_DELETED(Flaw.CONVERGENCE, BreaksChains::new),
    NEVER_TRIES_REFUSED_CREDENTIALS_AGAIN(Flaw.CONVERGENCE, StaysRefused::new);

    static final String CONVERGENCE = "theMirrorComesToEqualTheVendorWhateverHappened";

    private final String noticedBy;
    private final UnaryOperator<CrmAdapter> breaking;

    Flaw(String noticedBy, UnaryOperator<CrmAdapter> breaking) {
        this.noticedBy = noticedBy;
        this.breaking = breaking;
    }

    /** The name of the test that must fail. */
    String noticedBy() {
        return noticedBy;
    }

    CrmAdapter breaking(CrmAdapter sound) {
        return breaking.apply(sound);
    }

    // --- pulling -------------------------------------------------------------------------------------------------

    private static CrmAdapter pages(CrmAdapter sound, Predicate<Change> kept) {
        return new ForwardingAdapter(sound) {
            @Override
            public PullPage pull(RecordKind kind, Cursor from) {
                PullPage page = sound.pull(kind, from);
                return new PullPage(page.changes().stream().filter(kept).toList(), page.next(), page.progress());
            }
        };
    }

    private static CrmAdapter changes(CrmAdapter sound, UnaryOperator<Change> altered) {
        return new ForwardingAdapter(sound) {
            @Override
            public PullPage pull(RecordKind kind, Cursor from) {
                PullPage page = sound.pull(kind, from);
                return new PullPage(page.changes().stream().map(altered).toList(), page.next(), page.progress());
            }
        };
    }

    private static Change.Present fetched(Change.Present present, Set<String> fetched) {
        return new Change.Present(
                present.ref(),
                present.type(),
                present.version(),
                present.fields(),
                fetched,
                present.links(),
                present.history());
    }

    private static Change.Present inLatin1(Change.Present present) {
        Map<String, String> fields = new LinkedHashMap<>(present.fields());
        fields.replaceAll((name, value) -> value.replaceAll("[^\\x00-\\xff]", "?"));
        return new Change.Present(
                present.ref(),
                present.type(),
                present.version(),
                fields,
                present.fetched(),
                present.links(),
                present.history());
    }

    private static Change.Present firstVersion(Change.Present present) {
        return new Change.Present(
                present.ref(),
                present.type(),
                Instant.EPOCH,
                present.fields(),
                present.fetched(),
                present.links(),
                present.history());
    }

    /** Goes on "after the last stamp": who shares it with the last row of a page is never read. */
    private static final class LosesTies extends ForwardingAdapter {
        LosesTies(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            String[] parts = from.value().split("~", -1);
            PullPage page = sound.pull(kind, new Cursor(parts[0]));
            Instant after = parts.length > 1 ? Instant.parse(parts[1]) : Instant.MIN;
            List<Change> later = page.changes().stream()
                    .filter(change -> !(change instanceof Change.Present present)
                            || present.version().isAfter(after))
                    .toList();
            Instant last = later.stream()
                    .map(change -> change instanceof Change.Present present ? present.version() : Instant.MIN)
                    .max(Instant::compareTo)
                    .orElse(after);
            boolean more = page.progress() instanceof Progress.More;
            Cursor next =
                    more && last.isAfter(Instant.MIN) ? new Cursor(page.next().value() + "~" + last) : page.next();
            return new PullPage(later, next, page.progress());
        }
    }

    private static final class KeepsItsPlaceInMemory extends ForwardingAdapter {
        private final Map<String, Cursor> places = new HashMap<>();

        KeepsItsPlaceInMemory(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            Cursor place = from.isBeginning() ? from : places.get(from.value());
            if (place == null) return new PullPage(List.of(), from, new Progress.CaughtUp(Instant.EPOCH));
            PullPage page = sound.pull(kind, place);
            String name = "place-" + places.size();
            places.put(name, page.next());
            return new PullPage(page.changes(), new Cursor(name), page.progress());
        }
    }

    private static final class PromisesTooMuch extends ForwardingAdapter {
        PromisesTooMuch(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            PullPage page = sound.pull(kind, from);
            if (!(page.progress() instanceof Progress.CaughtUp caughtUp)) return page;
            return new PullPage(
                    page.changes(),
                    page.next(),
                    new Progress.CaughtUp(caughtUp.completeTo().plus(Duration.ofHours(1))));
        }
    }

    private static final class GivesEverythingAgain extends ForwardingAdapter {
        GivesEverythingAgain(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            PullPage page = sound.pull(kind, from);
            boolean done = page.progress() instanceof Progress.CaughtUp;
            return done ? new PullPage(page.changes(), Cursor.BEGINNING, page.progress()) : page;
        }
    }

    private static final class SpendsCalls extends ForwardingAdapter {
        SpendsCalls(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            sound.check();
            return sound.pull(kind, from);
        }
    }

    private static final class AsksForUnmappedKinds extends ForwardingAdapter {
        AsksForUnmappedKinds(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            PullPage page = sound.pull(kind, from);
            if (page.changes().isEmpty()) sound.check();
            return page;
        }
    }

    private static final class TakesHiddenForEmpty extends ForwardingAdapter {
        private static final Set<String> ALL = new LinkedHashSet<>(Field.keys());

        TakesHiddenForEmpty(CrmAdapter sound) {
            super(changes(sound, change -> change instanceof Change.Present present ? fetched(present, ALL) : change));
        }
    }

    /** Takes a page that it gave for a page that was stored. */
    private static final class GoesOnBehindWhatItGave extends ForwardingAdapter {
        private final Map<Cursor, Cursor> given = new HashMap<>();

        GoesOnBehindWhatItGave(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            PullPage page = sound.pull(kind, given.getOrDefault(from, from));
            given.put(from, page.next());
            return page;
        }
    }

    /** Tells the end only of those whom it has told before, and remembers these in memory. */
    private static final class ForgetsAtARestart extends ForwardingAdapter {
        private final Set<SourceRef> known = new HashSet<>();

        ForgetsAtARestart(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            PullPage page = sound.pull(kind, from);
            List<Change> told = new ArrayList<>();
            for (Change change : page.changes()) {
                if (change instanceof Change.Present) known.add(change.ref());
                if (!(change instanceof Change.Deleted) || known.contains(change.ref())) told.add(change);
            }
            return new PullPage(told, page.next(), page.progress());
        }
    }

    /** Looks up where a merged record went among the living, and finds nobody when that one was merged as well. */
    private static final class BreaksChains extends ForwardingAdapter {
        BreaksChains(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            PullPage page = sound.pull(kind, from);
            List<Change> told = page.changes().stream().map(this::looked).toList();
            return new PullPage(told, page.next(), page.progress());
        }

        private Change looked(Change change) {
            if (!(change instanceof Change.MergedInto merged)) return change;
            boolean there = sound.read(List.of(merged.survivor())).stream().allMatch(Change.Present.class::isInstance);
            return there ? change : new Change.Deleted(merged.ref(), merged.seen());
        }
    }

    private static final class StaysRefused extends ForwardingAdapter {
        private Optional<AdapterException> refused = Optional.empty();

        StaysRefused(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            if (refused.isPresent()) throw refused.get();
            try {
                return sound.pull(kind, from);
            } catch (AdapterException e) {
                if (e.code() == AdapterErrorCode.CREDENTIALS_REFUSED) refused = Optional.of(e);
                throw e;
            }
        }
    }

    private static final class ReadsACopy extends ForwardingAdapter {
        private final Map<SourceRef, List<Change>> copies = new HashMap<>();

        ReadsACopy(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public List<Change> read(List<SourceRef> refs) {
            List<Change> read = new ArrayList<>();
            refs.forEach(ref -> read.addAll(copies.computeIfAbsent(ref, each -> sound.read(List.of(each)))));
            return read;
        }
    }

    // --- checking ------------------------------------------------------------------------------------------------

    /** An empty field of an answer is passed on as it came. */
    private static final class TakesABlankForAnAccount extends ForwardingAdapter {
        TakesABlankForAnAccount(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public String account(Use use) {
            try {
                return sound.account(use);
            } catch (AdapterException e) {
                if (e.code() == AdapterErrorCode.UNEXPECTED_RESPONSE) return "";
                throw e;
            }
        }
    }

    /** Knows the account of those that read, and has nothing to say of the others. */
    private static final class AsksOnlyForReading extends ForwardingAdapter {
        AsksOnlyForReading(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public String account(Use use) {
            return use == Use.READ ? sound.account(use) : "the account of " + use;
        }
    }

    private static final class StopsAtTheFirstProblem extends ForwardingAdapter {
        StopsAtTheFirstProblem(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public Readiness check() {
            Readiness all = sound.check();
            return new Readiness(
                    all.accountId(),
                    all.environment(),
                    all.clockSkew(),
                    all.problems().stream().limit(1).toList());
        }
    }

    private static final class ShowsTheSecret extends ForwardingAdapter {
        ShowsTheSecret(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            try {
                return sound.pull(kind, from);
            } catch (AdapterException e) {
                Throwable url = new IllegalStateException("GET /token?secret=" + InMemoryFixture.WRONG_SECRET, e);
                throw new AdapterException(e.code(), String.valueOf(e.getMessage()), url);
            }
        }
    }

    private static final class CallsEveryFailureUnexpected extends ForwardingAdapter {
        CallsEveryFailureUnexpected(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            try {
                return sound.pull(kind, from);
            } catch (AdapterException e) {
                throw new AdapterException(AdapterErrorCode.UNEXPECTED_RESPONSE, "something went wrong", e);
            }
        }
    }

    // --- writing -------------------------------------------------------------------------------------------------

    /** Breaks the writing of fields and leaves the rest. */
    private abstract static class BreaksSetFields extends ForwardingAdapter {
        BreaksSetFields(CrmAdapter sound) {
            super(sound);
        }

        abstract List<WriteResult> write(CommandWriter<Command.SetFields> writes, List<Command.SetFields> commands);

        List<WriteResult> settle(CommandWriter<Command.SetFields> writes, List<Command.SetFields> commands) {
            return writes.settle(commands);
        }

        @Override
        @SuppressWarnings("unchecked") // the class object that was asked for names the type
        public <C extends Command> Optional<CommandWriter<C>> writer(Class<C> type) {
            if (type != Command.SetFields.class) return sound.writer(type);
            CommandWriter<Command.SetFields> writes =
                    sound.writer(Command.SetFields.class).orElseThrow();
            return Optional.of((CommandWriter<C>) new CommandWriter<Command.SetFields>() {
                @Override
                public int batchSize() {
                    return writes.batchSize();
                }

                @Override
                public List<WriteResult> write(List<Command.SetFields> commands) {
                    return BreaksSetFields.this.write(writes, commands);
                }

                @Override
                public List<WriteResult> settle(List<Command.SetFields> unknown) {
                    return BreaksSetFields.this.settle(writes, unknown);
                }
            });
        }
    }

    private static final class WritesAgain extends BreaksSetFields {
        WritesAgain(CrmAdapter sound) {
            super(sound);
        }

        @Override
        List<WriteResult> write(CommandWriter<Command.SetFields> writes, List<Command.SetFields> commands) {
            List<WriteResult> outcomes = writes.write(commands);
            boolean broke = outcomes.stream().anyMatch(WriteResult.Unknown.class::isInstance);
            return broke ? writes.write(commands) : outcomes;
        }
    }

    private static final class BelievesInItsWrites extends BreaksSetFields {
        BelievesInItsWrites(CrmAdapter sound) {
            super(sound);
        }

        @Override
        List<WriteResult> write(CommandWriter<Command.SetFields> writes, List<Command.SetFields> commands) {
            return writes.write(commands);
        }

        @Override
        List<WriteResult> settle(CommandWriter<Command.SetFields> writes, List<Command.SetFields> commands) {
            return commands.stream()
                    .<WriteResult>map(command -> WriteResult.Written.of(command.on()))
                    .toList();
        }
    }

    private static final class IgnoresExpectations extends BreaksSetFields {
        IgnoresExpectations(CrmAdapter sound) {
            super(sound);
        }

        @Override
        List<WriteResult> write(CommandWriter<Command.SetFields> writes, List<Command.SetFields> commands) {
            return writes.write(commands.stream()
                    .map(command -> new Command.SetFields(command.intent(), command.on(), command.set(), Map.of()))
                    .toList());
        }
    }

    private static final class MixesUpOutcomes extends BreaksSetFields {
        MixesUpOutcomes(CrmAdapter sound) {
            super(sound);
        }

        @Override
        List<WriteResult> write(CommandWriter<Command.SetFields> writes, List<Command.SetFields> commands) {
            List<WriteResult> outcomes = new ArrayList<>(writes.write(commands));
            Collections.reverse(outcomes);
            return outcomes;
        }
    }

    private static final class FailsTheBatch extends BreaksSetFields {
        FailsTheBatch(CrmAdapter sound) {
            super(sound);
        }

        @Override
        List<WriteResult> write(CommandWriter<Command.SetFields> writes, List<Command.SetFields> commands) {
            List<WriteResult> outcomes = writes.write(commands);
            boolean refused = outcomes.stream().anyMatch(WriteResult.Rejected.class::isInstance);
            if (!refused) return outcomes;
            return commands.stream()
                    .<WriteResult>map(command -> new WriteResult.Rejected(
                            command.on(), AdapterErrorCode.RECORD_INVALID, "the batch was refused"))
                    .toList();
        }
    }

    private static final class SkipsTheEmptyText extends BreaksSetFields {
        SkipsTheEmptyText(CrmAdapter sound) {
            super(sound);
        }

        @Override
        List<WriteResult> write(CommandWriter<Command.SetFields> writes, List<Command.SetFields> commands) {
            List<WriteResult> outcomes = new ArrayList<>();
            for (Command.SetFields command : commands) {
                Map<Field, String> set = new LinkedHashMap<>(command.set());
                set.values().removeIf(String::isEmpty);
                outcomes.addAll(
                        set.isEmpty()
                                ? List.of(WriteResult.Written.of(command.on()))
                                : writes.write(List.of(new Command.SetFields(
                                        command.intent(), command.on(), set, command.expected()))));
            }
            return outcomes;
        }
    }

    private static final class KeepsNoMergingPart extends ForwardingAdapter {
        KeepsNoMergingPart(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public Optional<Merging> merging() {
            return Optional.empty();
        }
    }
}
