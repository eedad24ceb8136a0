package io.onefunnel.store.records;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import io.onefunnel.store.sql.Json;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads stored records, with what we wrote since already in their fields. */
public final class RecordReader {
    private static final String COLUMNS = """
            select r.no, c.name, r.kind, r.id, n.type, n.version, n.field_set_no, n.raw, n.acked, n.acked_owner
            from record r join content n on n.record_no = r.no join connection c on c.no = r.connection_no
            where r.state = 'LIVE' and
            """;

    private final SurrogateKeys surrogateKeys;
    private final FieldNameCodec fieldNames;

    public RecordReader(SurrogateKeys surrogateKeys, FieldNameCodec fieldNames) {
        this.surrogateKeys = surrogateKeys;
        this.fieldNames = fieldNames;
    }

    public Optional<Change.Present> find(Sql sql, SourceRef ref) throws SQLException {
        return list(
                        sql,
                        "c.name = ? and r.kind = ?::record_kind and r.id = ?",
                        ref.connection().value(),
                        ref.kind(),
                        ref.id())
                .values()
                .stream()
                .findFirst();
    }

    /** Live ones among these numbers. */
    public Map<Long, Change.Present> byNumber(Sql sql, Collection<Long> numbers) throws SQLException {
        if (numbers.isEmpty()) return Map.of();
        return list(sql, "r.no = any(?)", numbers);
    }

    public List<Change.Present> ofKind(Sql sql, RecordKind kind) throws SQLException {
        return new ArrayList<>(
                list(sql, "r.kind = ?::record_kind order by c.name, r.id", kind).values());
    }

    private Map<Long, Change.Present> list(Sql sql, String condition, @Nullable Object... arguments)
            throws SQLException {
        Map<Long, Change.Present> found = new LinkedHashMap<>();
        sql.list(COLUMNS + condition, row -> found.put(row.number(1), present(sql, row)), arguments);
        return found;
    }

    private Change.Present present(Sql sql, Sql.Row row) throws SQLException {
        RawJson.Content content = RawJson.read(row.text(8));
        Change.Present raw = new Change.Present(
                new SourceRef(new ConnectionId(row.text(2)), RecordKind.valueOf(row.text(3)), row.text(4)),
                row.text(5),
                row.instant(6),
                content.fields(),
                surrogateKeys.fieldNames(sql, (int) row.number(7)),
                content.links(),
                content.history());
        return fieldNames.overlaid(raw, Json.fields(row.text(9)), row.optionalText(10));
    }
}
