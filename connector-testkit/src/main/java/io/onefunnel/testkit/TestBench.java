package io.onefunnel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.TokenVault;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.account.GuardedAdapter;
import io.onefunnel.spi.option.OptionValues;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** What one test of the contract stands on: a vendor, a clock, and the moves that every test makes. */
public final class TestBench implements AutoCloseable {
    /** Longer than any overlap, settling time or index lag, so that what happened before is no longer "just now". */
    static final Duration A_WHILE = Duration.ofHours(1);

    private static final int ENDLESS = 20_000;

    private final BiFunction<ManualClock, AdapterContext, VendorFixture> fixture;
    private final ManualClock clock;
    private final VendorFixture vendor;
    private final List<CrmAdapter> opened = new ArrayList<>();
    // An adapter may wait, and tell of its calls, on several threads at once.
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final List<ToldCall> toldCalls = new CopyOnWriteArrayList<>();
    private volatile boolean gateClosed;
    private volatile boolean closesAtAPause;
    private int intents;
    private int people = 1_000;

    /** A call that an adapter told the application of. */
    record ToldCall(String operation, String outcome) {}

    public TestBench(BiFunction<ManualClock, AdapterContext, VendorFixture> fixture) {
        this.fixture = fixture;
        clock = ManualClock.at("2026-03-02T09:00:00Z");
        vendor = fixture.apply(
                clock, new AdapterContext(clock, this::pause, this::told, TokenVault.inMemory(), this::pass));
    }

    /** Another bench like this one was at its beginning: for a test that tells its story more than once. */
    TestBench anew() {
        return new TestBench(fixture);
    }

    /** Waiting takes no time here; it moves the clock. */
    private synchronized void pause(Duration time) {
        pauses.add(time);
        if (closesAtAPause) gateClosed = true;
        assertThat(pauses.size())
                .as("pauses of one test: the adapter waits for ever")
                .isLessThan(ENDLESS);
        clock.advance(time);
    }

    /** An adapter may make several calls side by side. */
    private synchronized void told(String operation, Duration took, String outcome) {
        toldCalls.add(new ToldCall(operation, outcome));
    }

    /** What an adapter gets to hear whose process has lost the right to write. */
    static final class GateClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private void pass() {
        if (gateClosed) throw new GateClosedException();
    }

    /** From now on somebody else writes to this account. */
    void closeTheGate() {
        gateClosed = true;
    }

    /** The same as soon as the adapter waits for something: it was stopped meanwhile. */
    void closeTheGateAtTheNextPause() {
        closesAtAPause = true;
    }

    synchronized List<ToldCall> toldCalls() {
        return List.copyOf(toldCalls);
    }

    public ManualClock clock() {
        return clock;
    }

    public VendorFixture vendor() {
        return vendor;
    }

    public Mapping mapping() {
        return vendor.mapping();
    }

    /** How long the adapters have waited so far, all together. */
    public Duration paused() {
        return pauses.stream().reduce(Duration.ZERO, Duration::plus);
    }

    public CrmAdapter adapter() {
        return adapter(vendor.mapping(), Access.RIGHT);
    }

    public CrmAdapter adapter(Access access) {
        return adapter(vendor.mapping(), access);
    }

    public CrmAdapter adapter(Mapping mapping, Access access) {
        CrmAdapter adapter = vendor.adapter(mapping, access);
        opened.add(adapter);
        return adapter;
    }

    /** As the application makes it: guarded, of a connection that belongs to another account than the one that answers. */
    CrmAdapter adapterOfAnotherAccount(Mapping mapping) {
        return guarded(adapter(mapping, Access.RIGHT), mapping, anotherAccount());
    }

    String anotherAccount() {
        return "another than " + vendor.accountId();
    }

    CrmAdapter guarded(CrmAdapter adapter, Mapping mapping, String pinned) {
        ConnectionSettings settings = new ConnectionSettings(vendor.connection(), OptionValues.NONE, Map.of(), mapping);
        return new GuardedAdapter(adapter, settings, () -> Optional.of(pinned));
    }

    public void aWhilePasses() {
        clock.advance(A_WHILE);
    }

    // --- pulling -------------------------------------------------------------------------------------------------

    /** All pages from a cursor to the one that is caught up. */
    record Pulled(Instant began, List<PullPage> pages) {
        List<Change> changes() {
            return pages.stream().flatMap(page -> page.changes().stream()).toList();
        }

        List<SourceRef> refs() {
            return changes().stream().map(Change::ref).toList();
        }

        Cursor next() {
            return pages.get(pages.size() - 1).next();
        }

        Instant completeTo() {
            return ((Progress.CaughtUp) pages.get(pages.size() - 1).progress()).completeTo();
        }
    }

