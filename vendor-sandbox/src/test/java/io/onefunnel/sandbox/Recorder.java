package io.onefunnel.sandbox;

import io.onefunnel.sandbox.hubspot.HubSpotData;
import io.onefunnel.sandbox.marketo.MarketoData;
import io.onefunnel.sandbox.salesforce.SalesforceData;
import io.onefunnel.sandbox.vendor.Calls;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.sandbox.vendor.Vendor;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A vendor that only remembers what it was filled with, in the order of filling. */
public class Recorder implements Vendor {
    /** One thing stored: its kind ("Lead", "contacts", "activity 2"), id and values. */
    public record Row(String type, String id, Map<String, String> values) {}

    private final String name;
    private final Calls calls;
    private final Map<String, String> settings = new TreeMap<>(Map.of("limits", "on"));
    public final List<Row> rows = new ArrayList<>();
    private final Map<String, Row> byId = new HashMap<>();
    private int nextId = 1000;

    Recorder(String name, Calls calls) {
        this.name = name;
        this.calls = calls;
    }

    public List<Row> of(String type) {
        return rows.stream().filter(row -> row.type().equals(type)).toList();
    }

    String add(String type, String prefix, Map<String, String> values) {
        String id = prefix + nextId++;
        Row row = new Row(type, id, new LinkedHashMap<>(values));
        rows.add(row);
        byId.put(type + " " + id, row);
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public HttpAnswer answer(HttpCall call) {
        calls.count("echo");
        return HttpAnswer.json(200, "\"" + call.path() + "\"");
    }

    @Override
    public Map<String, Object> state() {
        Map<String, Object> counts = new TreeMap<>();
        rows.forEach(row -> counts.merge(row.type(), 1, (a, b) -> (int) a + (int) b));
        return counts;
    }

    @Override
    public Map<String, String> credentials() {
        return Map.of("clientId", "id-of-" + name);
    }

    @Override
    public void set(String key, String value) {
        if (!settings.containsKey(key)) throw new IllegalArgumentException("no such setting: " + key);
        settings.put(key, value);
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public void editByHand(String type, String id, Map<String, String> fields) {
        Row row = byId.get(type + " " + id);
        if (row == null) throw new IllegalArgumentException("no " + type + " " + id);
        row.values().putAll(fields);
    }

    @Override
    public Map<String, String> record(String type, String id) {
        Row row = byId.get(type + " " + id);
        return row == null ? Map.of() : row.values();
    }

    /** An org that remembers. */
    public static final class Org extends Recorder implements SalesforceData {
        public Org(SandboxClock clock, Calls calls, WriteAudit audit, Faults faults) {
            super("salesforce", calls);
        }

        @Override
        public String insert(String type, Map<String, String> fields) {
            return add(type, type + "-", fields);
        }

        @Override
        public void convert(String leadId, String accountId, String contactId, String opportunityId, String date) {
            editByHand(
                    "Lead",
                    leadId,
                    Map.of(
                            "IsConverted", "true",
                            "ConvertedAccountId", accountId,
                            "ConvertedContactId", contactId,
                            "ConvertedOpportunityId", opportunityId,
                            "ConvertedDate", date));
        }
    }

    /** A portal that remembers. */
    public static final class Portal extends Recorder implements HubSpotData {
        public Portal(SandboxClock clock, Calls calls, WriteAudit audit, Faults faults) {
            super("hubspot", calls);
        }

        @Override
        public String insert(String type, Map<String, String> properties) {
            return add(type, "", properties);
        }

        @Override
        public void associate(String fromType, String fromId, String toType, String toId) {
            add("association", "", Map.of("from", fromType + " " + fromId, "to", toType + " " + toId));
        }

        @Override
        public String owner(String email, String firstName, String lastName) {
            return add("owners", "", Map.of("email", email, "firstName", firstName, "lastName", lastName));
        }
    }

    /** An instance that remembers. */
    public static final class Instance extends Recorder implements MarketoData {
        public Instance(SandboxClock clock, Calls calls, WriteAudit audit, Faults faults) {
            super("marketo", calls);
        }

        @Override
        public long lead(Map<String, String> fields) {
            return Long.parseLong(add("leads", "", fields));
        }

        @Override
        public void activity(
                long leadId, int typeId, Instant at, long primaryId, String primary, Map<String, String> attributes) {
            Map<String, String> values = new LinkedHashMap<>(attributes);
            values.put("leadId", Long.toString(leadId));
            values.put("at", at.toString());
            values.put("primary", primary);
            add("activity " + typeId, "", values);
        }

        @Override
        public long program(String name, String channel, Instant createdAt) {
            return Long.parseLong(add("programs", "", Map.of("name", name, "channel", channel)));
        }

        @Override
        public void member(long programId, long leadId, String status, Instant at) {
            add(
                    "members",
                    "",
                    Map.of(
                            "programId", Long.toString(programId),
                            "leadId", Long.toString(leadId),
                            "status", status,
                            "at", at.toString()));
        }
    }
}
