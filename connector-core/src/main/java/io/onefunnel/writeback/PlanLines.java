package io.onefunnel.writeback;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** The lines of a plan file, one after the other, and whether they are as they were written. */
final class PlanLines implements AutoCloseable {
    /** A hundred times what the longest write needs. */
    static final int LONGEST = 1 << 20;

    private final InputStream file;
    private final Mac mac;
    private final byte[] chunk = new byte[1 << 16];
    private int from;
    private int to;
    /** The bytes of the line that was given last: they count for the seal when another one follows. */
    private byte[] last = new byte[0];

    PlanLines(Path file, PlanSeal seal) throws IOException {
        this.file = Files.newInputStream(file);
        this.mac = seal.begin();
    }

    /** A line is longer than any that was ever written. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLongException() {
            super("it is longer than a write can be");
        }
    }

    /**
     * The next line, without its end; null behind the last one.
     *
     * @throws CharacterCodingException when it is no text
     * @throws TooLongException when it does not end within {@link #LONGEST} bytes
     */
    @Nullable
    String next() throws IOException {
        mac.update(last);
        last = bytes();
        if (last.length == 0) return null;
        int length = last[last.length - 1] == '\n' ? last.length - 1 : last.length;
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(last, 0, length))
                .toString();
    }

    /** Whether this is the seal of all lines before the one that was given last. To be asked once. */
    boolean areSealedBy(String hex) {
        try {
            return MessageDigest.isEqual(mac.doFinal(), HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException noHex) {
            return false;
        }
    }

    /** A line with its end; empty behind the last one. */
    private byte[] bytes() throws IOException {
        byte[] line = new byte[0];
        while (from < to || fill()) {
            int end = from;
            while (end < to && chunk[end] != '\n') end++;
            boolean whole = end < to;
            int upTo = whole ? end + 1 : end;
            int length = line.length;
            line = Arrays.copyOf(line, length + upTo - from);
            System.arraycopy(chunk, from, line, length, upTo - from);
            from = upTo;
            if (line.length > LONGEST) throw new TooLongException();
            if (whole) break;
        }
        return line;
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, file.read(chunk));
        return to > 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
