package io.onefunnel.testkit.memory;

import io.onefunnel.spi.Change;
import io.onefunnel.spi.CrmAdapter;
import java.util.function.UnaryOperator;

/** Ways to break an adapter that real ones were broken in, and the test of the contract that must notice. */
enum Flaw {
    LOSES_EQUAL_STAMPS_AT_A_PAGE_BORDER(
            "equalStampsOverAPageBorderLoseNobodyInAnIncrement", BrokenPulls.LosesTies::new),
    FORGETS_DELETIONS(
            "aDeletedPersonIsTold", sound -> BrokenPulls.pages(sound, change -> !(change instanceof Change.Deleted))),
    FORGETS_MERGES(
            "peopleWhomOthersMergedAreToldWithTheirSurvivor",
            sound -> BrokenPulls.changes(
                    sound,
                    change -> change instanceof Change.MergedInto merged
                            ? new Change.Deleted(merged.ref(), merged.seen())
                            : change)),
    KEEPS_ITS_PLACE_IN_MEMORY(
            "anotherAdapterObjectGoesOnFromACursorInTheMiddle", BrokenPulls.KeepsItsPlaceInMemory::new),
    PROMISES_COMPLETENESS_UP_TO_NOW(
            "completenessIsNeverPromisedPastTheBeginningOfThePull", BrokenPulls.PromisesTooMuch::new),
    GIVES_EVERYTHING_AGAIN("recordsLongUnchangedDoNotComeAgain", BrokenPulls.GivesEverythingAgain::new),
    SPENDS_CALLS_ON_NOTHING("anIdlePullCostsNoMoreCallsThanTheVendorNeeds", BrokenPulls.SpendsCalls::new),
    ASKS_FOR_UNMAPPED_KINDS("aKindThatIsNotMappedIsAnEmptyPageWithoutACall", BrokenPulls.AsksForUnmappedKinds::new),
    TAKES_HIDDEN_FIELDS_FOR_EMPTY(
            "aFieldThatIsHiddenFromNowOnIsUnknownAndNotEmpty", BrokenPulls.TakesHiddenForEmpty::new),
    LEAVES_EMPTY_FIELDS_OUT_OF_FETCHED(
            "anEmptyFieldIsFetchedAndHasNoValue",
            sound -> BrokenPulls.changes(
                    sound,
                    change -> change instanceof Change.Present present
                            ? BrokenPulls.fetched(present, present.fields().keySet())
                            : change)),
    MANGLES_OTHER_ALPHABETS(
            "textInEveryAlphabetSurvivesReading",
            sound -> BrokenPulls.changes(
                    sound,
                    change -> change instanceof Change.Present present ? BrokenPulls.inLatin1(present) : change)),
    TAKES_A_BLANK_FOR_AN_ACCOUNT(
            "anAccountThatNobodyNamesIsUnexpectedAndNoAccount", BrokenChecks.TakesABlankForAnAccount::new),
    ASKS_ONE_SET_OF_CREDENTIALS_FOR_ALL(
            "theAccountBehindEachUseIsTheOneThatAnswers", BrokenChecks.AsksOnlyForReading::new),
    STOPS_AT_THE_FIRST_PROBLEM("everyProblemIsNamedAtOnce", BrokenChecks.StopsAtTheFirstProblem::new),
    SHOWS_THE_SECRET("aPullWithWrongCredentialsIsRefusedAndDoesNotShowThem", BrokenChecks.ShowsTheSecret::new),
    CALLS_EVERY_FAILURE_UNEXPECTED(
            "aRateLimitThatPersistsKeepsItsCodeAndSaysWhenToTryAgain", BrokenChecks.CallsEveryFailureUnexpected::new),
    WRITES_AGAIN_WHEN_A_CONNECTION_BROKE(
            "aConnectionThatBreaksAfterTheWriteLeavesItUnknownAndReadingSettlesIt", BrokenWrites.WritesAgain::new),
    BELIEVES_EVERY_WRITE_WENT_THROUGH(
            "aConnectionThatBreaksBeforeTheWriteLeavesItUnknownAndReadingSettlesIt",
            BrokenWrites.BelievesInItsWrites::new),
    IGNORES_EXPECTATIONS("aWriteWhoseExpectationsMovedIsStaleAndWritesNothing", BrokenWrites.IgnoresExpectations::new),
    MIXES_UP_OUTCOMES("everyCommandHasItsOutcomeInItsPlace", BrokenWrites.MixesUpOutcomes::new),
    FAILS_THE_BATCH_FOR_ONE_RECORD("oneRefusedRecordDoesNotStopTheOthers", BrokenWrites.FailsTheBatch::new),
    SKIPS_THE_EMPTY_TEXT("theEmptyTextClearsAField", BrokenWrites.SkipsTheEmptyText::new),
    KEEPS_NO_MERGING_PART("theSnapshotHoldsWhatBothRecordsHeld", BrokenWrites.KeepsNoMergingPart::new),
    READS_A_COPY("whatIsReadIsWhatTheVendorHoldsNow", BrokenPulls.ReadsACopy::new),
    LETS_VERSIONS_STAND(
            "everyChangeOfOnePersonBringsALaterVersion",
            sound -> BrokenPulls.changes(
                    sound,
                    change -> change instanceof Change.Present present ? BrokenPulls.firstVersion(present) : change)),
    GOES_ON_BEHIND_A_PAGE_THAT_WAS_NEVER_STORED(Flaw.CONVERGENCE, BrokenPulls.GoesOnBehindWhatItGave::new),
    FORGETS_DELETIONS_AFTER_A_RESTART(Flaw.CONVERGENCE, BrokenPulls.ForgetsAtARestart::new),
    TAKES_A_SURVIVOR_THAT_IS_MERGED_FOR_DELETED(Flaw.CONVERGENCE, BrokenPulls.BreaksChains::new),
    NEVER_TRIES_REFUSED_CREDENTIALS_AGAIN(Flaw.CONVERGENCE, BrokenPulls.StaysRefused::new);

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
}
