package io.onefunnel.sample.csv;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which column of a file is which field: as told by --map, otherwise as its header is usually meant. */
final class Columns {
    private final CsvFile file;
    private final Map<String, Integer> places = new HashMap<>();

    private Columns(CsvFile file) {
        this.file = file;
    }

    /**
     * Recognises the columns of a file.
     *
     * @param kind "leads", "deals" or "activities"
     * @param told column to field, from --map
     * @throws IllegalArgumentException when --map names a column or a field that does not exist
     */
    static Columns of(CsvFile file, String kind, Map<String, String> told) {
        Map<String, List<String>> usual = usual(kind);
        Columns columns = new Columns(file);
        told.forEach((column, field) -> {
            int place = file.header.indexOf(column);
            if (place < 0)
                throw new IllegalArgumentException(
                        file.name + " has no column \"" + column + "\"; it has " + file.header);
            if (!usual.containsKey(field))
                throw new IllegalArgumentException(
                        "there is no field \"" + field + "\" for " + kind + "; there are " + usual.keySet());
            columns.places.put(field, place);
        });
        usual.forEach((field, headers) -> {
            if (columns.places.containsKey(field)) return;
            for (String header : headers) {
                int place = columns.free(header);
                if (place < 0) continue;
                columns.places.put(field, place);
                return;
            }
        });
        columns.report();
        return columns;
    }

    /** The cell of a field, stripped; empty when the file has no such column. */
    String cell(Row row, String field) {
        Integer place = places.get(field);
        return place == null ? "" : row.cells().get(place).strip();
    }

    boolean has(String field) {
        return places.containsKey(field);
    }

    /** The header above a field, for messages. */
    String header(String field) {
        return Optional.ofNullable(places.get(field)).map(file.header::get).orElse("");
    }

    /** How the dates of a field are written, judged from all its values. */
    DateColumn dates(String field) {
        return DateColumn.of(file.rows.stream().map(row -> cell(row, field)).toList());
    }

    private int free(String wanted) {
        for (int i = 0; i < file.header.size(); i++)
            if (plain(file.header.get(i)).equals(wanted) && !places.containsValue(i)) return i;
        return -1;
    }

    private void report() {
        Map<Integer, String> fields = new TreeMap<>();
        places.forEach((field, place) -> fields.put(place, field));
        for (int i = 0; i < file.header.size(); i++) {
            String field = fields.get(i);
            if (field == null) file.report.getUnusedColumns().add(file.header.get(i));
            else file.report.getColumns().put(file.header.get(i), field);
        }
    }

    private static String plain(String header) {
        return header.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private static Map<String, List<String>> usual(String kind) {
        Map<String, List<String>> usual = new LinkedHashMap<>();
        try (InputStream resource = Columns.class.getResourceAsStream("headers.txt")) {
            if (resource == null) throw new IllegalStateException("headers.txt is not on the class path");
            new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> line.startsWith(kind + "."))
                    .forEach(line -> {
                        int equals = line.indexOf(" = ");
                        usual.put(
                                line.substring(kind.length() + 1, equals),
                                List.of(line.substring(equals + 3).split(" ")));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return usual;
    }
}
