package io.onefunnel.sample.company;

/**
 * Which systems know a person.
 *
 * @param hubspotWorks whether sales works them in HubSpot, for want of a Salesforce record
 */
record Placement(boolean salesforce, boolean hubspot, boolean marketo, boolean hubspotWorks) {
    static Placement of(Journey journey, boolean contactAlready, SeededRandom random) {
        if (contactAlready) return new Placement(true, random.chance(0.3), true, false);
        if (journey.prospected || journey.referred)
            return new Placement(true, random.chance(0.1), random.chance(0.25), false);
        if (journey.worked()) {
            if (random.chance(0.18)) return new Placement(false, true, random.chance(0.15), true);
            boolean marketo = random.chance(0.78);
            return new Placement(true, !marketo || random.chance(0.25), marketo, false);
        }
        boolean marketo = random.chance(0.62);
        boolean second = random.chance(0.12);
        return new Placement(random.chance(0.2), !marketo || second, marketo || second, false);
    }
}