    Pulled pull(CrmAdapter adapter, RecordKind kind, Cursor from) {
        Instant began = clock.instant();
        List<PullPage> pages = new ArrayList<>();
        Cursor at = from;
        while (pages.size() < ENDLESS) {
            PullPage page = adapter.pull(kind, at);
            pages.add(page);
            if (page.progress() instanceof Progress.CaughtUp) return new Pulled(began, pages);
            if (page.progress() instanceof Progress.Wait wait) waitUntil(wait.notBefore());
            if (page.progress() instanceof Progress.Postponed postponed) waitUntil(postponed.notBefore());
            at = page.next();
        }
        throw new AssertionError("the pull does not come to an end");
    }

    Pulled pullPeople(CrmAdapter adapter, Cursor from) {
        return pull(adapter, RecordKind.PERSON, from);
    }

    /** The next page that holds something. */
    PullPage pageOfPeople(CrmAdapter adapter, Cursor from) {
        Cursor at = from;
        for (int pages = 0; pages < ENDLESS; pages++) {
            PullPage page = adapter.pull(RecordKind.PERSON, at);
            if (!page.changes().isEmpty()) return page;
            assertThat(page.progress())
                    .as("progress of an empty page where records are expected")
                    .isNotInstanceOf(Progress.CaughtUp.class);
            if (page.progress() instanceof Progress.Wait wait) waitUntil(wait.notBefore());
            at = page.next();
        }
        throw new AssertionError("the pull gives no record");
    }

    /** A vendor that prepares an answer is asked again a little later than it said, as a scheduler would. */
    void waitUntil(Instant notBefore) {
        clock.advanceTo(notBefore);
        clock.advance(Duration.ofSeconds(1));
    }

    // --- people --------------------------------------------------------------------------------------------------

    /** Somebody like nobody else, by the number. */
    static Map<Field, String> person(int number) {
        Map<Field, String> values = new LinkedHashMap<>();
        values.put(Field.FIRST_NAME, "Ada" + number);
        values.put(Field.LAST_NAME, "Lovelace" + number);
        values.put(Field.EMAIL, "ada" + number + "@example.org");
        values.put(Field.COMPANY, "Engines " + number);
        return values;
    }

    SourceRef addPerson(int number) {
        return vendor.add(RecordKind.PERSON, person(number));
    }

    /** A person whom no other call of this bench has added. */
    SourceRef addSomebody() {
        return addPerson(++people);
    }

    /** People who all have the same stamp: the clock stands still meanwhile. */
    List<SourceRef> addPeople(int count) {
        return IntStream.range(0, count).mapToObj(this::addPerson).toList();
    }

    // --- writing -------------------------------------------------------------------------------------------------

    /** One command of each type, about this person. */
    List<Command> oneOfEach(SourceRef person, SourceRef other, SourceRef user) {
        return List.of(
                score(person, 5),
                new Command.Reassign(intent(), person, user, user),
                new Command.CreateTask(intent(), person, "key", user, "Call", clock.instant()),
                new Command.PublishOutcome(
                        intent(), person, "key", "Closed-Won", clock.instant(), Optional.empty(), Map.of()),
                new Command.LinkReferral(intent(), person, other),
                new Command.Merge(intent(), person, List.of(other), Map.of()));
    }

    /** The way to send a command like this; empty where the vendor has none. */
    @SuppressWarnings("unchecked") // an adapter answers by the type that it is asked for
    static Optional<CommandWriter<Command>> writerOf(CrmAdapter adapter, Command command) {
        return adapter.writer((Class<Command>) command.getClass());
    }

    String intent() {
        return "intent-" + ++intents;
    }

    Command.SetFields set(SourceRef on, Map<Field, String> values) {
        return new Command.SetFields(intent(), on, values, Map.of());
    }

    Command.SetFields score(SourceRef on, int score) {
        return set(on, Map.of(Field.OF_SCORE, String.valueOf(score)));
    }

    <C extends Command> CommandWriter<C> writer(CrmAdapter adapter, Class<C> type) {
        return adapter.writer(type).orElseThrow(() -> new AssertionError("no writer(" + type.getSimpleName() + ")"));
    }

    <C extends Command> WriteResult write(CrmAdapter adapter, Class<C> type, C command) {
        List<WriteResult> outcomes = writer(adapter, type).write(List.of(command));
        assertThat(outcomes).as("outcomes of one command").hasSize(1);
        return outcomes.get(0);
    }

    <C extends Command> WriteResult settle(CrmAdapter adapter, Class<C> type, C command) {
        int written = vendor.audit().size();
        List<WriteResult> outcomes = writer(adapter, type).settle(List.of(command));
        assertThat(outcomes).as("settled outcomes of one command").hasSize(1);
        assertThat(vendor.audit()).as("settling only reads").hasSize(written);
        return outcomes.get(0);
    }

    @Override
    public void close() {
        opened.forEach(CrmAdapter::close);
        vendor.close();
    }
}
