package io.onefunnel.salesforce.pull;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Watches the bytes of a CSV text for whether it ends where it should: behind a line or a value, outside of quotes. A text that
 * is cut off can have as many rows as were announced, with half a value in the last one.
 */
final class WholeCsv extends FilterInputStream {
    private int quotes;
    private int last = '\n';

    WholeCsv(InputStream csv) {
        super(csv);
    }

    /** Once all is read; a text without a single byte is whole. */
    boolean isWhole() {
        // A quote within a value is written twice: UTF-8 has no other byte that looks like one.
        return (last == '\n' || last == '"') && quotes % 2 == 0;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        if (next >= 0) watch(next);
        return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        if (count <= 0) return count;
        int found = 0;
        for (int i = offset; i < offset + count; i++) {
            if (into[i] == '"') found++;
        }
        quotes += found;
        last = into[offset + count - 1];
        return count;
    }

    private void watch(int next) {
        if (next == '"') quotes++;
        last = next;
    }
}
