package io.onefunnel.sample.company;

/**
 * A campaign of the sample company: one record in Salesforce and one program in Marketo, by the same name.
 *
 * @param starts the first moment somebody could respond, in seconds since 1970
 * @param ends the last such moment
 */
record Program(String name, Offer offer, long starts, long ends, long cost, String campaignId, long programId) {
    boolean runsAt(long at) {
        return starts <= at && at <= ends;
    }
}
