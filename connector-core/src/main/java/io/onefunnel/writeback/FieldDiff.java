package io.onefunnel.writeback;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Field;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.SourceRef;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is worth writing: the difference between desired and held, less what is not material. Each write fires flows at
 * the vendor, moves its modification stamp and feeds its native syncs.
 */
public final class FieldDiff {
    /** Only written along with another field: alone they say nothing new. */
    private static final Set<Field> ATTENDANTS =
            Set.of(Field.OF_SCORE_AT, Field.OF_SCORE_VERSION, Field.OF_HEARTBEAT, Field.OF_CRITERIA_VERSION);

    /** A score that moves less than this within its grade is not worth a write; what explains it waits with it. */
    private final int materialPoints;

    public FieldDiff(int materialPoints) {
        this.materialPoints = materialPoints;
    }

    /**
     * One pending change for each record that must change; records in order.
     *
     * @param desired by record, what it should hold in our fields; a field that is not named is left alone
     */
    public List<PendingChange> between(CaseFile file, Map<SourceRef, Map<Field, String>> desired) {
        List<PendingChange> pending = new ArrayList<>();
        desired.forEach((ref, fields) -> file.record(ref).ifPresent(record -> {
            Map<Field, String> before = new EnumMap<>(Field.class);
            Map<Field, String> after = new EnumMap<>(Field.class);
            fields.forEach((field, wanted) -> {
                String held = record.values().getOrDefault(field, "");
                if (held.equals(wanted) || belongsToAPerson(file, ref, field, held)) return;
                before.put(field, held);
                after.put(field, wanted);
            });
            dropImmaterialScore(before, after, record, fields);
            if (ATTENDANTS.containsAll(after.keySet())) return;
            pending.add(new PendingChange(file.person(), ref, before, after, reason(before, after)));
        }));
        return pending;
    }

    /**
     * A field that people fill in is theirs: it is set only while it is empty or holds what we put there. A referrer that
     * somebody chose stays chosen.
     */
    private static boolean belongsToAPerson(CaseFile file, SourceRef ref, Field field, String held) {
        if (field.writer() != Field.Writer.PERSON || held.isEmpty()) return false;
        String ours = file.written().getOrDefault(ref, Map.of()).get(field);
        return !held.equals(ours);
    }

    private void dropImmaterialScore(
            Map<Field, String> before, Map<Field, String> after, PersonRecord record, Map<Field, String> desired) {
        boolean sameGrade = !after.containsKey(Field.OF_GRADE);
        if (!sameGrade || !desired.containsKey(Field.OF_SCORE)) return;
        if (after.containsKey(Field.OF_SCORE)) {
            String held = record.values().getOrDefault(Field.OF_SCORE, "");
            if (held.isEmpty()) return;
            double moved = Math.abs(Integer.parseInt(after.get(Field.OF_SCORE)) - number(held));
            if (moved >= materialPoints) return;
        }
        for (Field field : List.of(Field.OF_SCORE, Field.OF_SCORE_REASONS, Field.OF_TOP_REASON)) {
            before.remove(field);
            after.remove(field);
        }
    }

    /** Words that somebody typed, "NaN" among them, are infinitely far from every score. */
    private static double number(String text) {
        try {
            double number = Double.parseDouble(text);
            return Double.isNaN(number) ? Double.POSITIVE_INFINITY : number;
        } catch (NumberFormatException words) {
            return Double.POSITIVE_INFINITY;
        }
    }

    private static String reason(Map<Field, String> before, Map<Field, String> after) {
        List<String> parts = new ArrayList<>();
        describe(parts, "score", Field.OF_SCORE, before, after);
        describe(parts, "stage", Field.OF_STAGE, before, after);
        describe(parts, "first touch", Field.OF_SLA_FIRST_TOUCH_STATUS, before, after);
        describe(parts, "resolution", Field.OF_SLA_RESOLUTION_STATUS, before, after);
        describe(parts, "origin", Field.OF_ORIGIN, before, after);
        describe(parts, "outcome", Field.OF_OUTCOME, before, after);
        describe(parts, "duplicate", Field.OF_MERGE_STATE, before, after);
        String top = after.getOrDefault(Field.OF_TOP_REASON, "");
        if (!top.isEmpty()) parts.add(top);
        return parts.isEmpty() ? after.size() + " fields" : String.join("; ", parts);
    }

    private static void describe(
            List<String> parts, String label, Field field, Map<Field, String> before, Map<Field, String> after) {
        String wanted = after.get(field);
        if (wanted == null || wanted.isEmpty()) return;
        String held = before.getOrDefault(field, "");
        parts.add(label + " " + (held.isEmpty() ? "" : held + " -> ") + wanted);
    }
}
