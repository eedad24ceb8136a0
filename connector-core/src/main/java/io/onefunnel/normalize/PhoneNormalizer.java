package io.onefunnel.normalize;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.onefunnel.model.Phone;
import java.util.Optional;

/** Phone numbers in E.164. An extension is dropped: it does not belong to the number that others dial. */
public final class PhoneNormalizer {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final String NO_REGION = "ZZ";

    private PhoneNormalizer() {}

    /**
     * Empty for a text without a digit.
     *
     * @param country ISO 3166 alpha-2, for numbers without a country code; empty when unknown, then such a number cannot
     *     be told and is not valid
     */
    public static Optional<Phone> of(String text, String country) {
        String tidy = Folding.tidy(text);
        if (tidy.chars().noneMatch(Character::isDigit)) return Optional.empty();
        try {
            PhoneNumber number = NUMBERS.parse(international(tidy), country.isEmpty() ? NO_REGION : country);
            if (!NUMBERS.isValidNumber(number)) return Optional.of(new Phone(tidy, false));
            return Optional.of(new Phone(NUMBERS.format(number, PhoneNumberFormat.E164), true));
        } catch (NumberParseException notANumber) {
            return Optional.of(new Phone(tidy, false));
        }
    }

    /** "00" is how most of the world dials "+"; without a region the library does not know it. */
    private static String international(String text) {
        return text.startsWith("00") && !text.startsWith("000") ? "+" + text.substring(2) : text;
    }
}
