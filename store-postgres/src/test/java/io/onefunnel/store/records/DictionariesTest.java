package io.onefunnel.store.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.store.StoreFixture;
import io.onefunnel.store.sql.Database;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Numbers that several transactions give to the same new things at the same time. */
class DictionariesTest {
    private static StoreFixture store;

    @BeforeAll
    static void open() {
        store = new StoreFixture(DictionariesTest.class);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Test
    @Timeout(30)
    void twoTransactionsGiveNumbersToTheSameNewSetsWithoutWaitingForEachOther() {
        Database database = new Database(store.store.dataSource());
        Set<Field> score = Set.of(Field.OF_SCORE);
        Set<Field> stage = Set.of(Field.OF_STAGE, Field.OF_SCORE);
        database.change(first -> {
            SurrogateKeys one = new SurrogateKeys(database);
            int number = one.pendingFields().number(first, score);
            int names = one.fieldSet(first, Set.of("Email", "Title"));
            database.change(second -> {
                SurrogateKeys other = new SurrogateKeys(database);
                int stages = other.pendingFields().number(second, stage);
                assertThat(other.pendingFields().number(second, score)).isEqualTo(number);
                assertThat(other.fieldSet(second, Set.of("Title", "Email"))).isEqualTo(names);
                assertThat(one.pendingFields().number(first, stage)).isEqualTo(stages);
                assertThat(one.pendingFields().of(first, stages)).isEqualTo(stage);
            });
        });
    }

    @Test
    void aNumberOutlivesTheTransactionThatItWasGivenIn() {
        Database database = new Database(store.store.dataSource());
        SurrogateKeys keys = new SurrogateKeys(database);
        int[] number = new int[1];
        try {
            database.change(sql -> {
                number[0] = keys.pendingFields().number(sql, Set.of(Field.OF_GRADE));
                throw new IllegalStateException("rolled back");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("rolled back");
        }
        database.change(
                sql -> assertThat(new SurrogateKeys(database).pendingFields().of(sql, number[0]))
                        .containsExactly(Field.OF_GRADE));
    }
}
