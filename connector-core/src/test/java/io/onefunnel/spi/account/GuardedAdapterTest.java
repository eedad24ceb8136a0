package io.onefunnel.spi.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.pull.ScriptedVendor;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.ConnectionSettings.Credentials;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.option.OptionValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A guarded adapter")
class GuardedAdapterTest {
    private static final SourceRef LEAD = new SourceRef(ScriptedVendor.CRM, RecordKind.PERSON, "1");

    private final ScriptedVendor vendor = new ScriptedVendor();
    private final Map<Use, String> accounts = new EnumMap<>(Use.class);
    private final List<Use> asked = new ArrayList<>();
    private final AtomicLong nanoTime = new AtomicLong();
    private Optional<String> pinned = Optional.of("A");

    @Test
    void asksOnceAMinute() {
        CrmAdapter adapter = guarded();

        adapter.pull(RecordKind.PERSON, Cursor.BEGINNING);
        adapter.pull(RecordKind.PERSON, Cursor.BEGINNING);
        adapter.read(List.of(LEAD));
        write(adapter);

        assertThat(asked).containsExactly(Use.READ);
        nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
        write(adapter);
        adapter.pull(RecordKind.PERSON, Cursor.BEGINNING);
        assertThat(asked).containsExactly(Use.READ, Use.READ);
    }

    @Test
    void noticesCredentialsThatLeadElsewhereWhileTheProgramRuns() {
        CrmAdapter adapter = guarded();
        adapter.pull(RecordKind.PERSON, Cursor.BEGINNING);
        accounts.put(Use.READ, "B");
        nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
        int sent = vendor.sent.size();

        assertThatThrownBy(() -> adapter.pull(RecordKind.PERSON, Cursor.BEGINNING))
                .hasMessageContaining("lead to account B, but the connection belongs to account A")
                .hasMessageContaining("connections repin");
        assertThatThrownBy(() -> write(adapter)).isInstanceOf(AdapterException.class);
        assertThat(vendor.sent).hasSize(sent);

        accounts.put(Use.READ, "A");
        write(adapter);
        assertThat(vendor.sent).hasSize(sent + 1);
    }

    @Test
    void asksNobodyForWhatCostsNoCall() {
        CrmAdapter adapter = guarded();

        adapter.pull(RecordKind.COMPANY, Cursor.BEGINNING);
        adapter.read(List.of());
        adapter.writer(Command.SetFields.class).orElseThrow().write(List.of());
        adapter.merging();

        assertThat(asked).isEmpty();
    }

    @Test
    void letsNothingThroughToAnotherAccountAndAsksAgainNextTime() {
        accounts.put(Use.READ, "B");
        CrmAdapter adapter = guarded();

        AdapterException refused =
                catchThrowableOfType(AdapterException.class, () -> adapter.pull(RecordKind.PERSON, Cursor.BEGINNING));
        assertThatThrownBy(() -> write(adapter)).isInstanceOf(AdapterException.class);

        assertThat(refused.code()).isEqualTo(AdapterErrorCode.WRONG_ACCOUNT);
        assertThat(refused)
                .hasMessage(
                        "crm: the credentials for reading lead to account B, but the connection belongs to account A;"
                                + " put credentials of A back, or give the other account a connection and a store of its own;"
                                + " if it took the old one's place, see `onefunnel connections repin`");
        assertThat(vendor.sent).isEmpty();
        accounts.put(Use.READ, "A");
        adapter.pull(RecordKind.PERSON, Cursor.BEGINNING);
        assertThat(asked).hasSize(3);
    }

    @Test
    void asksForEachSetOfCredentialsByItself() {
        accounts.put(Use.MERGE, "B");
        CrmAdapter adapter = guarded(Use.MERGE);

        adapter.read(List.of(LEAD));
        write(adapter);
        assertThatThrownBy(() -> merge(adapter)).hasMessageContaining("credentials for merging lead to account B");
        assertThatThrownBy(() -> adapter.merging().orElseThrow().blockers(command()))
                .hasMessageContaining("credentials for merging");

        assertThat(asked).containsExactly(Use.READ, Use.MERGE, Use.MERGE);
        assertThat(vendor.sent).hasSize(1);
    }

    @Test
    void asksForTheSharedCredentialsByTheFirstUseThatHasThem() {
        CrmAdapter adapter = guarded(Use.READ);

        adapter.read(List.of(LEAD));
        write(adapter);
        merge(adapter);

        assertThat(asked).containsExactly(Use.READ, Use.WRITE);
    }

    @Test
    void takesWhereItReadsForTheConnectionsOwnWhileNothingIsPinned() {
        pinned = Optional.empty();
        accounts.put(Use.READ, "B");
        CrmAdapter adapter = guarded(Use.WRITE);

        assertThatThrownBy(() -> write(adapter))
                .hasMessageContaining("writing lead to account A, but the connection belongs to account B");
        adapter.read(List.of(LEAD));

        assertThat(asked).containsExactly(Use.WRITE, Use.READ);
    }

    @Test
    void seesAPinThatWasSetAfterItWasMade() {
        pinned = Optional.empty();
        CrmAdapter adapter = guarded();
        pinned = Optional.of("B");

        assertThatThrownBy(() -> adapter.read(List.of(LEAD))).hasMessageContaining("belongs to account B");
    }

    @Test
    void takesABlankAccountForNone() {
        pinned = Optional.empty();
        accounts.put(Use.READ, " ");

        AdapterException refused =
                catchThrowableOfType(AdapterException.class, () -> guarded().read(List.of(LEAD)));

        assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
    }

    @Test
    void namesInACheckEverySetOfCredentialsThatLeadsElsewhere() {
        accounts.put(Use.MERGE, "C");
        accounts.put(Use.WRITE, "A");
        pinned = Optional.of("A");

        Readiness found = guarded(Use.WRITE, Use.MERGE).check();

        assertThat(found.usable()).isFalse();
        assertThat(found.problems())
                .extracting(Problem::what)
                .containsExactly(
                        "the credentials for reading lead to account account, but the connection belongs to account A",
                        "the credentials for merging lead to account C, but the connection belongs to account A");
    }

    private CrmAdapter guarded(Use... separate) {
        Map<Use, Credentials> credentials = new EnumMap<>(Use.class);
        for (Use use : separate) credentials.put(use, new Credentials(OptionValues.NONE, Map.of()));
        Mapping.Type leads = new Mapping.Type(
                "Lead", RecordKind.PERSON, PersonType.PROSPECT, Map.of(), Map.of(), Set.of(), Map.of());
        ConnectionSettings settings = new ConnectionSettings(
                ScriptedVendor.CRM, OptionValues.NONE, Map.of(), new Mapping(Map.of("Lead", leads)), credentials);
        vendor.accounts(use -> {
            asked.add(use);
            return accounts.getOrDefault(use, "A");
        });
        return new GuardedAdapter(vendor, settings, () -> pinned, nanoTime::get);
    }

    private static void write(CrmAdapter adapter) {
        adapter.writer(Command.SetFields.class)
                .orElseThrow()
                .write(List.of(new Command.SetFields("i", LEAD, Map.of(Field.OF_SCORE, "5"), Map.of())));
    }

    private static void merge(CrmAdapter adapter) {
        adapter.writer(Command.Merge.class).orElseThrow().write(List.of(command()));
    }

    private static Command.Merge command() {
        SourceRef loser = new SourceRef(ScriptedVendor.CRM, RecordKind.PERSON, "2");
        return new Command.Merge("i", LEAD, List.of(loser), Map.of());
    }
}
