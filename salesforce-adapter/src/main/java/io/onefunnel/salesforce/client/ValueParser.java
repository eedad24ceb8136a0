package io.onefunnel.salesforce.client;

import com.sforce.soap.partner.FieldType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the text of a value becomes canonical. Works on characters in place: of a million rows with thirty values each,
 * most are as they should be already, and what is not costs no detour by objects that are thrown away.
 */
public enum ValueParser {
    TEXT,
    INSTANT,
    NUMBER,
    ID;

    private static final Set<FieldType> NUMBERS =
            Set.of(FieldType._double, FieldType.currency, FieldType.percent, FieldType._int, FieldType._long);
    private static final long SECONDS_OF_DAY = 86_400;
    /** No instant of a record is that early. */
    private static final long NO_INSTANT = Long.MIN_VALUE;

    private static final int TO_SECOND = "2026-03-02T10:15:30".length();

    public static ValueParser of(FieldType type) {
        if (type == FieldType.datetime) return INSTANT;
        if (NUMBERS.contains(type)) return NUMBER;
        return type == FieldType.reference || type == FieldType.id ? ID : TEXT;
    }

    /**
     * The canonical form: "12" for "12.0", an instant with Z and without idle fractions, an id with its checksum.
     *
     * @param known a value that is returned itself when it says the same, so that few different values are kept once
     * @throws IllegalArgumentException when it is no value of this form
     */
    public String canonical(char[] chars, int from, int length, @Nullable String known) {
        return switch (this) {
            case TEXT -> text(chars, from, length, known);
            case ID ->
                length == 15 ? RecordIds.to18(new String(chars, from, length)) : text(chars, from, length, known);
            case INSTANT -> instantText(chars, from, length);
            case NUMBER -> number(chars, from, length, known);
        };
    }

    public String canonical(String value) {
        return canonical(value.toCharArray(), 0, value.length(), null);
    }

    /** @throws IllegalArgumentException when it is no instant */
    public static Instant instant(char[] chars, int from, int length) {
        long second = wholeSecond(chars, from, length);
        return second == NO_INSTANT ? parsed(chars, from, length) : Instant.ofEpochSecond(second);
    }

    public static Instant instant(String text) {
        return instant(text.toCharArray(), 0, text.length());
    }

    private static String text(char[] chars, int from, int length, @Nullable String known) {
        return known != null && says(known, chars, from, length) ? known : new String(chars, from, length);
    }

    private static boolean says(String known, char[] chars, int from, int length) {
        if (known.length() != length) return false;
        // From the end: what is alike begins alike more often than it ends alike.
        for (int i = length - 1; i >= 0; i--) {
            if (known.charAt(i) != chars[from + i]) return false;
        }
        return true;
    }

    private static String instantText(char[] chars, int from, int length) {
        if (wholeSecond(chars, from, length) == NO_INSTANT) {
            return parsed(chars, from, length).toString();
        }
        char[] text = new char[TO_SECOND + 1];
        System.arraycopy(chars, from, text, 0, TO_SECOND);
        text[TO_SECOND] = 'Z';
        return new String(text);
    }

    private static Instant parsed(char[] chars, int from, int length) {
        String text = new String(chars, from, length);
        try {
            // REST writes +0000, which ISO-8601 with separators does not know.
            return OffsetDateTime.parse(text.endsWith("+0000") ? text.substring(0, length - 5) + "Z" : text)
                    .toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not an instant", e);
        }
    }

    /** Of "2026-03-02T10:15:30.000Z" and its like with +0000, with no fraction; the rest is left to the parser. */
    private static long wholeSecond(char[] c, int from, int length) {
        boolean utc = length == 24 && c[from + 23] == 'Z'
                || length == 20 && c[from + 19] == 'Z'
                || length == 28 && ends(c, from + 23, "+0000");
        if (!utc || length > 20 && !ends(c, from + 19, ".000")) return NO_INSTANT;
        if (c[from + 4] != '-' || c[from + 7] != '-' || c[from + 10] != 'T') return NO_INSTANT;
        if (c[from + 13] != ':' || c[from + 16] != ':') return NO_INSTANT;
        int year = digits(c, from, 4);
        int month = digits(c, from + 5, 2);
        int day = digits(c, from + 8, 2);
        int hour = digits(c, from + 11, 2);
        int minute = digits(c, from + 14, 2);
        int second = digits(c, from + 17, 2);
        boolean plain = year >= 0
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= 28
                && hour >= 0
                && hour < 24
                && minute >= 0
                && minute < 60
                && second >= 0
                && second < 60;
        if (!plain) {
            if (year < 0 || month < 1 || month > 12 || day < 29 || day > 31 || hour < 0 || hour > 23) return NO_INSTANT;
            if (minute < 0 || minute > 59 || second < 0 || second > 59) return NO_INSTANT;
            if (day > LocalDate.of(year, month, 1).lengthOfMonth()) return NO_INSTANT;
        }
        return epochDay(year, month, day) * SECONDS_OF_DAY + hour * 3_600L + minute * 60L + second;
    }

    /** Days from 1970-01-01 in the proleptic Gregorian calendar; years begin in March, so that leap days come last. */
    private static long epochDay(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468L;
    }

    private static int digits(char[] c, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            int digit = c[i] - '0';
            if (digit < 0 || digit > 9) return -1;
            value = value * 10 + digit;
        }
        return value;
    }

    private static boolean ends(char[] c, int from, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (c[from + i] != word.charAt(i)) return false;
        }
        return true;
    }

    private static String number(char[] chars, int from, int length, @Nullable String known) {
        int begin = length > 0 && chars[from] == '-' ? from + 1 : from;
        int end = from + length;
        int point = -1;
        for (int i = begin; i < end; i++) {
            if (chars[i] == '.' && point < 0) {
                point = i;
            } else if (chars[i] < '0' || chars[i] > '9') {
                return exactly(chars, from, length);
            }
        }
        int whole = point < 0 ? end : point;
        boolean plain = whole > begin && (chars[begin] != '0' || whole == begin + 1);
        if (!plain) return exactly(chars, from, length);
        if (point >= 0) {
            while (chars[end - 1] == '0') end--;
            if (end - 1 == point) end = point;
        }
        boolean zero = end == begin + 1 && chars[begin] == '0';
        return zero ? "0" : text(chars, from, end - from, known);
    }

    private static String exactly(char[] chars, int from, int length) {
        BigDecimal number = new BigDecimal(chars, from, length);
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
