package io.onefunnel.sample.company;

/** Where a company sits: how people are named there, how telephones are written, what a company is called. */
enum Country {
    US(
            44,
            "en",
            "United States",
            "com",
            "+1",
            "",
            new String[] {"212", "312", "415", "617", "713", "206", "404"},
            7,
            "23456789",
            new String[] {"Inc.", "LLC", "Corp.", "Inc"},
            new String[] {"New York", "Chicago", "Boston", "Houston", "Seattle"},
            Place.AMERICAS),
    CA(
            4,
            "en",
            "Canada",
            "ca",
            "+1",
            "",
            new String[] {"416", "604", "514"},
            7,
            "23456789",
            new String[] {"Inc.", "Ltd."},
            new String[] {"Toronto", "Vancouver"},
            Place.AMERICAS),
    GB(
            11,
            "en",
            "United Kingdom",
            "co.uk",
            "+44",
            "0",
            new String[] {"20"},
            8,
            "378",
            new String[] {"Ltd", "Limited", "PLC"},
            new String[] {"London", "Manchester", "Leeds"},
            Place.BRITAIN),
    DE(
            12,
            "de",
            "Germany",
            "de",
            "+49",
            "0",
            new String[] {"30", "89", "40", "69"},
            8,
            "23456789",
            new String[] {"GmbH", "AG", "GmbH & Co. KG"},
            new String[] {"Berlin", "München", "Hamburg", "Köln"},
            Place.CONTINENT),
    FR(
            7,
            "fr",
            "France",
            "fr",
            "+33",
            "0",
            new String[] {"1", "4", "5"},
            8,
            "3456789",
            new String[] {"SAS", "S.A.", "SARL"},
            new String[] {"Paris", "Lyon", "Saint-Étienne"},
            Place.CONTINENT),
    ES(
            6,
            "es",
            "Spain",
            "es",
            "+34",
            "",
            new String[] {"91", "93"},
            7,
            "23456789",
            new String[] {"S.A.", "S.L."},
            new String[] {"Madrid", "Málaga", "Barcelona"},
            Place.CONTINENT),
    BR(
            7,
            "pt",
            "Brazil",
            "com.br",
            "+55",
            "0",
            new String[] {"11", "21", "31"},
            8,
            "2345",
            new String[] {"Ltda", "S.A."},
            new String[] {"São Paulo", "Rio de Janeiro"},
            Place.AMERICAS),
    IT(
            3,
            "it",
            "Italy",
            "it",
            "+39",
            "",
            new String[] {"02", "06"},
            7,
            "3456789",
            new String[] {"S.p.A.", "S.r.l."},
            new String[] {"Milano", "Roma"},
            Place.CONTINENT),
    PL(
            2,
            "pl",
            "Poland",
            "pl",
            "+48",
            "",
            new String[] {"22", "12"},
            7,
            "3456789",
            new String[] {"Sp. z o.o.", "S.A."},
            new String[] {"Warszawa", "Kraków"},
            Place.CONTINENT),
    SE(
            2,
            "sv",
            "Sweden",
            "se",
            "+46",
            "0",
            new String[] {"8", "31"},
            7,
            "45678",
            new String[] {"AB"},
            new String[] {"Stockholm", "Göteborg"},
            Place.CONTINENT),
    JP(
            1,
            "ja",
            "Japan",
            "co.jp",
            "+81",
            "0",
            new String[] {"3", "6"},
            8,
            "3456",
            new String[] {"K.K.", "Co., Ltd."},
            new String[] {"Tokyo", "Osaka"},
            Place.BRITAIN),
    BG(
            0.5,
            "bg",
            "Bulgaria",
            "bg",
            "+359",
            "0",
            new String[] {"2"},
            7,
            "89",
            new String[] {"EOOD", "AD"},
            new String[] {"Sofia"},
            Place.CONTINENT),
    GR(
            0.5,
            "el",
            "Greece",
            "gr",
            "+30",
            "",
            new String[] {"210"},
            7,
            "23456789",
            new String[] {"A.E."},
            new String[] {"Athens"},
            Place.CONTINENT);

    /** The three places from which the sales team works. */
    enum Place {
        AMERICAS("America/New_York"),
        BRITAIN("Europe/London"),
        CONTINENT("Europe/Berlin");

        final String zone;

        Place(String zone) {
            this.zone = zone;
        }
    }

    private static final double[] WEIGHTS = new double[values().length];

    static {
        for (Country country : values()) WEIGHTS[country.ordinal()] = country.weight;
    }

    final double weight;
    final String language;
    final String label;
    final String domain;
    final String dialCode;
    final String trunk;
    private final String[] areaCodes;
    private final int digits;
    private final String firstDigits;
    final String[] suffixes;
    final String[] cities;
    final Place place;

    Country(
            double weight,
            String language,
            String label,
            String domain,
            String dialCode,
            String trunk,
            String[] areaCodes,
            int digits,
            String firstDigits,
            String[] suffixes,
            String[] cities,
            Place place) {
        this.weight = weight;
        this.language = language;
        this.label = label;
        this.domain = domain;
        this.dialCode = dialCode;
        this.trunk = trunk;
        this.areaCodes = areaCodes;
        this.digits = digits;
        this.firstDigits = firstDigits;
        this.suffixes = suffixes;
        this.cities = cities;
        this.place = place;
    }

    static Country pick(SeededRandom random) {
        return values()[random.weighted(WEIGHTS)];
    }

    /** A number as "area code, space, local digits", neither country code nor trunk prefix. */
    String phone(SeededRandom random) {
        StringBuilder number = new StringBuilder(random.pick(areaCodes)).append(' ');
        number.append(firstDigits.charAt(random.below(firstDigits.length())));
        for (int i = 1; i < digits; i++) number.append(random.below(10));
        return number.toString();
    }
}
