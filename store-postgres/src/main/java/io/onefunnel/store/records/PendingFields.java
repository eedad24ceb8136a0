package io.onefunnel.store.records;

import io.onefunnel.model.Field;
import io.onefunnel.store.sql.Database;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Sets of fields that pending changes have in common, each with a number: a few dozen, however many changes there are. What
 * waits is counted by them. What is remembered here never changes.
 */
public final class PendingFields {
    private final Database database;
    private final Map<Integer, Set<Field>> sets = new ConcurrentHashMap<>();
    private final Map<Set<Field>, Integer> numbers = new ConcurrentHashMap<>();

    PendingFields(Database database) {
        this.database = database;
    }

    /**
     * The number of a set; made when it is new, in a transaction of its own: two that give numbers to the same new sets would
     * wait for each other's end, and so would what else they hold.
     */
    public int number(Sql sql, Set<Field> fields) throws SQLException {
        Integer known = numbers.get(fields);
        if (known != null) return known;
        read(sql);
        if (!numbers.containsKey(fields)) {
            List<String> keys = fields.stream().map(Field::key).sorted().toList();
            database.change(own ->
                    own.update("insert into pending_fields (fields) values (?) on conflict (fields) do nothing", keys));
            read(sql);
        }
        Integer number = numbers.get(fields);
        if (number == null) throw new SQLException("a set of fields has no number: " + fields);
        return number;
    }

    public Set<Field> of(Sql sql, int number) throws SQLException {
        if (!sets.containsKey(number)) read(sql);
        Set<Field> fields = sets.get(number);
        if (fields == null) throw new SQLException("set of fields " + number + " is missing");
        return fields;
    }

    private void read(Sql sql) throws SQLException {
        sql.list("select no, fields from pending_fields", row -> add((int) row.number(1), row.texts(2)));
    }

    private boolean add(int no, List<String> keys) {
        Set<Field> fields = keys.stream()
                .map(Field::ofKey)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Field.class)));
        sets.put(no, fields);
        // A field that went with an earlier version makes two sets look alike; either number says what is left of them.
        return numbers.putIfAbsent(fields, no) == null;
    }
}
