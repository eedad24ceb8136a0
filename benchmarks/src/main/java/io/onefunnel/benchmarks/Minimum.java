package io.onefunnel.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The least calls by which one vendor can be asked for its changes and told ours. Signing in and describing are left out: a
 * token lives an hour, a schema a day.
 *
 * @param questions what has to be asked even when nothing changed, one call each: an empty answer costs a call
 * @param page changed people in one answer
 * @param lookUp people in one further read that every change needs, 0 when the answer says it all
 * @param write people in one update
 */
record Minimum(List<String> questions, int page, int lookUp, int write) {
    static final Map<String, Minimum> OF = new TreeMap<>(Map.of(
            // A page holds up to 2,000 rows (REST "Query"), an update 200 records (SOAP API Call Limits).
            "salesforce",
            new Minimum(
                    List.of(
                            "User",
                            "Campaign",
                            "Account",
                            "Lead",
                            "Contact",
                            "Opportunity",
                            "OpportunityContactRole",
                            "CampaignMember",
                            "Task",
                            "Event"),
                    2_000,
                    0,
                    200),
            // A search page holds 200 objects, an association read 1,000 ids, a batch update 100 ("CRM search",
            // "Batch").
            "hubspot",
            new Minimum(
                    List.of("owners", "companies", "contacts", "deals", "calls", "emails", "meetings"),
                    200,
                    1_000,
                    100),
            // 300 entries of the change log, 300 leads by id, 300 in an update ("Leads", "Activities").
            "marketo",
            new Minimum(
                    List.of(
                            "lead changes",
                            "deleted leads",
                            "programs",
                            "activities of up to ten types, merges among them"),
                    300,
                    300,
                    300)));

    /**
     * @param changed people of this vendor who were edited
     * @param written people of this vendor whose fields have to be written
     */
    long calls(long changed, long written) {
        long answers = Math.max(0, pages(changed, page) - 1);
        return questions.size() + answers + pages(changed, lookUp) + pages(written, write);
    }

    private static long pages(long records, int page) {
        return page == 0 ? 0 : (records + page - 1) / page;
    }
}
