package io.onefunnel.salesforce.check;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.Mapping;
import io.onefunnel.salesforce.client.DescribedObject;
import io.onefunnel.salesforce.client.OrgAccess;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The vendors' own syncs beside us, known by the fields that their packages bring and by the users that they sign in as.
 */
final class NativeSyncs implements ConnectionCheck.Part {
    /** By vendor, how the fields of its package begin; the names of the packages' own documentation. */
    private static final Map<String, List<String>> FIELDS = new TreeMap<>(Map.of(
            "HubSpot", List.of("hubspot_inc__"),
            "Marketo", List.of("mkto71_", "mkto2__", "mkto_si__")));

    private static final int MOST_NAMED = 3;

    private final Mapping mapping;
    private final OrgAccess reading;
    private final BestEffortQueries queries;

    NativeSyncs(Mapping mapping, OrgAccess reading) {
        this.mapping = mapping;
        this.reading = reading;
        this.queries = new BestEffortQueries(reading);
    }

    @Override
    public void look(List<Problem> problems) {
        FIELDS.forEach((vendor, prefixes) -> {
            List<String> signs = fields(prefixes);
            signs.addAll(users(vendor));
            if (signs.isEmpty()) return;
            problems.add(new Problem(
                    Severity.WARNS,
                    AdapterErrorCode.UNEXPECTED_RESPONSE,
                    vendor + "'s own sync seems to run in this org: " + named(signs),
                    "let each field have one carrier: hide the OneFunnel fields from that sync's user, or leave them to"
                            + " it and take them out of the mapping of " + vendor));
        });
    }

    private List<String> fields(List<String> prefixes) {
        List<String> found = new ArrayList<>();
        for (Mapping.Type type : mapping.types().values()) {
            reading.schema()
                    .described(type.name())
                    .ifPresent(described -> described.attributes().values().stream()
                            .map(DescribedObject.Attribute::name)
                            .filter(name -> prefixes.stream().anyMatch(name.toLowerCase(Locale.ROOT)::startsWith))
                            .map(name -> type.name() + "." + name)
                            .forEach(found::add));
        }
        return found;
    }

    private List<String> users(String vendor) {
        List<String> found = new ArrayList<>();
        List<SObject> rows = queries.rows(
                        "User",
                        "SELECT Id, Name, Username FROM User WHERE IsActive = true AND (Name LIKE '%" + vendor
                                + "%' OR Username LIKE '%" + vendor + "%')")
                .orElse(List.of());
        rows.forEach(row -> found.add("user " + row.getField("Username")));
        return found;
    }

    private static String named(List<String> signs) {
        String first = String.join(", ", signs.subList(0, Math.min(MOST_NAMED, signs.size())));
        int more = signs.size() - MOST_NAMED;
        return more > 0 ? first + " and " + more + " more" : first;
    }
}
