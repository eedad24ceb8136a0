package io.onefunnel.hubspot.write;

import io.onefunnel.hubspot.client.MappedError;
import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.write.BatchUpdates.Row;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.WriteResult.Rejected;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds for what a batch was refused as a whole, with few calls. A property that HubSpot names is left out and the rest is
 * sent; then it goes by itself to the records whose value was not complained of. What names no property of ours is looked
 * for by halving, unless the first rows that are tried alone get the same answer: then all of the batch do. One batch is
 * looked into at a time, so that the next one knows what was found.
 */
final class Isolation {
    /** Fewer rows are sent one by one as cheaply. */
    private static final int WORTH_PROBING = 8;

    /** Sends rows and puts what became of them; a refusal comes back to {@link #isolate}. */
    @FunctionalInterface
    interface Sender {
        void send(MappedType type, List<Row> rows, Map<Row, WriteResult> outcomes, Strikes strikes);
    }

    /**
     * What of this batch has been refused before.
     *
     * @param named how often a value of the properties that are alone in the rows was complained of
     * @param halving whether the batch is being halved, so that no row is tried alone any more
     */
    record Strikes(int named, boolean halving) {
        static final Strikes NONE = new Strikes(0, false);
    }

    private final Sender sender;
    private final RefusedProperties refused;
    /** The answers that every row which was tried alone got, of this writing. */
    private final Set<String> alike = new HashSet<>();

    Isolation(Sender sender, RefusedProperties refused) {
        this.sender = sender;
        this.refused = refused;
    }

    synchronized void isolate(
            MappedType type, List<Row> batch, Map<Row, WriteResult> outcomes, Strikes strikes, MappedError error) {
        Set<String> named = new LinkedHashSet<>(error.properties());
        Set<String> ours = new HashSet<>();
        batch.forEach(row -> ours.addAll(row.properties().keySet()));
        named.retainAll(ours);
        if (named.isEmpty()) {
            unnamed(type, batch, outcomes, strikes, error);
            return;
        }
        if (error.isUnknownProperty()) refused.add(type.object(), named);
        boolean alone = named.containsAll(ours);
        if (alone) values(type, batch, outcomes, strikes, error, named);
        else apart(type, batch, outcomes, error, named);
    }

    /** The properties that were named go by themselves, so that they hold back nothing else. */
    private void apart(
            MappedType type, List<Row> batch, Map<Row, WriteResult> outcomes, MappedError error, Set<String> named) {
        PartialRows parts = new PartialRows();
        List<Row> rest = new ArrayList<>();
        List<Row> alone = new ArrayList<>();
        for (Row row : batch) {
            parts.part(row, named, false).ifPresent(rest::add);
            parts.part(row, named, true).ifPresent(alone::add);
        }
        try {
            sender.send(type, rest, parts.results(), Strikes.NONE);
            values(type, alone, parts.results(), Strikes.NONE, error, named);
        } finally {
            parts.tell(outcomes);
        }
    }

    /** Rows that set nothing else: those whose value was complained of are out, the others are tried. */
    private void values(
            MappedType type,
            List<Row> rows,
            Map<Row, WriteResult> outcomes,
            Strikes strikes,
            MappedError error,
            Set<String> named) {
        boolean known = named.stream().allMatch(name -> refused.has(type.object(), name));
        List<Row> told = rows.stream().filter(row -> complainsOf(row, error)).toList();
        // A second value refused means the property as such, but for choices, of which several may be missing.
        boolean anyValue = strikes.named() > 0 && !told.isEmpty() && !error.isAboutChoices();
        if (anyValue) refused.add(type.object(), named);
        if (known || anyValue) {
            rows.forEach(row -> outcomes.put(row, BatchUpdates.rejected(row, error)));
            return;
        }
        if (told.isEmpty()) {
            unnamed(type, rows, outcomes, strikes, error);
            return;
        }
        told.forEach(row -> outcomes.put(row, BatchUpdates.rejected(row, error)));
        List<Row> others = rows.stream().filter(row -> !told.contains(row)).toList();
        sender.send(type, others, outcomes, new Strikes(strikes.named() + 1, strikes.halving()));
    }

    /** Words such as "abc was not a valid number": a value of the row, and not one of the choices that follow. */
    private static boolean complainsOf(Row row, MappedError error) {
        return error.complaints().stream()
                .anyMatch(complaint -> row.properties().values().stream()
                        .filter(value -> !value.isEmpty())
                        .anyMatch(value -> Pattern.compile("(?<![\\w.])" + Pattern.quote(value) + "(?![\\w])")
                                .matcher(complaint)
                                .find()));
    }

    private void unnamed(
            MappedType type, List<Row> batch, Map<Row, WriteResult> outcomes, Strikes strikes, MappedError error) {
        if (batch.size() == 1) {
            outcomes.put(batch.get(0), BatchUpdates.rejected(batch.get(0), error));
            return;
        }
        if (batch.size() < WORTH_PROBING || strikes.halving()) {
            halve(type, batch, outcomes, error);
            return;
        }
        String answer = words(batch, error);
        List<Row> left = new ArrayList<>(batch);
        int probes = alike.contains(answer) ? 1 : 2;
        for (int probe = 0; probe < probes; probe++) {
            // The first and the last: rows beside each other are often alike.
            Row row = left.remove(probe == 0 ? 0 : left.size() - 1);
            sender.send(type, List.of(row), outcomes, new Strikes(0, true));
            if (!answer.equals(words(outcomes.get(row)))) {
                alike.remove(answer);
                sender.send(type, left, outcomes, new Strikes(0, true));
                return;
            }
        }
        alike.add(answer);
        for (Row row : left) {
            outcomes.put(
                    row,
                    new Rejected(row.on(), error.code(), answer + " (as of all in its batch that were tried alone)"));
        }
    }

    /** It is known that a row of these is refused: where the first half goes through, it is in the second. */
    private void halve(MappedType type, List<Row> batch, Map<Row, WriteResult> outcomes, MappedError error) {
        List<Row> first = batch.subList(0, batch.size() / 2);
        List<Row> second = batch.subList(batch.size() / 2, batch.size());
        Strikes halving = new Strikes(0, true);
        sender.send(type, first, outcomes, halving);
        boolean through = first.stream().allMatch(row -> outcomes.get(row) instanceof WriteResult.Written);
        if (through && second.size() == 1) outcomes.put(second.get(0), BatchUpdates.rejected(second.get(0), error));
        else if (through) halve(type, second, outcomes, error);
        else sender.send(type, second, outcomes, halving);
    }

    private static String words(List<Row> rows, MappedError error) {
        Set<String> values = new HashSet<>();
        rows.forEach(row -> values.addAll(row.properties().values()));
        return error.words(values);
    }

    private static String words(@Nullable WriteResult result) {
        return result instanceof Rejected rejected ? rejected.vendorMessage() : "";
    }
}
