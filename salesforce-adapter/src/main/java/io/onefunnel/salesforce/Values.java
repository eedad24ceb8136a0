package io.onefunnel.salesforce;

import com.sforce.soap.partner.FieldType;
import io.onefunnel.model.ValueType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;

/** The text forms of values, here and there. */
final class Values {
    private static final Set<FieldType> DECIMALS =
            Set.of(FieldType._double, FieldType.currency, FieldType.percent, FieldType._int);

    private Values() {}

    /**
     * The canonical form of what the vendor sent: "12" for "12.0", an instant with Z and without idle fractions.
     *
     * @throws IllegalArgumentException when it is no value of its type
     */
    static String canonical(FieldType type, String value) {
        try {
            if (type == FieldType.datetime)
                return OffsetDateTime.parse(value).toInstant().toString();
            if (DECIMALS.contains(type)) return plain(new BigDecimal(value));
            if (type == FieldType.reference || type == FieldType.id) return Ids.to18(value);
            return value;
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException("not a value of type " + type, e);
        }
    }

    /** What the vendor is sent for a canonical value; empty when the field is to be blanked. */
    static Optional<String> forVendor(Described.Attribute attribute, String canonical) {
        if (canonical.isEmpty()) return attribute.isBoolean() ? Optional.of("false") : Optional.empty();
        return Optional.of(withoutControls(canonical));
    }

    /** Whether two canonical values mean the same; an absent boolean is false. */
    static boolean same(ValueType type, String left, String right) {
        try {
            return switch (type) {
                case NUMBER ->
                    left.isEmpty() || right.isEmpty()
                            ? left.equals(right)
                            : new BigDecimal(left).compareTo(new BigDecimal(right)) == 0;
                case INSTANT ->
                    left.isEmpty() || right.isEmpty()
                            ? left.equals(right)
                            // The vendor keeps whole seconds.
                            : Instant.parse(left).getEpochSecond()
                                    == Instant.parse(right).getEpochSecond();
                case BOOLEAN -> left.equals("true") == right.equals("true");
                // The vendor trims text.
                default -> left.strip().equals(right.strip());
            };
        } catch (DateTimeException | NumberFormatException e) {
            return left.equals(right);
        }
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** XML 1.0 has no form for most control characters: one of them would make the whole call unreadable. */
    private static String withoutControls(String text) {
        return text.chars().allMatch(each -> each >= ' ' || each == '\n' || each == '\r' || each == '\t')
                ? text
                : text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]", "");
    }
}
