package io.onefunnel.sandbox.marketo;

import io.onefunnel.sandbox.http.HttpCall;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file of a multipart form. */
final class MultipartForm {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)");
    private static final String HEADERS_END = "\r\n\r\n";

    private MultipartForm() {}

    /** @throws Refusal 612 when the body is no multipart form, 613 when it has no part "file" */
    static String file(HttpCall call) {
        Matcher boundary = BOUNDARY.matcher(call.header("content-type").orElse(""));
        if (!boundary.find()) throw new Refusal("612", ErrorCodes.text("612"));
        // Bytes as letters one to one, so that positions found are positions of bytes.
        String body = new String(call.body(), StandardCharsets.ISO_8859_1);
        String delimiter = "--" + boundary.group(1);
        for (int from = body.indexOf(delimiter); from >= 0; ) {
            int next = body.indexOf("\r\n" + delimiter, from);
            if (next < 0) break;
            String part = body.substring(from + delimiter.length(), next);
            int headersEnd = part.indexOf(HEADERS_END);
            if (headersEnd >= 0 && part.substring(0, headersEnd).contains("name=\"file\"")) {
                byte[] file = part.substring(headersEnd + HEADERS_END.length()).getBytes(StandardCharsets.ISO_8859_1);
                return new String(file, StandardCharsets.UTF_8);
            }
            from = next + 2;
        }
        throw new Refusal("613", ErrorCodes.text("613"));
    }
}
