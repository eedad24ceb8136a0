package io.onefunnel.sandbox.marketo.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An opaque page position. Real tokens are Base32 with padding ("GIYDAOBNGEYS2MBW...===="), so that a client that forgets
 * to encode the equals signs is found out here.
 */
public final class PagingToken {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private PagingToken() {}

    public static String of(Object... parts) {
        List<String> texts = new ArrayList<>();
        for (Object part : parts) texts.add(part.toString());
        return encode(String.join(",", texts).getBytes(StandardCharsets.UTF_8));
    }

    /** The parts of a token of {@code count} parts. */
    public static List<String> parts(String token, int count) {
        List<String> parts = List.of(new String(decode(token), StandardCharsets.UTF_8).split(",", -1));
        if (parts.size() != count) throw invalid(token);
        return parts;
    }

    public static Refusal invalid(String token) {
        return new Refusal("1003", "Invalid value for field 'nextPageToken' and value '" + token + "'");
    }

    private static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int from = 0; from < bytes.length; from += 5) {
            int length = Math.min(5, bytes.length - from);
            long group = 0;
            for (int i = 0; i < 5; i++) group = group << 8 | (i < length ? bytes[from + i] & 0xFF : 0);
            int letters = (length * 8 + 4) / 5;
            for (int i = 0; i < 8; i++) {
                text.append(i < letters ? ALPHABET.charAt((int) (group >> (35 - 5 * i)) & 31) : '=');
            }
        }
        return text.toString();
    }

    private static byte[] decode(String token) {
        String letters = token.replace("=", "");
        byte[] bytes = new byte[letters.length() * 5 / 8];
        int bits = 0;
        int held = 0;
        int at = 0;
        for (char letter : letters.toCharArray()) {
            int value = ALPHABET.indexOf(letter);
            if (value < 0) throw invalid(token);
            bits = (bits << 5 | value) & 0xFFFF;
            held += 5;
            if (held < 8) continue;
            held -= 8;
            bytes[at++] = (byte) (bits >> held);
        }
        return bytes;
    }
}
