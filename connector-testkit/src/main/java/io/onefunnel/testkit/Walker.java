package io.onefunnel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Takes the steps of a {@link Walk}: at once the people, the application and the vendor's bad days. */
final class Walker {
    // Marketo tells deletions for 14 days: an application that is away for longer cannot know.
    private static final Duration LONGEST_AWAY = Duration.ofDays(10);
    // Enough for the pages of a pull over borders, little enough to be quick.
    private static final int LARGEST_CROWD = 600;
    private static final int ENDLESS = 1_000;
    private static final Set<AdapterErrorCode> OF_TROUBLE = Set.of(
            AdapterErrorCode.RATE_LIMITED,
            AdapterErrorCode.UNREACHABLE,
            AdapterErrorCode.VENDOR_UNAVAILABLE,
            AdapterErrorCode.RECORD_LOCKED,
            AdapterErrorCode.TOKEN_EXPIRED,
            AdapterErrorCode.CREDENTIALS_REFUSED,
            AdapterErrorCode.QUOTA_EXHAUSTED,
            AdapterErrorCode.UNEXPECTED_RESPONSE);

    private final TestBench bench;
    private final VendorFixture vendor;
    private final ManualClock clock;
    private final Truth truth;
    private final Mirror mirror = new Mirror();
    private final List<SourceRef> users = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private CrmAdapter adapter;
    private Cursor cursor = Cursor.BEGINNING;
    private Instant caughtUp;
    private boolean troubled;
    private int numbers;
    private Optional<SourceRef> lastSurvivor = Optional.empty();

    Walker(TestBench bench) {
        this.bench = bench;
        vendor = bench.vendor();
        clock = bench.clock();
        truth = new Truth(vendor);
        adapter = bench.adapter();
        caughtUp = clock.instant();
        if (lacks(Behaviour.REASSIGNS)) return;
        users.add(vendor.addUser("grace@example.org"));
        users.add(vendor.addUser("edsger@example.org"));
    }

    List<String> told() {
        return List.copyOf(told);
    }

    private boolean lacks(Behaviour behaviour) {
        return vendor.lacks().contains(behaviour);
    }

    private void tell(String what) {
        told.add("%3d. %s  %s".formatted(told.size() + 1, clock, what));
    }

    void take(Walk.Step step) {
        Random dice = new Random(step.dice());
        switch (step.kind()) {
            case ADD -> add();
            case ADD_SEEN_LATE -> addSeenLate();
            case IMPORT -> addMany(90 + dice.nextInt(200));
            case EDIT -> edit(dice);
            case EDIT_EVERYBODY -> editEverybody();
            case DELETE -> delete(dice);
            case MERGE -> merge(dice);
            case ASSIGN -> assign(dice);
            case PAGE -> page();
            case PULL -> pull();
            case CRASH -> crash(dice);
            case RESTART -> restart();
            case MILLISECONDS -> pass(Duration.ofMillis(1 + dice.nextInt(999)));
            case SECONDS -> pass(Duration.ofSeconds(1 + dice.nextInt(59)));
            case MINUTES -> pass(Duration.ofMinutes(1 + dice.nextInt(9)));
            case HOURS -> pass(Duration.ofHours(1 + dice.nextInt(23)));
            case DAYS -> pass(Duration.ofDays(1 + dice.nextInt(3)));
            case TROUBLE -> trouble(dice);
            case HEAL -> heal();
        }
    }

    // --- people --------------------------------------------------------------------------------------------------

    private void add() {
        Map<Field, String> values = TestBench.person(++numbers);
        SourceRef ref = vendor.add(RecordKind.PERSON, values);
        truth.added(ref, values, clock.instant());
        tell("add " + ref.id());
    }

    private void addSeenLate() {
        if (lacks(Behaviour.SHOWS_CHANGES_LATE)) return;
        Map<Field, String> values = TestBench.person(++numbers);
        SourceRef ref = vendor.addSeenLate(values);
        truth.added(ref, values, clock.instant().plus(vendor.lateness()));
        tell("add " + ref.id() + ", to be seen in " + vendor.lateness());
    }

    private void addMany(int count) {
        if (truth.size() + count > LARGEST_CROWD) return;
        tell("add " + count + " people at once");
        for (int i = 0; i < count; i++) {
            Map<Field, String> values = TestBench.person(++numbers);
            truth.added(vendor.add(RecordKind.PERSON, values), values, clock.instant());
        }
    }

    private Optional<SourceRef> somebody(Random dice) {
        List<SourceRef> people = truth.atHand(clock.instant());
        return people.isEmpty() ? Optional.empty() : Optional.of(people.get(dice.nextInt(people.size())));
    }

    private void edit(Random dice) {
        somebody(dice).ifPresent(ref -> {
            Map<Field, String> values = new EnumMap<>(Field.class);
            values.put(Field.TITLE, dice.nextInt(3) == 0 ? "" : "Title " + ++numbers);
            if (dice.nextBoolean()) values.put(Field.CITY, dice.nextInt(3) == 0 ? "" : "City " + ++numbers);
            if (dice.nextInt(3) == 0) values.put(Field.LAST_NAME, "Name " + ++numbers);
            vendor.edit(ref, values);
            truth.edited(ref, values, clock.instant());
            tell("edit " + ref.id() + ": " + values);
        });
    }

    private void editEverybody() {
        Map<Field, String> values = Map.of(Field.CITY, "City " + ++numbers);
        List<SourceRef> people = truth.atHand(clock.instant());
        for (SourceRef ref : people) {
            vendor.edit(ref, values);
            truth.edited(ref, values, clock.instant());
        }
        tell("edit all " + people.size() + ": " + values);
    }

