package io.onefunnel.benchmarks;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.onefunnel.model.RecordKind;
import io.onefunnel.salesforce.client.DailyQuota;
import io.onefunnel.salesforce.client.HttpRequests;
import io.onefunnel.salesforce.client.MappedType;
import io.onefunnel.salesforce.client.OrgAccess;
import io.onefunnel.salesforce.client.RecordIds;
import io.onefunnel.salesforce.pull.CsvChanges;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.ConnectionSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** From the bytes of a Bulk result to changes, beside the same bytes through FastCSV alone. */
final class CsvParsing {
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 9;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final ConnectionSettings settings;
    private final MappedType leads;
    private final byte[] csv;

    /** @param settings of an org that is there to be described */
    CsvParsing(ConnectionSettings settings, AdapterContext context, int rows) {
        this.settings = settings;
        try (HttpRequests http = new HttpRequests()) {
            DailyQuota quota = new DailyQuota(settings.id(), 1, Long.MAX_VALUE, context.clock());
            OrgAccess access = new OrgAccess(settings, ConnectionSettings.Use.READ, http, context, quota);
            leads = access.schema().mapped(RecordKind.PERSON).stream()
                    .filter(type -> type.name().equals("Lead"))
                    .findFirst()
                    .orElseThrow();
        }
        csv = csv(rows);
    }

    /** CPU nanoseconds for one row, the best of several rounds in turn. */
    record Figures(int columns, double bare, double toModel) {
        double ratio() {
            return toModel / bare;
        }
    }

    Figures measure() throws IOException {
        long bare = Long.MAX_VALUE;
        long toModel = Long.MAX_VALUE;
        long rows = 0;
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            long began = threads.getCurrentThreadCpuTime();
            rows = bare();
            long between = threads.getCurrentThreadCpuTime();
            long changes = toModel();
            long ended = threads.getCurrentThreadCpuTime();
            if (changes != rows) throw new IllegalStateException(changes + " changes of " + rows + " rows");
            if (round < WARM_UP) continue;
            bare = Math.min(bare, between - began);
            toModel = Math.min(toModel, ended - between);
        }
        return new Figures(leads.columns().size(), (double) bare / rows, (double) toModel / rows);
    }

    private long bare() throws IOException {
        long rows = -1;
        long characters = 0;
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(stream(), StandardCharsets.UTF_8)) {
            for (CsvRecord row : reader) {
                rows++;
                for (int i = 0; i < row.getFieldCount(); i++)
                    characters += row.getField(i).length();
            }
        }
        if (characters == 0) throw new IllegalStateException("the rows are empty");
        return rows;
    }

    private long toModel() throws IOException {
        long changes = 0;
        try (CsvReader<Change> reader = CsvChanges.read(settings.id(), leads, stream())) {
            for (Change change : reader) {
                if (!(change instanceof Change.Present)) throw new IllegalStateException("a row could not be read");
                changes++;
            }
        }
        return changes;
    }

    private ByteArrayInputStream stream() {
        return new ByteArrayInputStream(csv);
    }

    /** Half of the columns filled, all quoted, as Bulk API 2.0 writes them. */
    private byte[] csv(int rows) {
        StringBuilder text = new StringBuilder();
        List<String> columns = leads.columns();
        text.append('"').append(String.join("\",\"", columns)).append("\"\n");
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns.size(); column++) {
                text.append(column == 0 ? "\"" : ",\"")
                        .append(value(columns.get(column), column, row))
                        .append('"');
            }
            text.append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String value(String column, int position, int row) {
        if (column.equals("Id")) return RecordIds.to18(String.format(Locale.ROOT, "00Q%012d", row));
        if (column.equals(leads.stamp())) return "2026-03-02T10:15:" + (10 + row % 50) + ".000Z";
        if (column.equals(MappedType.DELETED)) return "false";
        if (column.equals(MappedType.MASTER) || position % 2 == 1) return "";
        return switch (leads.parser(position)) {
            case INSTANT -> "2026-03-02T10:15:" + (10 + row % 50) + ".000Z";
            case NUMBER -> row % 1000 + ".0";
            case ID -> RecordIds.to18(String.format(Locale.ROOT, "005%012d", row % 50));
            case TEXT -> "Text " + row % 5000;
        };
    }
}
