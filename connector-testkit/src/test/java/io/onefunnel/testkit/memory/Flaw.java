package io.onefunnel.testkit.memory;

import io.onefunnel.spi.Change;
import io.onefunnel.spi.CrmAdapter;
import java.util.function.UnaryOperator;

/** Ways to break an adapter that real ones were broken in, and the test of the contract that must notice. */
enum Flaw {
    LOSES_EQUAL_STAMPS_AT_A_PAGE_BORDER("equalStampsOverAPageBorderLoseNobodyInAnIncrement", BrokenPulls::losesTies),
    FORGETS_DELETIONS(
            "aDeletedPersonIsTold", sound -> BrokenPulls.only(sound, change -> !(change instanceof Change.Deleted))),
    FORGETS_MERGES(
            "peopleWhomOthersMergedAreToldWithTheirSurvivor",
            sound -> BrokenPulls.changes(
                    sound,
                    change -> change instanceof Change.MergedInto merged
                            ? new Change.Deleted(merged.ref(), merged.seen())
                            : change)),
    KEEPS_ITS_PLACE_IN_MEMORY("anotherAdapterObjectGoesOnFromACursorInTheMiddle", BrokenPulls::keepsItsPlaceInMemory),
    PROMISES_COMPLETENESS_UP_TO_NOW(
            "completenessIsNeverPromisedPastTheBeginningOfThePull", BrokenPulls::promisesTooMuch),
    GIVES_EVERYTHING_AGAIN("recordsLongUnchangedDoNotComeAgain", BrokenPulls::givesEverythingAgain),
    SPENDS_CALLS_ON_NOTHING("anIdlePullCostsNoMoreCallsThanTheVendorNeeds", BrokenPulls::spendsCalls),
    ASKS_FOR_UNMAPPED_KINDS("aKindThatIsNotMappedIsAnEmptyPageWithoutACall", BrokenPulls::asksForUnmappedKinds),
    TAKES_HIDDEN_FIELDS_FOR_EMPTY("aFieldThatIsHiddenFromNowOnIsUnknownAndNotEmpty", BrokenPulls::takesHiddenForEmpty),
    LEAVES_EMPTY_FIELDS_OUT_OF_FETCHED(
            "anEmptyFieldIsFetchedAndHasNoValue",
            sound -> BrokenPulls.fetching(sound, present -> present.fields().keySet())),
    MANGLES_OTHER_ALPHABETS(
            "textInEveryAlphabetSurvivesReading", sound -> BrokenPulls.records(sound, BrokenPulls::inLatin1)),
    TAKES_WHAT_IT_CANNOT_READ_FOR_NOTHING(
            "aPullLosesNothingWhicheverOfItsAnswersIsSpoiled", BrokenPulls::takesTheUnreadableForNothing),
    TAKES_A_BLANK_FOR_AN_ACCOUNT(
            "anAccountThatNobodyNamesIsUnexpectedAndNoAccount", BrokenChecks.TakesABlankForAnAccount::new),
    ASKS_ONE_SET_OF_CREDENTIALS_FOR_ALL(
            "theAccountBehindEachUseIsTheOneThatAnswers", BrokenChecks.AsksOnlyForReading::new),
    STOPS_AT_THE_FIRST_PROBLEM("everyProblemIsNamedAtOnce", BrokenChecks.StopsAtTheFirstProblem::new),
    SHOWS_THE_SECRET("aPullWithWrongCredentialsIsRefusedAndDoesNotShowThem", BrokenChecks::showsTheSecret),
    CALLS_EVERY_FAILURE_UNEXPECTED(
            "aRateLimitThatPersistsKeepsItsCodeAndSaysWhenToTryAgain", BrokenChecks::callsEveryFailureUnexpected),
    WRITES_AGAIN_WHEN_A_CONNECTION_BROKE(
            "aConnectionThatBreaksAfterTheWriteLeavesItUnknownAndReadingSettlesIt", BrokenWrites::writesAgain),
    BELIEVES_EVERY_WRITE_WENT_THROUGH(
            "aConnectionThatBreaksBeforeTheWriteLeavesItUnknownAndReadingSettlesIt", BrokenWrites::believesInItsWrites),
    IGNORES_EXPECTATIONS("aWriteWhoseExpectationsMovedIsStaleAndWritesNothing", BrokenWrites::ignoresExpectations),
    MIXES_UP_OUTCOMES("everyCommandHasItsOutcomeInItsPlace", BrokenWrites::mixesUpOutcomes),
    FAILS_THE_BATCH_FOR_ONE_RECORD("oneRefusedRecordDoesNotStopTheOthers", BrokenWrites::failsTheBatch),
    SKIPS_THE_EMPTY_TEXT("theEmptyTextClearsAField", BrokenWrites::skipsTheEmptyText),
    KEEPS_NO_MERGING_PART("theSnapshotHoldsWhatBothRecordsHeld", BrokenWrites.KeepsNoMergingPart::new),
    READS_A_COPY("whatIsReadIsWhatTheVendorHoldsNow", BrokenPulls.ReadsACopy::new),
    LETS_VERSIONS_STAND(
            "everyChangeOfOnePersonBringsALaterVersion",
            sound -> BrokenPulls.records(sound, BrokenPulls::firstVersion)),
    GOES_ON_BEHIND_A_PAGE_THAT_WAS_NEVER_STORED(Flaw.CONVERGENCE, BrokenPulls::goesOnBehindWhatItGave),
    FORGETS_DELETIONS_AFTER_A_RESTART(Flaw.CONVERGENCE, BrokenPulls::forgetsAtARestart),
    TAKES_A_SURVIVOR_THAT_IS_MERGED_FOR_DELETED(Flaw.CONVERGENCE, BrokenPulls::breaksChains),
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
