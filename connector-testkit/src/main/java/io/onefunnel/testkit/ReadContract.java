package io.onefunnel.testkit;

import static io.onefunnel.model.Field.NAME;
import static io.onefunnel.model.Field.TITLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reading records by id, as before every write that depends on evidence. */
interface ReadContract extends ContractPart {
    @Test
    default void whatIsReadIsWhatTheVendorHoldsNow() {
        SourceRef person = bench().addPerson(1);
        CrmAdapter adapter = bench().adapter();
        adapter.read(List.of(person));
        vendor().edit(person, Map.of(TITLE, "Director"));

        List<Change> read = adapter.read(List.of(person));

        assertThat(read).singleElement().isInstanceOfSatisfying(Change.Present.class, present -> {
            assertThat(present.ref()).isEqualTo(person);
            assertThat(Mappings.value(bench().mapping(), present, TITLE)).contains("Director");
        });
    }

    @Test
    default void aReadRecordLooksAsAPulledOne() {
        SourceRef person = bench().addPerson(1);
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        Mirror mirror = new Mirror();
        mirror.take(bench().pullPeople(adapter, Cursor.BEGINNING).changes());

        Change.Present read = (Change.Present) adapter.read(List.of(person)).get(0);

        Change.Present pulled = mirror.present(person).orElseThrow();
        assertThat(read.type()).isEqualTo(pulled.type());
        assertThat(read.fields()).isEqualTo(pulled.fields());
        assertThat(read.fetched()).isEqualTo(pulled.fetched());
        assertThat(read.version()).isEqualTo(pulled.version());
    }

    @Test
    default void everyRefIsAnsweredWhateverBecameOfIt() {
        SourceRef live = bench().addPerson(1);
        SourceRef deleted = bench().addPerson(2);
        SourceRef one = bench().addPerson(3);
        SourceRef other = bench().addPerson(4);
        bench().aWhilePasses();
        vendor().delete(deleted);
        SourceRef survivor = vendor().merge(one, other);
        Mirror mirror = new Mirror();

        List<Change> read = bench().adapter().read(List.of(deleted, other, live));

        assertThat(read).extracting(Change::ref).contains(live, deleted, other);
        mirror.take(read);
        assertThat(mirror.present(live)).isPresent();
        assertThat(mirror.isDeleted(deleted)).isTrue();
        assertThat(mirror.current(other)).isEqualTo(survivor);
    }

    @Test
    default void moreRefsThanOneCallTakesAreAllAnswered() {
        List<SourceRef> people = new ArrayList<>(bench().addPeople(450));
        Collections.reverse(people);

        List<Change> read = bench().adapter().read(people);

        assertThat(read).extracting(Change::ref).containsExactlyInAnyOrderElementsOf(people);
    }

    @Test
    default void noRefsCostNoCall() {
        CrmAdapter adapter = bench().adapter();
        long calls = vendor().calls();

        assertThat(adapter.read(List.of())).isEmpty();
        assertThat(vendor().calls()).isEqualTo(calls);
    }

    @ParameterizedTest
    @EnumSource(
            value = RecordKind.class,
            names = {"COMPANY", "OPPORTUNITY"})
    default void companiesAndOpportunitiesCanBeReadWhereTheyAreMapped(RecordKind kind) {
        if (bench().mapping().typesOf(kind).isEmpty()) return; // nothing can be pulled that one might read
        SourceRef record = vendor().add(kind, Map.of(NAME, "Engines"));

        List<Change> read = bench().adapter().read(List.of(record));

        assertThat(read)
                .singleElement()
                .isInstanceOfSatisfying(
                        Change.Present.class,
                        present -> assertThat(Mappings.value(bench().mapping(), present, NAME))
                                .contains("Engines"));
    }

    @Test
    default void kindsMayBeMixedInOneRead() {
        SourceRef person = bench().addPerson(1);
        if (bench().mapping().typesOf(RecordKind.COMPANY).isEmpty()) return; // nothing to mix with
        SourceRef company = vendor().add(RecordKind.COMPANY, Map.of(NAME, "Engines"));

        assertThat(bench().adapter().read(List.of(company, person)))
                .extracting(Change::ref)
                .containsExactlyInAnyOrder(person, company);
    }
}
