package io.onefunnel.sample.company;

import java.util.Locale;

/**
 * An invented company. Its {@code fit} is a hidden cause: how much of what the sample company sells it could use, which
 * its industry and size betray only in part.
 */
record Company(
        String name,
        String suffix,
        String domain,
        Country country,
        String city,
        String postalCode,
        String industry,
        int employees,
        String switchboard,
        boolean sharesMailbox,
        boolean longCustomer,
        double fit) {

    private static final double LONG_CUSTOMERS = 0.05;
    private static final double SHARED_MAILBOXES = 0.05;

    static Company invent(Words words, SeededRandom random) {
        Country country = Country.pick(random);
        String[] trade = random.pick(words.list("industry")).split(":");
        String stem = random.pick(words.list("company.head"))
                + (random.chance(0.6) ? random.pick(words.list("company.mid")) : "")
                + random.pick(words.list("company.tail"));
        boolean speaksOfTrade = random.chance(0.7);
        int employees = (int) Math.min(60_000, Math.max(3, random.around(180, 1.5)));
        double size = Math.min(1, StrictMath.log10(employees) / 4);
        double fit = 0.45 * tradeFit(trade[0]) + 0.3 * size + 0.25 * random.unit();
        return new Company(
                speaksOfTrade ? stem + " " + trade[1] : stem,
                random.pick(country.suffixes),
                (stem + (speaksOfTrade ? "-" + trade[1] : "")).toLowerCase(Locale.ROOT) + "." + country.domain,
                country,
                random.pick(country.cities),
                postalCode(country, random),
                trade[0],
                employees,
                country.phone(random),
                random.chance(SHARED_MAILBOXES),
                random.chance(LONG_CUSTOMERS),
                fit);
    }

    String fullName() {
        return name + " " + suffix;
    }

    long annualRevenue() {
        return employees * 165_000L;
    }

    private static String postalCode(Country country, SeededRandom random) {
        int digits = random.between(10_000, 99_999);
        return country == Country.GB ? "SW" + digits % 9 + " " + digits % 7 + "AB" : Integer.toString(digits);
    }

    private static double tradeFit(String industry) {
        return switch (industry) {
            case "Manufacturing", "Energy" -> 1.0;
            case "Transportation", "Construction" -> 0.75;
            case "Healthcare", "Technology" -> 0.5;
            case "Retail", "Hospitality", "Finance" -> 0.3;
            default -> 0.15;
        };
    }
}
