package io.onefunnel.sample.company;

/**
 * Somebody of the sample company's own staff.
 *
 * @param role what they do there
 * @param place where they work, and so their office hours
 * @param pace how soon they follow up
 * @param persistence how often they try before they give up
 * @param userId their Salesforce user, or the queue's group
 * @param ownerId their HubSpot owner; empty for the queue
 */
record StaffMember(
        String name,
        String email,
        Role role,
        Country.Place place,
        Pace pace,
        int persistence,
        boolean active,
        String userId,
        String ownerId) {

    enum Role {
        SDR,
        REP,
        MANAGER,
        QUEUE
    }

    /** The median working minutes until somebody of this kind follows up, and how often they follow up at all. */
    enum Pace {
        FAST(18, 0.98),
        NORMAL(190, 0.93),
        SLOW(1_300, 0.8),
        NEVER(3_000, 0.22);

        final double minutes;
        final double diligence;

        Pace(double minutes, double diligence) {
            this.minutes = minutes;
            this.diligence = diligence;
        }
    }
}
