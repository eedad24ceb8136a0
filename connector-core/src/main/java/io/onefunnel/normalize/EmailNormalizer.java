package io.onefunnel.normalize;

import io.onefunnel.model.Email;
import io.onefunnel.model.Email.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.validator.routines.DomainValidator;
import org.apache.commons.validator.routines.DomainValidator.ArrayType;
import org.apache.commons.validator.routines.DomainValidator.Item;
import org.apache.commons.validator.routines.EmailValidator;

/** E-mail addresses: which spellings are one mailbox, and what an address says about its owner. */
public final class EmailNormalizer {
    // The names that RFC 2606 keeps for examples: guides, demos and tests are full of them.
    private static final EmailValidator SYNTAX = new EmailValidator(
            false, false, DomainValidator.getInstance(false, List.of(new Item(ArrayType.GENERIC_PLUS, new String[] {
                "example", "test", "invalid"
            }))));

    private static final Set<String> DISPOSABLE = WordList.words("disposable-domains.txt");
    private static final Set<String> PERSONAL = WordList.words("personal-domains.txt");
    private static final Set<String> PERSONAL_BRANDS = PERSONAL.stream()
            .filter(entry -> entry.endsWith(".*"))
            .map(entry -> entry.substring(0, entry.length() - 2))
            .collect(Collectors.toUnmodifiableSet());

    private EmailNormalizer() {}

    /** Empty for a blank text; anything else is an address, be it {@link Kind#INVALID}. */
    public static Optional<Email> of(String text) {
        String address = address(text);
        if (address.isEmpty()) return Optional.empty();
        int at = address.lastIndexOf('@');
        if (at < 1) return Optional.of(new Email(address, address, Kind.INVALID));
        String domain = DomainNormalizer.ascii(address.substring(at + 1));
        String ascii = address.substring(0, at) + "@" + domain;
        if (domain.isEmpty() || !SYNTAX.isValid(ascii)) return Optional.of(new Email(address, address, Kind.INVALID));
        return Optional.of(new Email(ascii, mailbox(ascii.substring(0, at), domain), kind(domain)));
    }

    /** Whether everybody can have an address at this domain. */
    static boolean isPersonal(String domain) {
        if (PERSONAL.contains(domain)) return true;
        String registrable = DomainNormalizer.of(domain);
        if (registrable.isEmpty()) return false;
        if (PERSONAL.contains(registrable)) return true;
        // "yahoo.*" stands for yahoo.com, yahoo.de, yahoo.co.jp ..., not for yahoo.consulting.
        String suffix = DomainNormalizer.suffixOf(registrable);
        boolean ofACountry = suffix.equals("com")
                || suffix.substring(suffix.lastIndexOf('.') + 1).length() == 2;
        return ofACountry && PERSONAL_BRANDS.contains(registrable.substring(0, registrable.indexOf('.')));
    }

    private static Kind kind(String domain) {
        if (DISPOSABLE.contains(domain) || DISPOSABLE.contains(DomainNormalizer.of(domain))) return Kind.DISPOSABLE;
        return isPersonal(domain) ? Kind.PERSONAL : Kind.WORK;
    }

    private static String address(String text) {
        String rest = Folding.tidy(text);
        int open = rest.lastIndexOf('<');
        int close = rest.indexOf('>', open + 1);
        if (open >= 0 && close > open) rest = rest.substring(open + 1, close);
        rest = rest.strip().toLowerCase(Locale.ROOT);
        if (rest.startsWith("mailto:"))
            rest = rest.substring("mailto:".length()).split("\\?", 2)[0];
        rest = rest.replaceAll("^[\\s\"'(]+|[\\s\"'),;.]+$", "");
        return rest;
    }

    private static String mailbox(String localPart, String domain) {
        int tag = localPart.indexOf('+');
        String bare = tag > 0 && !localPart.startsWith("\"") ? localPart.substring(0, tag) : localPart;
        if (domain.equals("gmail.com") || domain.equals("googlemail.com")) {
            // Both domains are one, and dots do not count: Gmail Help, "Dots don't matter in Gmail addresses".
            return bare.replace(".", "") + "@gmail.com";
        }
        return bare + "@" + domain;
    }
}
