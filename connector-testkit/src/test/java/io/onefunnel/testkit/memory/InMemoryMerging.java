package io.onefunnel.testkit.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.Merging;
import io.onefunnel.testkit.memory.InMemoryCrm.Row;
import io.onefunnel.testkit.memory.Wire.Broken;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Merges of {@link InMemoryCrm}: losers come back from the bin, what moved with them does not. */
final class InMemoryMerging implements Merging {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STAYS = "Activities that moved to the survivor stay there.";

    private final InMemoryAdapter adapter;
    private final InMemoryCrm crm;
    private final Wire wire;

    InMemoryMerging(InMemoryAdapter adapter, InMemoryCrm crm, Wire wire) {
        this.adapter = adapter;
        this.crm = crm;
        this.wire = wire;
    }

    @Override
    public List<String> blockers(Command.Merge merge) {
        Map<Long, Row> rows = adapter.rows(all(merge));
        return all(merge).stream()
                .filter(ref -> {
                    Row row = rows.get(InMemoryAdapter.id(ref));
                    return row == null || row.deleted();
                })
                .map(ref -> ref + " is not there any more.")
                .toList();
    }

    @Override
    public MergeSnapshot snapshot(Command.Merge merge) {
        Map<String, Map<String, String>> content = new TreeMap<>();
        adapter.rows(all(merge)).forEach((id, row) -> content.put(String.valueOf(id), row.fields()));
        try {
            return new MergeSnapshot(merge.on(), merge.losers(), JSON.writeValueAsString(content));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are not JSON", e);
        }
    }

    @Override
    public List<String> irreversible(Command.Merge merge) {
        return List.of(STAYS);
    }

    @Override
    public UndoReport undo(MergeSnapshot snapshot) {
        Map<String, Map<String, String>> before = read(snapshot);
        List<SourceRef> refs = new ArrayList<>(snapshot.losers());
        refs.add(snapshot.survivor());
        try {
            for (SourceRef ref : refs) {
                long id = InMemoryAdapter.id(ref);
                wire.write(token -> crm.restore(token, id));
                putBack(id, before.getOrDefault(ref.id(), Map.of()), ref);
            }
        } catch (Broken e) {
            throw new AdapterException(
                    AdapterErrorCode.UNREACHABLE, adapter.connection() + ": the connection broke; undo again", e);
        }
        return new UndoReport(snapshot.losers(), List.of(STAYS));
    }

    /** Writes only what differs, so that repeating it writes nothing. */
    private void putBack(long id, Map<String, String> before, SourceRef ref) throws Broken {
        Row row = adapter.rows(List.of(ref)).get(id);
        if (row == null) return;
        Map<String, String> different = new LinkedHashMap<>();
        row.fields().keySet().forEach(field -> different.put(field, ""));
        different.putAll(before);
        different
                .entrySet()
                .removeIf(value -> row.fields().getOrDefault(value.getKey(), "").equals(value.getValue()));
        if (!different.isEmpty()) wire.write(token -> crm.update(token, Map.of(id, different)));
    }

    private static Map<String, Map<String, String>> read(MergeSnapshot snapshot) {
        try {
            return JSON.readValue(snapshot.content(), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no snapshot of this adapter", e);
        }
    }

    private static List<SourceRef> all(Command.Merge merge) {
        List<SourceRef> all = new ArrayList<>(merge.losers());
        all.add(merge.on());
        return all;
    }
}
