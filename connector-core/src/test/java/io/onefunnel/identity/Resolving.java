package io.onefunnel.identity;

import io.onefunnel.model.PersonRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What the resolver makes of a few records, in a word. */
final class Resolving {
    static final String PHONE = "+14155552671";

    private Resolving() {}

    static List<String> people(PersonRecord... records) {
        return people(Set.of(), records);
    }

    /** The ids of each cluster; HubSpot comes before Marketo, Marketo before Salesforce. */
    static List<String> people(Set<Pair> vetoes, PersonRecord... records) {
        return Resolver.resolve(Arrays.asList(records), vetoes).stream()
                .map(cluster -> String.join(
                        " ",
                        cluster.records().stream()
                                .map(record -> record.ref().id())
                                .toList()))
                .toList();
    }
}
