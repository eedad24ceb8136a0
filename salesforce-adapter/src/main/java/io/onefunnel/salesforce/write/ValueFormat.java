package io.onefunnel.salesforce.write;

import io.onefunnel.model.ValueType;
import io.onefunnel.salesforce.client.DescribedObject;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** What values look like to the vendor, and which of them it cannot tell apart. */
final class ValueFormat {
    private ValueFormat() {}

    /** What the vendor is sent for a canonical value; empty when the field is to be blanked. */
    static Optional<String> forVendor(DescribedObject.Attribute attribute, String canonical) {
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

    /** XML 1.0 has no form for most control characters: one of them would make the whole call unreadable. */
    private static String withoutControls(String text) {
        return text.chars().allMatch(each -> each >= ' ' || each == '\n' || each == '\r' || each == '\t')
                ? text
                : text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]", "");
    }
}
