package io.onefunnel.sandbox.marketo.bulk;

import io.onefunnel.sandbox.marketo.api.Refusal;
import org.jspecify.annotations.Nullable;

/** How a bulk file parts its cells: "CSV, TSV, or SSV": "Bulk Extract", "Creating a Job". */
enum FileFormat {
    CSV(','),
    TSV('\t'),
    SSV(';');

    private final char delimiter;

    FileFormat(char delimiter) {
        this.delimiter = delimiter;
    }

    /** @throws Refusal 1003 for any other word; upper and lower case are the same */
    static FileFormat of(String text) {
        for (FileFormat each : values()) if (each.name().equalsIgnoreCase(text)) return each;
        throw new Refusal("1003", "Unsupported format '" + text + "'");
    }

    char delimiter() {
        return delimiter;
    }

    /** Quoted where it must be; nothing is the text {@code null}: "Bulk Lead Extract", "Retrieving Your Data". */
    void cell(StringBuilder into, @Nullable String value) {
        if (value == null) {
            into.append("null");
            return;
        }
        boolean plain = true;
        for (int i = 0; i < value.length() && plain; i++) {
            char letter = value.charAt(i);
            plain = letter != delimiter && letter != '"' && letter != '\n' && letter != '\r';
        }
        if (plain) into.append(value);
        else into.append('"').append(value.replace("\"", "\"\"")).append('"');
    }
}
