package io.onefunnel.sample.company;

/** What people respond to, and how each vendor names such a campaign. */
enum Offer {
    DEMO("Demo request", "Other", "Web", "Online Advertising", "Converted", true),
    PRICING("Pricing request", "Other", "Web", "Online Advertising", "Converted", true),
    EXPERT("Talk to an expert", "Other", "Web", "Online Advertising", "Converted", true),
    CONTENT("Guide", "Content", "Content", "Web Content", "Engaged", false),
    WEBINAR("Webinar", "Webinar", "Webinar", "Webinar", "Attended", false),
    EVENT("Trade show", "Trade Show", "Trade Show", "Tradeshow", "Visited Booth", false);

    final String label;
    final String campaignType;
    final String leadSource;
    final String channel;
    final String status;
    /** Whether the prospect asks to talk. */
    final boolean asksToTalk;

    Offer(String label, String campaignType, String leadSource, String channel, String status, boolean asksToTalk) {
        this.label = label;
        this.campaignType = campaignType;
        this.leadSource = leadSource;
        this.channel = channel;
        this.status = status;
        this.asksToTalk = asksToTalk;
    }

    /** What somebody responds to first; the keener, the more often they ask to talk. */
    static Offer first(double intent, SeededRandom random) {
        return values()[random.weighted(4 + 10 * intent, 3 + 7 * intent, 1 + 3 * intent, 38, 26, 12)];
    }

    /** What somebody responds to who has responded before. */
    static Offer next(double intent, SeededRandom random) {
        return values()[random.weighted(4 + 18 * intent, 4 + 12 * intent, 2 + 6 * intent, 30, 26, 8)];
    }

    /** What somebody responds to who wants to talk at once. */
    static Offer toTalk(SeededRandom random) {
        return values()[random.weighted(60, 28, 12)];
    }
}
