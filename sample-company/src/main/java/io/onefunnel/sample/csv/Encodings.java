package io.onefunnel.sample.csv;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Finds out in which encoding a file was saved. */
final class Encodings {
    /** Latin-1 as spreadsheets save it: the same letters, and the euro sign and curly quotes besides. */
    private static final Charset LATIN_1 = Charset.forName("windows-1252");

    /** A file's text, and the name of its encoding for the report. */
    record Decoded(String text, String encoding) {}

    private Encodings() {}

    static Decoded decode(byte[] bytes) {
        if (starts(bytes, 0xEF, 0xBB, 0xBF)) return decoded(bytes, 3, StandardCharsets.UTF_8, "UTF-8 with BOM");
        if (starts(bytes, 0xFF, 0xFE)) return decoded(bytes, 2, StandardCharsets.UTF_16LE, "UTF-16LE");
        if (starts(bytes, 0xFE, 0xFF)) return decoded(bytes, 2, StandardCharsets.UTF_16BE, "UTF-16BE");
        // Header names are ASCII: in UTF-16 without a mark every other byte of them is zero.
        if (bytes.length > 1 && bytes[1] == 0) return decoded(bytes, 0, StandardCharsets.UTF_16LE, "UTF-16LE");
        if (bytes.length > 1 && bytes[0] == 0) return decoded(bytes, 0, StandardCharsets.UTF_16BE, "UTF-16BE");
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new Decoded(text, "UTF-8");
        } catch (CharacterCodingException notUtf8) {
            return decoded(bytes, 0, LATIN_1, "Latin-1");
        }
    }

    private static Decoded decoded(byte[] bytes, int mark, Charset charset, String name) {
        return new Decoded(new String(bytes, mark, bytes.length - mark, charset), name);
    }

    private static boolean starts(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) return false;
        for (int i = 0; i < mark.length; i++) if ((bytes[i] & 0xFF) != mark[i]) return false;
        return true;
    }
}
