package io.onefunnel.normalize;

import io.onefunnel.model.Field;
import io.onefunnel.spi.Change;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * A short name for what decisions read of a record: equal facts, equal digest. Our own fields are left out, so that our
 * writes are not news; so is the version, which every touch of the record moves.
 */
final class FactDigest {
    private static final int BYTES = 16;

    private FactDigest() {}

    static byte[] of(Change.Present raw, Map<Field, String> values) {
        // Canonical order and names: neither the order of an enum nor that of a vendor's answer may change the digest.
        Map<String, String> parts = new TreeMap<>();
        values.forEach((field, text) -> {
            if (field.writer() != Field.Writer.ONEFUNNEL) parts.put("f" + field.key(), text);
        });
        raw.links().forEach((role, ids) -> {
            if (!ids.isEmpty())
                parts.put(
                        "l" + role, String.join("\u0001", ids.stream().sorted().toList()));
        });
        if (!raw.history().isEmpty()) parts.put("h", raw.history().toString());
        StringBuilder text = new StringBuilder(256).append(raw.type());
        parts.forEach((name, value) ->
                text.append('\u0000').append(name).append('\u0000').append(value));
        return Arrays.copyOf(sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8)), BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
