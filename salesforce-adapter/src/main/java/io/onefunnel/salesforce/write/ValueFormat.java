package io.onefunnel.salesforce.write;

import io.onefunnel.model.ValueType;
import io.onefunnel.salesforce.client.DescribedObject;
import io.onefunnel.salesforce.client.XmlText;
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
        String allowed = XmlText.allowed(canonical);
        return allowed.isEmpty() ? Optional.empty() : Optional.of(allowed);
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
                // The vendor trims text, and was never told what XML has no form for.
                default ->
                    XmlText.allowed(left).strip().equals(XmlText.allowed(right).strip());
            };
        } catch (DateTimeException | NumberFormatException e) {
            return left.equals(right);
        }
    }
}
