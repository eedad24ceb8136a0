package io.onefunnel.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefunnel.sandbox.Sandbox;
import io.onefunnel.sandbox.vendor.SandboxClock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The sandbox as a process that can be asked for very many records of one type: {@code GET /fill} of its control API.
 * What they hold is dull and evenly wide; what a call costs does not depend on it.
 */
final class LargeVendors {
    private static final String[] CITIES = {"Lyon", "Porto", "Turin", "Ghent", "Graz", "Malmö", "Leeds", "Cork"};
    private static final int PEOPLE_OF_A_COMPANY = 50;
    /** Form fill-outs, visits, mails sent, opened and clicked: activity-types.json of the contracts. */
    private static final int[] ACTIVITY_TYPES = {2, 1, 6, 10, 11};

    private final Sandbox sandbox;
    private final SandboxClock clock;

    private LargeVendors(Sandbox sandbox, SandboxClock clock) {
        this.sandbox = sandbox;
        this.clock = clock;
    }

    public static void main(String[] arguments) throws IOException {
        SandboxClock clock = new SandboxClock(InstantSource.system());
        try (Sandbox sandbox = Sandbox.of(clock, Sandbox.Ports.FREE).start()) {
            LargeVendors vendors = new LargeVendors(sandbox, clock);
            sandbox.page("/fill", vendors::fill);
            announce(sandbox, new PrintStream(System.out, true, StandardCharsets.UTF_8));
            // The parent's end closes it.
            while (System.in.read() >= 0) continue;
        }
        System.exit(0);
    }

    private static void announce(Sandbox sandbox, PrintStream out) throws JsonProcessingException {
        out.println(new ObjectMapper().writeValueAsString(sandbox.describe()));
    }

    private Object fill(Map<String, String> asked) {
        int people = Integer.parseInt(asked.getOrDefault("people", "0"));
        int activities = Integer.parseInt(asked.getOrDefault("activities", "0"));
        switch (asked.getOrDefault("vendor", "")) {
            case "salesforce" -> leads(people);
            case "hubspot" -> contacts(people);
            case "marketo" -> marketoLeads(people, activities);
            default -> throw new IllegalArgumentException("no vendor " + asked.get("vendor"));
        }
        return Map.of("people", people, "activities", activities);
    }

    private void leads(int count) {
        Instant now = clock.instant();
        for (int i = 0; i < count; i++) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("FirstName", "Given" + i % 997);
            fields.put("LastName", "Family" + i);
            fields.put("Company", "Company " + i / PEOPLE_OF_A_COMPANY);
            fields.put("Title", "Head of Operations");
            fields.put("Email", "person" + i + "@company" + i / PEOPLE_OF_A_COMPANY + ".example.com");
            fields.put("Phone", "+33 4 " + (10_000_000 + i));
            fields.put("City", CITIES[i % CITIES.length]);
            fields.put("Country", "France");
            fields.put("LeadSource", "Web");
            fields.put("Status", "New");
            fields.put("Industry", "Manufacturing");
            fields.put("CreatedDate", spread(now, i, count));
            fields.put("SystemModstamp", spread(now, i, count));
            sandbox.salesforceData().insert("Lead", fields);
        }
    }

    private void contacts(int count) {
        Instant now = clock.instant();
        String company = "";
        for (int i = 0; i < count; i++) {
            if (i % PEOPLE_OF_A_COMPANY == 0) {
                String name = "Company " + i / PEOPLE_OF_A_COMPANY;
                company = sandbox.hubspotData().insert("companies", Map.of("name", name));
            }
            Map<String, String> properties = new LinkedHashMap<>();
            properties.put("firstname", "Given" + i % 997);
            properties.put("lastname", "Family" + i);
            properties.put("email", "person" + i + "@company" + i / PEOPLE_OF_A_COMPANY + ".example.com");
            properties.put("company", "Company " + i / PEOPLE_OF_A_COMPANY);
            properties.put("jobtitle", "Head of Operations");
            properties.put("phone", "+33 4 " + (10_000_000 + i));
            properties.put("city", CITIES[i % CITIES.length]);
            properties.put("country", "France");
            properties.put("lifecyclestage", "lead");
            properties.put("createdate", spread(now, i, count));
            properties.put("lastmodifieddate", spread(now, i, count));
            String contact = sandbox.hubspotData().insert("contacts", properties);
            sandbox.hubspotData().associate("contacts", contact, "companies", company);
        }
    }

    private void marketoLeads(int count, int activities) {
        Instant now = clock.instant();
        long[] ids = new long[count];
        for (int i = 0; i < count; i++) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("firstName", "Given" + i % 997);
            fields.put("lastName", "Family" + i);
            fields.put("email", "person" + i + "@company" + i / PEOPLE_OF_A_COMPANY + ".example.com");
            fields.put("company", "Company " + i / PEOPLE_OF_A_COMPANY);
            fields.put("title", "Head of Operations");
            fields.put("phone", "+33 4 " + (10_000_000 + i));
            fields.put("city", CITIES[i % CITIES.length]);
            fields.put("country", "France");
            fields.put("createdAt", spread(now, i, count));
            fields.put("updatedAt", spread(now, i, count));
            ids[i] = sandbox.marketoData().lead(fields);
        }
        for (int i = 0; i < activities; i++) {
            int type = ACTIVITY_TYPES[i % ACTIVITY_TYPES.length];
            sandbox.marketoData()
                    .activity(
                            ids[i % count],
                            type,
                            Instant.parse(spread(now, i, activities)),
                            type,
                            String.format(Locale.ROOT, "Asset %d", i % 40),
                            Map.of());
        }
    }

    /** Evenly over the half hour before now, in whole seconds as the vendors keep them. */
    private static String spread(Instant now, int i, int count) {
        long secondsAgo = 1800L - 1800L * i / count;
        return Instant.ofEpochSecond(now.getEpochSecond() - secondsAgo).toString();
    }
}
