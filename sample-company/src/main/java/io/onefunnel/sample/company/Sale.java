package io.onefunnel.sample.company;

import java.util.List;

/**
 * An opportunity with the stages it went through.
 *
 * @param amount in whole dollars; 0 when nobody has filled it in
 * @param closes the close date: past for what is closed, and also for some that went dark
 * @param lossReason empty unless lost
 */
record Sale(
        long createdAt,
        List<Entry> stages,
        long amount,
        long closes,
        String lossReason,
        boolean existingCustomer,
        StaffMember owner) {

    /** The stages of a new Salesforce org, and HubSpot's default pipeline beside them. */
    enum Stage {
        QUALIFICATION("Qualification", "qualifiedtobuy", 10),
        NEEDS("Needs Analysis", "presentationscheduled", 20),
        PROPOSAL("Proposal/Price Quote", "decisionmakerboughtin", 75),
        NEGOTIATION("Negotiation/Review", "contractsent", 90),
        WON("Closed Won", "closedwon", 100),
        LOST("Closed Lost", "closedlost", 0);

        final String salesforce;
        final String hubspot;
        final int probability;

        Stage(String salesforce, String hubspot, int probability) {
            this.salesforce = salesforce;
            this.hubspot = hubspot;
            this.probability = probability;
        }

        boolean closed() {
            return this == WON || this == LOST;
        }
    }

    record Entry(Stage stage, long at) {}

    Sale {
        stages = List.copyOf(stages);
    }

    Entry latest() {
        return stages.get(stages.size() - 1);
    }

    Stage stage() {
        return latest().stage();
    }

    boolean won() {
        return stage() == Stage.WON;
    }
}
