package io.onefunnel.sample.company;

/**
 * A real person, as no system holds them: with the true spelling of everything. {@code fit} and {@code intent} are hidden
 * causes of what happens later.
 *
 * @param nativeFirst the first name in the alphabet of the country, which is Latin for most
 */
record Person(
        Company company,
        String first,
        String last,
        String nativeFirst,
        String nativeLast,
        String title,
        int level,
        String function,
        String workEmail,
        String privateEmail,
        String phone,
        boolean throwaway,
        double fit,
        double intent) {

    private static final double THROWAWAYS = 0.015;
    private static final double BEHIND_THE_SWITCHBOARD = 0.18;

    static Person invent(Company company, Words words, SeededRandom random) {
        String language = company.country().language;
        int first = random.below(words.list(language + ".first").length);
        boolean foreign = words.has(language + ".first.latin");
        String nativeFirst = words.list(language + ".first")[first];
        String nativeLast = surname(language, words, random);
        String latinFirst = foreign ? words.list(language + ".first.latin")[first] : nativeFirst;
        String latinLast = foreign ? latin(language, nativeLast, words) : nativeLast;
        boolean throwaway = random.chance(THROWAWAYS);
        int level = random.weighted(4, 26, 34, 20, 10, 6);
        String function = random.pick(words.list("function"));
        String local = Spelling.ascii(latinFirst) + "." + Spelling.ascii(latinLast);
        return new Person(
                company,
                latinFirst,
                latinLast,
                nativeFirst,
                nativeLast,
                title(words.list("level")[level], function),
                level,
                function,
                work(local, company, random),
                throwaway
                        ? "x" + random.between(1000, 999_999) + "@" + random.pick(words.list("disposable"))
                        : local.replace(".", "") + random.between(1, 9999) + "@" + random.pick(words.list("freemail")),
                random.chance(BEHIND_THE_SWITCHBOARD)
                        ? company.switchboard()
                        : company.country().phone(random),
                throwaway,
                0.65 * company.fit() + 0.35 * levelFit(level, function),
                StrictMath.pow(random.unit(), 1.3));
    }

    private static String surname(String language, Words words, SeededRandom random) {
        String[] common = words.list(language + ".last");
        if (words.has(language + ".head") && random.chance(0.5))
            return random.pick(words.list(language + ".head")) + random.pick(words.list(language + ".tail"));
        // Spaniards and Portuguese carry two surnames; many records keep only the first.
        if (language.equals("es") || (language.equals("pt") && random.chance(0.6)))
            return random.pick(common) + " " + random.pick(common);
        return random.pick(common);
    }

    private static String latin(String language, String surname, Words words) {
        String[] common = words.list(language + ".last");
        for (int i = 0; i < common.length; i++)
            if (common[i].equals(surname)) return words.list(language + ".last.latin")[i];
        throw new IllegalStateException("no Latin spelling of " + surname);
    }

    private static String work(String local, Company company, SeededRandom random) {
        int dot = local.indexOf('.');
        String first = local.substring(0, dot);
        String last = local.substring(dot + 1);
        // One company spells its addresses one way: the domain decides, a draw only tells namesakes apart.
        String name = switch (Math.floorMod(company.domain().hashCode(), 4)) {
            case 0 -> first.charAt(0) + last;
            case 1 -> first + "_" + last;
            default -> first + "." + last;
        };
        return name + (random.chance(0.02) ? Integer.toString(random.between(2, 9)) : "") + "@" + company.domain();
    }

    private static String title(String level, String function) {
        return switch (level) {
            case "C-level" ->
                switch (function) {
                    case "IT" -> "CIO";
                    case "Finance" -> "CFO";
                    case "Marketing" -> "Chief Marketing Officer";
                    case "Operations" -> "COO";
                    default -> "Chief " + function + " Officer";
                };
            case "Director" -> "Director of " + function;
            case "Intern" -> "Intern";
            default -> level.equals("VP") ? "VP " + function : function + " " + level;
        };
    }

    private static double levelFit(int level, String function) {
        double buys = switch (function) {
            case "Operations", "Maintenance" -> 0.5;
            case "Engineering", "Quality", "Procurement" -> 0.35;
            default -> 0.1;
        };
        return buys + 0.1 * level;
    }
}
