package io.onefunnel.salesforce.client;

import com.sforce.soap.partner.StatusCode;
import com.sforce.soap.partner.fault.ExceptionCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Replaces error codes that are newer than the stubs. force-wsc gives up a whole answer for one enum name that it does
 * not know ("Not a valid enumeration"): after a write of 200 rows the outcome of all of them would be lost for the sake
 * of one. The unknown name is kept in the message.
 */
final class KnownCodes {
    static final String STAND_IN = "UNKNOWN_EXCEPTION";
    private static final byte[] CODE_END = ascii("Code>");
    private static final byte[] MESSAGE_END = ascii("essage>");
    private static final byte[] ERROR_BEGIN = ascii("<errors");
    private static final Set<String> STATUS_CODES =
            Arrays.stream(StatusCode.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> EXCEPTION_CODES =
            Arrays.stream(ExceptionCode.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

    private KnownCodes() {}

    /** The same bytes when every code in them is known, which is nearly always. */
    static byte[] in(byte[] answer) {
        ByteArrayOutputStream changed = null;
        int copied = 0;
        for (int at = indexOf(answer, CODE_END, 0); at >= 0; at = indexOf(answer, CODE_END, at + 1)) {
            Predicate<String> known = codesOf(answer, at);
            int from = at + CODE_END.length;
            int to = indexOf(answer, (byte) '<', from);
            if (known == null || to < 0 || to == from) continue;
            String code = new String(answer, from, to - from, StandardCharsets.US_ASCII);
            if (known.test(code)) continue;
            if (changed == null) changed = new ByteArrayOutputStream(answer.length + 64);
            // Of a row the message stands before the code, of a fault behind it (Partner WSDL, Error and ApiFault).
            int message = endsWith(answer, at, "status") ? messageBefore(answer, at, copied) : -1;
            if (message >= 0) {
                changed.write(answer, copied, message - copied);
                write(changed, code + ": ");
                changed.write(answer, message, from - message);
            } else {
                changed.write(answer, copied, from - copied);
            }
            write(changed, STAND_IN);
            copied = to;
            if (message < 0) {
                int after = messageAfter(answer, to);
                if (after >= 0) {
                    changed.write(answer, to, after - to);
                    write(changed, code + ": ");
                    copied = after;
                }
            }
        }
        if (changed == null) return answer;
        changed.write(answer, copied, answer.length - copied);
        return changed.toByteArray();
    }

    /** Which names the element may hold that ends its opening tag here; null when it is another element. */
    private static @Nullable Predicate<String> codesOf(byte[] answer, int at) {
        if (isClosing(answer, at)) return null;
        if (endsWith(answer, at, "status")) return STATUS_CODES::contains;
        return endsWith(answer, at, "exception") ? EXCEPTION_CODES::contains : null;
    }

    private static boolean isClosing(byte[] answer, int at) {
        int i = at;
        while (i >= 0 && answer[i] != '<') i--;
        return i + 1 < answer.length && answer[i + 1] == '/';
    }

    private static boolean endsWith(byte[] answer, int end, String word) {
        int from = end - word.length();
        if (from < 1) return false;
        for (int i = 0; i < word.length(); i++) {
            if (answer[from + i] != word.charAt(i)) return false;
        }
        return answer[from - 1] == '<' || answer[from - 1] == ':';
    }

    /** Where the text of the message begins that belongs to the status code; -1 when it has none. */
    private static int messageBefore(byte[] answer, int code, int notBefore) {
        for (int i = code; i >= notBefore; i--) {
            // Not past the beginning of this error: the message before it is another row's.
            if (startsWith(answer, i, ERROR_BEGIN)) return -1;
            if (startsWith(answer, i, MESSAGE_END) && !isClosing(answer, i)) return i + MESSAGE_END.length;
        }
        return -1;
    }

    private static int messageAfter(byte[] answer, int code) {
        int at = indexOf(answer, MESSAGE_END, code);
        return at < 0 || isClosing(answer, at) ? -1 : at + MESSAGE_END.length;
    }

    private static int indexOf(byte[] answer, byte[] word, int from) {
        for (int i = Math.max(0, from); i <= answer.length - word.length; i++) {
            if (answer[i] == word[0] && startsWith(answer, i, word)) return i;
        }
        return -1;
    }

    private static int indexOf(byte[] answer, byte one, int from) {
        for (int i = from; i < answer.length; i++) {
            if (answer[i] == one) return i;
        }
        return -1;
    }

    private static boolean startsWith(byte[] answer, int at, byte[] word) {
        if (at + word.length > answer.length) return false;
        for (int i = 0; i < word.length; i++) {
            if (answer[at + i] != word[i]) return false;
        }
        return true;
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(ascii(text));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
