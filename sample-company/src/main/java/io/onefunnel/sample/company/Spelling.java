package io.onefunnel.sample.company;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The ways in which people, forms and lists spell one and the same person. */
final class Spelling {
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
    private static final Pattern NOT_ADDRESS = Pattern.compile("[^a-z0-9.]");
    private static final String[] TAGS = {"webinar", "news", "demo", "work"};

    private final Map<String, String> nicknames = new HashMap<>();

    Spelling(Words words) {
        for (String pair : words.list("nicknames")) {
            int colon = pair.indexOf(':');
            nicknames.put(pair.substring(0, colon), pair.substring(colon + 1));
        }
    }

    /** The spelling of somebody who filled in a form carefully. */
    PersonSpelling careful(Person person, SeededRandom random) {
        Company company = person.company();
        return new PersonSpelling(
                person.first(),
                person.last(),
                person.throwaway() ? person.privateEmail() : person.workEmail(),
                person.throwaway() ? "1234567" : international(company.country(), person.phone()),
                person.title(),
                company.fullName(),
                random.chance(0.6) ? "https://www." + company.domain() : "",
                company.city(),
                company.postalCode(),
                company.country().label);
    }

    /** Another spelling of the same person, as the next form, list or rep would write it. */
    PersonSpelling again(Person person, SeededRandom random) {
        PersonSpelling spelt = careful(person, random);
        spelt = name(spelt, person, random);
        spelt = spelt.phoned(random.chance(0.15) ? "" : phone(person, random));
        spelt = spelt.employedBy(companyAgain(person.company(), random));
        return spelt.mailed(email(spelt.email(), person, random));
    }

    /** The address of the mailbox that several people of a company share. */
    static String roleMailbox(Company company) {
        return "info@" + company.domain();
    }

    private PersonSpelling name(PersonSpelling spelt, Person person, SeededRandom random) {
        String first = spelt.first();
        String last = spelt.last();
        if (!person.nativeFirst().equals(person.first()) && random.chance(0.5))
            return spelt.named(person.nativeFirst(), person.nativeLast());
        switch (random.weighted(59, 12, 9, 6, 5, 4, 3, 2)) {
            case 1:
                return spelt.named(nicknames.getOrDefault(first, first), last);
            case 2:
                return spelt.named(withoutAccents(first), withoutAccents(last));
            case 3:
                return spelt.named(first.toUpperCase(Locale.ROOT), last.toUpperCase(Locale.ROOT));
            case 4:
                return spelt.named(first.toLowerCase(Locale.ROOT), last.toLowerCase(Locale.ROOT));
            case 5:
                return spelt.named(first, typo(last, random));
            case 6:
                return spelt.named(first.charAt(0) + ".", last);
            case 7:
                return spelt.named(last, first);
            default:
                return spelt;
        }
    }

    private String email(String email, Person person, SeededRandom random) {
        return switch (random.weighted(72, 8, 4, 11, 2, 3)) {
            case 1 -> capitalised(email);
            case 2 -> email.replace("@", "+" + random.pick(TAGS) + "@");
            case 3 -> person.privateEmail();
            case 4 -> misspelt(email, random);
            case 5 -> "";
            default -> email;
        };
    }

    private String phone(Person person, SeededRandom random) {
        Country country = person.company().country();
        String number = person.phone();
        int space = number.indexOf(' ');
        String area = number.substring(0, space);
        String local = number.substring(space + 1);
        String trunk = country.trunk;
        return switch (random.weighted(40, 20, 14, 12, 8, 6)) {
            case 1 -> "(" + trunk + area + ") " + local.substring(0, 3) + "-" + local.substring(3);
            case 2 -> trunk + area + "/" + local;
            case 3 -> trunk + area + local;
            case 4 -> country.dialCode.replace("+", "00") + area + local;
            case 5 -> international(country, number) + " ext. " + random.between(10, 99);
            default -> international(country, number);
        };
    }

    private static String international(Country country, String number) {
        return country.dialCode + " " + number;
    }

    /** The name of a company as somebody else would write it. */
    String companyAgain(Company company, SeededRandom random) {
        return switch (random.weighted(40, 28, 10, 8, 8, 6)) {
            case 1 -> company.name();
            case 2 -> company.name().toUpperCase(Locale.ROOT);
            case 3 -> company.name() + ", " + company.suffix();
            case 4 -> company.fullName().toLowerCase(Locale.ROOT);
            case 5 -> typo(company.name(), random);
            default -> company.fullName();
        };
    }

    private static String capitalised(String email) {
        StringBuilder shown = new StringBuilder(email);
        for (int i = 0; i < shown.length() && shown.charAt(i) != '@'; i++)
            if (i == 0 || shown.charAt(i - 1) == '.') shown.setCharAt(i, Character.toUpperCase(shown.charAt(i)));
        return shown.toString();
    }

    private static String misspelt(String email, SeededRandom random) {
        int at = email.indexOf('@');
        if (email.endsWith(".com") && random.chance(0.5)) return email.substring(0, email.length() - 1) + "n";
        return typo(email.substring(0, at), random) + email.substring(at);
    }

    private static String typo(String word, SeededRandom random) {
        if (word.length() < 4) return word;
        int at = random.between(1, word.length() - 3);
        if (random.chance(0.5)) return word.substring(0, at) + word.substring(at + 1);
        return word.substring(0, at) + word.charAt(at + 1) + word.charAt(at) + word.substring(at + 2);
    }

    static String withoutAccents(String text) {
        return ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("")
                .replace("ß", "ss")
                .replace("Ł", "L")
                .replace("ł", "l")
                .replace("ø", "o");
    }

    /** A name as it stands in an address: lower case, no accents, no apostrophes. */
    static String ascii(String name) {
        String plain = name.toLowerCase(Locale.ROOT)
                .replace("ä", "ae")
                .replace("ö", "oe")
                .replace("ü", "ue");
        return NOT_ADDRESS.matcher(withoutAccents(plain).replace(' ', '.')).replaceAll("");
    }
}
