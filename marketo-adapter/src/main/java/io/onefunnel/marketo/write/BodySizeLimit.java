package io.onefunnel.marketo.write;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Cuts what is to be sent so that no call is too large. */
final class BodySizeLimit {
    // Bodies may be 1 MB: "Lead Database". The rest is for the envelope.
    private static final int LARGEST = 900 * 1024;

    private BodySizeLimit() {}

    /**
     * @param most records in a call
     * @param written a record as the call will hold it
     */
    static <T> List<List<T>> split(List<T> records, int most, Function<T, String> written) {
        List<List<T>> split = new ArrayList<>();
        List<T> present = new ArrayList<>();
        int bytes = 0;
        for (T each : records) {
            int size = written.apply(each).getBytes(StandardCharsets.UTF_8).length + 1;
            boolean full = present.size() == most || bytes + size > LARGEST;
            if (full && !present.isEmpty()) {
                split.add(present);
                present = new ArrayList<>();
                bytes = 0;
            }
            present.add(each);
            bytes += size;
        }
        if (!present.isEmpty()) split.add(present);
        return split;
    }
}