    private void delete(Random dice) {
        somebody(dice).ifPresent(ref -> {
            vendor.delete(ref);
            truth.deleted(ref);
            tell("delete " + ref.id());
        });
    }

    /** The survivor of one merge is often the loser of the next, at once or later: chains are where ids get lost. */
    private void merge(Random dice) {
        if (lacks(Behaviour.MERGES)) return;
        do {
            List<SourceRef> people = truth.atHand(clock.instant());
            if (people.size() < 2) return;
            SourceRef loser = lastSurvivor
                    .filter(last -> people.contains(last) && dice.nextBoolean())
                    .orElseGet(() -> people.get(dice.nextInt(people.size())));
            people.remove(loser);
            SourceRef survivor = people.get(dice.nextInt(people.size()));
            SourceRef now = vendor.merge(survivor, loser);
            truth.merged(survivor, loser, now, clock.instant(), !cursor.isBeginning());
            lastSurvivor = Optional.of(now);
            tell("merge " + loser.id() + " into " + survivor.id() + (now.equals(survivor) ? "" : ", now " + now.id()));
        } while (dice.nextInt(3) == 0);
    }

    private void assign(Random dice) {
        if (users.isEmpty()) return;
        somebody(dice).ifPresent(ref -> {
            SourceRef user = users.get(dice.nextInt(users.size()));
            vendor.assign(ref, user);
            truth.assigned(ref, user, clock.instant());
            tell("assign " + ref.id() + " to " + user.id());
        });
    }

    // --- the application -----------------------------------------------------------------------------------------

    private void page() {
        tell("a page");
        asked().ifPresent(this::store);
    }

    private void pull() {
        tell("a pull");
        for (int pages = 0; pages < ENDLESS; pages++) {
            Optional<PullPage> page = asked();
            if (page.isEmpty()) return;
            store(page.get());
            Progress progress = page.get().progress();
            if (progress instanceof Progress.Wait wait) bench.waitUntil(wait.notBefore());
            if (progress instanceof Progress.CaughtUp || progress instanceof Progress.Postponed) return;
        }
        throw new AssertionError("the pull does not come to an end");
    }

    /** What was read dies with the process that read it, or only the store would not have it. */
    private void crash(Random dice) {
        boolean dies = dice.nextBoolean();
        tell(dies ? "a page, and a crash before it is stored" : "a page that cannot be stored");
        asked();
        if (dies) begin();
    }

    private void restart() {
        tell("a restart");
        begin();
    }

    private void begin() {
        adapter.close();
        adapter = bench.adapter();
    }

    /** The next page; none while the vendor is in trouble. */
    private Optional<PullPage> asked() {
        try {
            return Optional.of(adapter.pull(RecordKind.PERSON, cursor));
        } catch (AdapterException e) {
            if (!troubled || !OF_TROUBLE.contains(e.code())) throw e;
            told.add("     refused: " + e.code());
            return Optional.empty();
        }
    }

    private void store(PullPage page) {
        mirror.take(page);
        cursor = page.next();
        if (!(page.progress() instanceof Progress.CaughtUp whole)) return;
        caughtUp = clock.instant();
        truth.assertComplete(mirror, whole.completeTo());
    }

    // --- time and troubles ---------------------------------------------------------------------------------------

    private void pass(Duration time) {
        if (clock.instant().plus(time).isAfter(caughtUp.plus(LONGEST_AWAY))) return;
        clock.advance(time);
        tell("after " + time);
    }

    private void trouble(Random dice) {
        List<Trouble> possible = new ArrayList<>(List.of(Trouble.values()));
        if (lacks(Behaviour.TOKENS_EXPIRE)) possible.remove(Trouble.TOKEN_EXPIRED);
        if (lacks(Behaviour.HAS_A_QUOTA)) possible.remove(Trouble.QUOTA_EXHAUSTED);
        if (lacks(Behaviour.LOCKS_RECORDS)) possible.remove(Trouble.RECORD_LOCKED);
        Trouble trouble = possible.get(dice.nextInt(possible.size()));
        CallKind on = dice.nextBoolean() ? CallKind.PULL : CallKind.ANY;
        int after = dice.nextInt(3);
        int times = 1 + dice.nextInt(8);
        vendor.inject(trouble, on, after, times);
        troubled = true;
        tell("%s, %d times on %s after %d calls".formatted(trouble, times, on, after));
        // Before anything else happens that might cure it.
        if (dice.nextBoolean()) pull();
    }

    private void heal() {
        vendor.heal();
        tell("all is well");
    }

    // --- the end -------------------------------------------------------------------------------------------------

    /** Time enough for what vendors tell late, and for whoever was told to wait; then all must be known. */
    void arrive() {
        heal();
        for (int round = 0; round < 2; round++) {
            clock.advance(vendor.tellsRemovalsWithin().plus(vendor.lateness()).plus(TestBench.A_WHILE));
            tell("all time that the vendor may take");
            pullNow();
        }
        truth.assertHeldByTheVendor();
        truth.assertEqual(mirror);
    }

    /** A vendor that asked for patience while it was in trouble is given it once. */
    private void pullNow() {
        try {
            pullOrFail();
        } catch (AdapterException e) {
            Instant notBefore = e.notBefore().orElseThrow(() -> e);
            told.add("     refused until " + notBefore + ": " + e.code());
            clock.advanceTo(notBefore);
            pullOrFail();
        }
    }

    private void pullOrFail() {
        tell("a pull");
        troubled = false;
        Instant before = caughtUp;
        pull();
        assertThat(caughtUp).as("a pull came to its end").isNotEqualTo(before);
    }
}
