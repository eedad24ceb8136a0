package io.onefunnel.sandbox.salesforce.schema;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The field types of the describe call, each with the one text form in which its values are kept. */
public enum FieldType {
    ID("id", "tns:ID"),
    STRING("string", "xsd:string"),
    TEXTAREA("textarea", "xsd:string"),
    PICKLIST("picklist", "xsd:string"),
    MULTIPICKLIST("multipicklist", "xsd:string"),
    COMBOBOX("combobox", "xsd:string"),
    PHONE("phone", "xsd:string"),
    EMAIL("email", "xsd:string"),
    URL("url", "xsd:string"),
    ANYTYPE("anyType", "xsd:anyType"),
    REFERENCE("reference", "tns:ID"),
    BOOLEAN("boolean", "xsd:boolean"),
    INT("int", "xsd:int"),
    DOUBLE("double", "xsd:double"),
    CURRENCY("currency", "xsd:double"),
    PERCENT("percent", "xsd:double"),
    DATE("date", "xsd:date"),
    DATETIME("datetime", "xsd:dateTime"),
    TIME("time", "xsd:time"),
    /** JSON, in the Tooling API alone. */
    COMPLEXVALUE("complexvalue", "xsd:anyType");

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    // REST writes +0000 where SOAP writes Z.
    private static final DateTimeFormatter OFFSET_WITHOUT_COLON =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss[.SSS]xx", Locale.ROOT);

    private static final long SECONDS_A_DAY = 86_400;
    private static final long YEAR_10000 = 253_402_300_800L;
    private static final String FORM = "0000-00-00T00:00:00.000Z";

    private final String word;
    private final String soapType;

    FieldType(String word, String soapType) {
        this.word = word;
        this.soapType = soapType;
    }

    /** As the describe call writes it. */
    public String word() {
        return word;
    }

    public String soapType() {
        return soapType;
    }

    public boolean isNumber() {
        return isDecimal() || this == INT;
    }

    /** Kept with decimals on the wire: 12 is written 12.0. */
    public boolean isDecimal() {
        return this == DOUBLE || this == CURRENCY || this == PERCENT;
    }

    public boolean isText() {
        return switch (this) {
            case STRING, TEXTAREA, PICKLIST, MULTIPICKLIST, COMBOBOX, PHONE, EMAIL, URL, ANYTYPE -> true;
            default -> false;
        };
    }

    /** Whether values are quoted in SOQL. */
    public boolean isQuoted() {
        return isText() || this == ID || this == REFERENCE;
    }

    /**
     * The form in which a value is kept and compared.
     *
     * @throws IllegalArgumentException when {@code value} is none of this type
     */
    public String canonical(String value) {
        try {
            return switch (this) {
                case BOOLEAN -> bool(value);
                case INT -> Integer.toString(new BigDecimal(value.strip()).intValueExact());
                case DOUBLE, CURRENCY, PERCENT -> plain(new BigDecimal(value.strip()));
                case DATE ->
                    value.length() > 10
                            ? datetime(value).substring(0, 10)
                            : LocalDate.parse(value).toString();
                case DATETIME -> datetime(value);
                case TIME -> LocalTime.parse(value.replace("Z", "")) + "";
                default -> value;
            };
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + value + "' is not a valid value for the type " + soapType, e);
        }
    }

    /** Written by hand: a read of 100,000 records writes some 300,000 of them. */
    public static String datetime(Instant instant) {
        long second = instant.getEpochSecond();
        if (second < 0 || second >= YEAR_10000) return STAMP.format(instant);
        LocalDate day = LocalDate.ofEpochDay(second / SECONDS_A_DAY);
        int time = (int) (second % SECONDS_A_DAY);
        byte[] text = FORM.getBytes(StandardCharsets.US_ASCII);
        two(text, 0, day.getYear() / 100);
        two(text, 2, day.getYear() % 100);
        two(text, 5, day.getMonthValue());
        two(text, 8, day.getDayOfMonth());
        two(text, 11, time / 3600);
        two(text, 14, time / 60 % 60);
        two(text, 17, time % 60);
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static void two(byte[] text, int at, int number) {
        text[at] = (byte) ('0' + number / 10);
        text[at + 1] = (byte) ('0' + number % 10);
    }

    /** The epoch second of a value in its canonical form. */
    public static long epochSecond(String canonical) {
        LocalDateTime utc = inUtc(canonical);
        return utc != null
                ? utc.toEpochSecond(ZoneOffset.UTC)
                : Instant.parse(canonical).getEpochSecond();
    }

    private static String datetime(String value) {
        if (inUtc(value) != null) return value.endsWith(".000Z") ? value : value.substring(0, 19) + ".000Z";
        if (value.length() == 10) return LocalDate.parse(value) + "T00:00:00.000Z";
        Instant instant = value.endsWith("Z")
                ? Instant.parse(value)
                : value.matches(".*[+-]\\d{4}")
                        ? OffsetDateTime.parse(value, OFFSET_WITHOUT_COLON).toInstant()
                        : OffsetDateTime.parse(value).toInstant();
        // Salesforce keeps whole seconds.
        return STAMP.format(instant.truncatedTo(ChronoUnit.SECONDS));
    }

    /** 2026-03-02T10:15:30Z or with milliseconds, read by hand: a million records hold ten million of them. Else null. */
    private static @Nullable LocalDateTime inUtc(String value) {
        if (value.length() != 20 && value.length() != 24) return null;
        for (int i = 0; i < value.length(); i++) {
            char wanted = value.length() == 20 && i == 19 ? 'Z' : FORM.charAt(i);
            char c = value.charAt(i);
            if (wanted == '0' ? c < '0' || c > '9' : c != wanted) return null;
        }
        try {
            return LocalDateTime.of(
                    number(value, 0, 4),
                    number(value, 5, 7),
                    number(value, 8, 10),
                    number(value, 11, 13),
                    number(value, 14, 16),
                    number(value, 17, 19));
        } catch (DateTimeException noSuchTime) {
            return null;
        }
    }

    private static int number(String digits, int from, int to) {
        return Integer.parseInt(digits, from, to, 10);
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String bool(String value) {
        String lower = value.strip().toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "true", "1" -> "true";
            case "false", "0" -> "false";
            default ->
                throw new IllegalArgumentException("'" + value + "' is not a valid value for the type xsd:boolean");
        };
    }
}
