package io.onefunnel.sandbox.marketo.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.Refusal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The file of one extract while it is written. */
public final class ExtractFile {
    // Letters go over into bytes now and then: a file of half a million rows should not be held twice.
    private static final int LETTERS_HELD = 1 << 16;

    /** What a job asked for: which columns, under which headers, in which format. */
    record Columns(FileFormat format, List<String> fields, List<String> headers) {
        /**
         * @param usual the columns of a job that names none; empty where it must name some
         * @throws Refusal 1002 without fields, 1006 for a field that is not there
         */
        static Columns asked(ApiCall call, List<String> usual, Predicate<String> known) {
            List<String> fields = new ArrayList<>();
            for (JsonNode each : call.body().path("fields")) fields.add(each.asText());
            if (fields.isEmpty()) fields.addAll(usual);
            if (fields.isEmpty()) throw new Refusal("1002", "Missing value for required parameter 'fields'");
            for (String field : fields) {
                if (!known.test(field)) throw new Refusal("1006", "Field '" + field + "' not found");
            }
            // A map {apiName: header} in the documents and in real jobs, whatever the definition says.
            JsonNode renamed = call.body().path("columnHeaderNames");
            List<String> headers = fields.stream()
                    .map(field -> renamed.path(field).asText(field))
                    .toList();
            return new Columns(FileFormat.of(call.text("format", "CSV")), fields, headers);
        }

        ExtractFile file() {
            return new ExtractFile(this);
        }
    }

    private final Columns columns;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int records;

    private ExtractFile(Columns columns) {
        this.columns = columns;
        line(columns.headers());
    }

    /** Adds a record, each column's cell found by the column's field name. */
    void row(Function<String, @Nullable String> cell) {
        boolean first = true;
        for (String field : columns.fields()) {
            if (!first) text.append(columns.format().delimiter());
            first = false;
            columns.format().cell(text, cell.apply(field));
        }
        text.append('\n');
        records++;
        if (text.length() > LETTERS_HELD) flush();
    }

    int records() {
        return records;
    }

    byte[] bytes() {
        flush();
        return bytes.toByteArray();
    }

    private void flush() {
        bytes.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
        text.setLength(0);
    }

    private void line(List<String> cells) {
        boolean first = true;
        for (String each : cells) {
            if (!first) text.append(columns.format().delimiter());
            first = false;
            columns.format().cell(text, each);
        }
        text.append('\n');
    }
}
