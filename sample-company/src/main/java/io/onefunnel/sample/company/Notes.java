package io.onefunnel.sample.company;

/** The few words that a rep types when turning somebody down. */
final class Notes {
    private static final String[] UNREACHABLE = {
        "6 tries, no answer", "voicemail is full", "always in meetings, assistant polite", "phone rings out", ""
    };
    private static final String[] BAD_INFORMATION = {"number belongs to a bakery", "fake name", "test entry?", ""};
    private static final String[] OUTSIDE = {
        "12 people, no plant", "reseller, does not use it", "student project", "we do not ship there", ""
    };
    private static final String[] MISSING = {"no company given", "intern collecting prices for school", ""};
    private static final String[] NO_NEED = {
        "just renewed with current vendor until next autumn",
        "wanted the guide only",
        "happy with spreadsheets",
        "budget frozen this year",
        "reads for interest, not a project",
        ""
    };
    private static final String[] OTHER = {
        "existing customer, sent to support",
        "competitor",
        "looking for a job with us",
        "duplicate of a colleague's lead"
    };

    private Notes() {}

    static String why(String reason, String subReasons, SeededRandom random) {
        return switch (reason) {
            case "UNREACHABLE" -> random.pick(UNREACHABLE);
            case "NO_ACKNOWLEDGED_NEED" -> random.pick(NO_NEED);
            case "NON_COMPLIANT_SLA" ->
                random.pick(
                        subReasons.startsWith("BAD")
                                ? BAD_INFORMATION
                                : subReasons.startsWith("OUT") ? OUTSIDE : MISSING);
            default -> random.pick(OTHER);
        };
    }
}
