package io.onefunnel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Merging.MergeSnapshot;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose account it is: an adapter says so, and guarded by it nothing reaches another one. */
interface AccountContract extends ContractPart {
    @Test
    default void theAccountBehindEachUseIsTheOneThatAnswers() {
        CrmAdapter adapter = bench().adapter();

        for (Use use : Use.values()) {
            assertThat(adapter.account(use)).as("account for %s", use).isEqualTo(vendor().accountId());
        }

        assertThat(adapter.check().accountId()).contains(vendor().accountId());
        assertThat(vendor().audit()).isEmpty();
    }

    @Test
    default void wrongCredentialsHaveNoAccount() {
        AdapterException refused = catchThrowableOfType(
                AdapterException.class,
                () -> bench().pullPeople(
                                bench().guarded(
                                                bench().adapter(Access.WRONG_CREDENTIALS),
                                                bench().mapping(),
                                                vendor().accountId()),
                                Cursor.BEGINNING));

        assertThat(refused).as("refusal").isNotNull();
        assertThat(refused.code()).isEqualTo(AdapterErrorCode.CREDENTIALS_REFUSED);
    }

    @Test
    default void anAccountThatNobodyNamesIsUnexpectedAndNoAccount() {
        vendor().hideAccount();
        CrmAdapter adapter = bench().adapter();

        Readiness found = adapter.check();
        AdapterException refused = catchThrowableOfType(AdapterException.class, () -> adapter.account(Use.READ));

        assertThat(refused).as("refusal").isNotNull();
        assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
        assertThat(refused).hasMessageMatching("(?s).*\\b(\\w*Id|id|account)\\b.*");
        assertThat(found.accountId()).as("account of a check").isEmpty();
        assertThat(found.problems())
                .filteredOn(problem -> problem.severity() == Severity.BLOCKS)
                .extracting(Problem::code)
                .contains(AdapterErrorCode.UNEXPECTED_RESPONSE);
    }

    @Test
    default void theRightAccountIsAskedForOnce() {
        SourceRef person = bench().addPerson(1);
        bench().aWhilePasses();
        List<Use> asked = new ArrayList<>();
        CrmAdapter counting = new ForwardingAdapter(bench().adapter()) {
            @Override
            public String account(Use use) {
                asked.add(use);
                return sound.account(use);
            }
        };
        CrmAdapter adapter = bench().guarded(counting, bench().mapping(), vendor().accountId());

        assertThat(bench().pullPeople(adapter, Cursor.BEGINNING).refs()).contains(person);
        assertThat(adapter.read(List.of(person))).isNotEmpty();
        bench().write(adapter, Command.SetFields.class, bench().score(person, 5));

        assertThat(asked).hasSize(1);
        assertThat(vendor().value(person, Field.OF_SCORE)).startsWith("5");
    }

    @Test
    default void nothingIsReadFromAnotherAccount() {
        SourceRef person = bench().addPerson(1);
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapterOfAnotherAccount(bench().mapping());

        assertRefused("pull", () -> adapter.pull(RecordKind.PERSON, Cursor.BEGINNING));
        assertRefused("read", () -> adapter.read(List.of(person)));
        adapter.counts().ifPresent(counts -> {
            assertRefused("count", () -> counts.count(RecordKind.PERSON));
            assertRefused("estimate", () -> counts.estimate(RecordKind.PERSON));
        });
        adapter.metadata().ifPresent(metadata -> {
            assertRefused("stages", metadata::stages);
            assertRefused("statuses", metadata::statuses);
            assertRefused("hours", metadata::businessHours);
            assertRefused("campaign statuses", metadata::campaignStatuses);
        });
    }

    @Test
    default void nothingIsWrittenToAnotherAccount() {
        SourceRef person = bench().addPerson(1);
        SourceRef other = bench().addPerson(2);
        SourceRef user = new SourceRef(vendor().connection(), RecordKind.USER, "1");
        CrmAdapter adapter = bench().adapterOfAnotherAccount(bench().mapping());

        for (Command each : bench().oneOfEach(person, other, user)) {
            CommandWriter<Command> writer = TestBench.writerOf(adapter, each).orElse(null);
            if (writer == null) continue; // what an adapter cannot write, it writes nowhere
            String type = each.getClass().getSimpleName();
            assertRefused("write " + type, () -> writer.write(List.of(each)));
            assertRefused("settle " + type, () -> writer.settle(List.of(each)));
        }
        assertThat(vendor().audit()).isEmpty();
    }

    @Test
    default void nothingIsMergedOrCreatedInAnotherAccount() {
        SourceRef person = bench().addPerson(1);
        SourceRef other = bench().addPerson(2);
        Command.Merge merge = new Command.Merge(bench().intent(), person, List.of(other), Map.of());
        CrmAdapter adapter = bench().adapterOfAnotherAccount(bench().mapping());

        adapter.merging().ifPresent(merging -> {
            assertRefused("blockers", () -> merging.blockers(merge));
            assertRefused("snapshot", () -> merging.snapshot(merge));
            assertRefused("irreversible", () -> merging.irreversible(merge));
            assertRefused("undo", () -> merging.undo(new MergeSnapshot(person, List.of(other), "{}")));
        });
        adapter.provisioning().ifPresent(provisioning -> {
            assertRefused("plan", provisioning::plan);
            assertRefused("apply", () -> provisioning.apply(List.of()));
            assertRefused("lasting", provisioning::lasting);
            assertRefused("removable", provisioning::removable);
            assertRefused("remove", () -> provisioning.remove(List.of()));
        });
        assertThat(vendor().audit()).isEmpty();
    }

    private void assertRefused(String what, Runnable call) {
        AdapterException refused = catchThrowableOfType(AdapterException.class, call::run);
        assertThat(refused).as("refusal of %s", what).isNotNull();
        assertThat(refused.code()).as("code for %s", what).isEqualTo(AdapterErrorCode.WRONG_ACCOUNT);
        assertThat(refused)
                .hasMessageContaining(vendor().connection().value())
                .hasMessageContaining(vendor().accountId())
                .hasMessageContaining(bench().anotherAccount());
    }
}
