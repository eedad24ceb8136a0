package io.onefunnel.sandbox.salesforce.soql;

import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Row;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A condition made ready to be asked of many rows: stamps are compared as numbers, never written out. */
final class RowTest {
    private final ObjectType type;
    private final OrgStore store;

    RowTest(ObjectType type, OrgStore store) {
        this.type = type;
        this.store = store;
    }

    Predicate<Row> of(Condition condition) {
        if (condition instanceof Condition.And and) {
            List<Predicate<Row>> parts = and.parts().stream().map(this::of).toList();
            return row -> {
                for (Predicate<Row> part : parts) {
                    if (!part.test(row)) return false;
                }
                return true;
            };
        }
        if (condition instanceof Condition.Or or) {
            List<Predicate<Row>> parts = or.parts().stream().map(this::of).toList();
            return row -> {
                for (Predicate<Row> part : parts) {
                    if (part.test(row)) return true;
                }
                return false;
            };
        }
        if (condition instanceof Condition.Not not) return of(not.part()).negate();
        if (condition instanceof Condition.Comparison comparison) {
            ToLongFunction<Row> stamp = stamp(comparison.path());
            if (stamp != null && comparison.literal() != null) {
                long second = FieldType.epochSecond(comparison.literal());
                return row -> comparison.operator().accepts(Long.compare(stamp.applyAsLong(row), second));
            }
        }
        return row -> condition.holds(path -> path.value(type, row, store));
    }

    private @Nullable ToLongFunction<Row> stamp(Path path) {
        Field field = path.own(type).orElse(null);
        if (field == null) return null;
        if (field.isSystemModstamp()) return Row::stamp;
        if (field.isCreatedDate()) return Row::created;
        return field.isLastModifiedDate() ? Row::modified : null;
    }
}
