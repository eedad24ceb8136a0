package io.onefunnel.testkit;

import static io.onefunnel.testkit.CallKind.ANY;
import static io.onefunnel.testkit.Trouble.RATE_LIMITED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.testkit.TestBench.GateClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What an adapter does whose process has lost the right to write: another one writes to the account by now. */
interface GateContract extends ContractPart {
    @Test
    default void nothingIsChangedBehindAClosedGateWhateverTheCommand() {
        List<String> sent = new ArrayList<>();
        List<String> stopped = new ArrayList<>();
        List<Command> kinds = bench().oneOfEach(bench().addPerson(1), bench().addPerson(2), someUser());
        for (int kind = 0; kind < kinds.size(); kind++) {
            TestBench fresh = bench().anew();
            try (fresh) {
                SourceRef person = fresh.addPerson(1);
                SourceRef other = fresh.addPerson(2);
                SourceRef user =
                        lacks(Behaviour.REASSIGNS) ? someUser() : fresh.vendor().addUser("lee@example.org");
                Command command = fresh.oneOfEach(person, other, user).get(kind);
                CommandWriter<Command> writer =
                        TestBench.writerOf(fresh.adapter(), command).orElse(null);
                if (writer == null) continue;
                fresh.closeTheGate();
                Throwable thrown = catchThrowable(() -> writer.write(List.of(command)));
                if (!fresh.vendor().audit().isEmpty()) {
                    sent.add(command.getClass().getSimpleName());
                }
                if (thrown instanceof GateClosedException) {
                    stopped.add(command.getClass().getSimpleName());
                }
            }
        }

        assertThat(sent).as("sent behind a closed gate").isEmpty();
        assertThat(stopped).as("stopped by the gate").contains("SetFields");
    }

    private SourceRef someUser() {
        return new SourceRef(vendor().connection(), RecordKind.USER, "1");
    }

    @Test
    default void aWriteThatWasStoppedWhileItWaitedSendsNothingWhenItWakesUp() {
        assertStopped(bench().score(bench().addPerson(1), 5), CallKind.WRITE);
    }

    @Test
    default void aMergeThatWasStoppedWhileItWaitedSendsNothingWhenItWakesUp() {
        Assumptions.assumeFalse(lacks(Behaviour.MERGES), "this vendor does not merge");
        SourceRef person = bench().addPerson(1);
        assertStopped(
                new Command.Merge(bench().intent(), person, List.of(bench().addPerson(2)), Map.of()), CallKind.MERGE);
    }

    private void assertStopped(Command command, CallKind calls) {
        CommandWriter<Command> writer =
                TestBench.writerOf(bench().adapter(), command).orElseThrow();
        vendor().inject(RATE_LIMITED, calls, 0, 1);
        bench().closeTheGateAtTheNextPause();

        Throwable thrown = catchThrowable(() -> writer.write(List.of(command)));

        assertThat(thrown).isInstanceOf(GateClosedException.class);
        assertThat(vendor().audit()).isEmpty();
    }

    @Test
    default void aClosedGateLetsReadingThrough() {
        SourceRef person = bench().addPerson(1);
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        bench().closeTheGate();

        assertThat(bench().pullPeople(adapter, Cursor.BEGINNING).refs()).contains(person);
        assertThat(adapter.read(List.of(person))).isNotEmpty();
        assertThat(adapter.check().accountId()).contains(vendor().accountId());
        assertThat(bench().settle(adapter, SetFields.class, bench().score(person, 5)))
                .isNotNull();
        vendor().inject(RATE_LIMITED, ANY, 0, 1);
        assertThat(adapter.read(List.of(person))).as("after a wait, too").isNotEmpty();
    }
}
