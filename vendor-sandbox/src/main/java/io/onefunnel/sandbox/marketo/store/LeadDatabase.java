package io.onefunnel.sandbox.marketo.store;

import io.onefunnel.sandbox.marketo.api.Dates;
import io.onefunnel.sandbox.marketo.schema.FieldSchema;
import io.onefunnel.sandbox.marketo.schema.SchemaField;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Leads and the activities that their changes leave behind. Guarded by its owner. */
public final class LeadDatabase {
    private static final int NEW_LEAD = 12;
    private static final int CHANGE_DATA_VALUE = 13;
    private static final int MERGE_LEADS = 32;
    private static final int DELETE_LEAD = 37;

    private final InstantSource clock;
    private final FieldSchema schema;
    private final Leads leads = new Leads();
    private final ActivityLog log = new ActivityLog();

    public LeadDatabase(InstantSource clock, FieldSchema schema) {
        this.clock = clock;
        this.schema = schema;
    }

    public FieldSchema schema() {
        return schema;
    }

    public Leads leads() {
        return leads;
    }

    public ActivityLog log() {
        return log;
    }

    public Instant now() {
        return clock.instant();
    }

    /** A lead of the sample company: its history is seeded, not logged now. */
    public Lead seed(Map<String, String> values, Instant createdAt, Instant updatedAt) {
        Lead lead = store(values, createdAt, updatedAt);
        log.seed(newLead(lead, Origin.importing()));
        if (updatedAt.isAfter(createdAt)) {
            log.seed(change(
                    lead, schema.get("leadStatus"), null, lead.get("leadStatus"), updatedAt, Origin.importing()));
        }
        return lead;
    }

    public Lead create(Map<String, @Nullable String> values, Origin origin) {
        Instant now = clock.instant();
        Lead lead = store(values, now, now);
        log.append(newLead(lead, origin));
        return lead;
    }

    /** Sets what differs; the update stamp moves only if something did. */
    public void change(Lead lead, Map<String, @Nullable String> values, Origin origin) {
        Instant now = clock.instant();
        boolean[] changed = {false};
        values.forEach((field, value) -> {
            String before = lead.get(field);
            if (field.equals("id") || Objects.equals(before, value)) return;
            changed[0] = true;
            leads.set(lead, field, value);
            log.append(change(lead, schema.get(field), before, value, now, origin));
        });
        if (changed[0]) lead.updatedAt(now);
    }

    public void delete(Lead lead, Origin origin) {
        leads.delete(lead);
        log.append(activity(
                lead.id(),
                DELETE_LEAD,
                clock.instant(),
                lead.id(),
                fullName(lead),
                Map.of("Campaign", origin.source())));
    }

    /** The winner's values win unless empty; the losers vanish and leave their activities to it. */
    public void merge(Lead winner, List<Lead> losers, Origin origin, boolean inCrm, boolean asDeleted) {
        Map<String, @Nullable String> inherited = new LinkedHashMap<>();
        for (Lead loser : losers) {
            loser.all().forEach((field, value) -> {
                if (winner.get(field) == null) inherited.putIfAbsent(field, value);
            });
        }
        for (Lead loser : losers) {
            if (asDeleted) {
                log.append(activity(
                        loser.id(),
                        DELETE_LEAD,
                        clock.instant(),
                        loser.id(),
                        fullName(loser),
                        Map.of("Campaign", "Merge Leads")));
            }
            leads.merge(loser, winner);
        }
        inherited.forEach((field, value) -> leads.set(winner, field, value));
        winner.updatedAt(clock.instant());
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put(
                "Merge IDs",
                losers.stream().map(lead -> Integer.toString(lead.id())).collect(Collectors.joining(",", "[", "]")));
        attributes.put("Merged in Sales", Boolean.toString(inCrm));
        attributes.put("Merge Source", origin.source());
        attributes.put("Master Updated", Boolean.toString(!inherited.isEmpty()));
        log.append(activity(winner.id(), MERGE_LEADS, clock.instant(), winner.id(), fullName(winner), attributes));
    }

    public void log(
            int leadId, int typeId, Instant at, long primaryId, String primary, Map<String, String> attributes) {
        log.append(activity(leadId, typeId, at, primaryId, primary, attributes));
    }

    public static Activity activity(
            int leadId,
            int typeId,
            Instant at,
            long primaryId,
            @Nullable String primary,
            Map<String, String> attributes) {
        return new Activity(leadId, typeId, at.getEpochSecond(), primaryId, primary, Activity.attributes(attributes));
    }

    private Lead store(Map<String, ? extends @Nullable String> values, Instant createdAt, Instant updatedAt) {
        Lead lead = new Lead(leads.nextId(), createdAt, updatedAt);
        values.forEach((field, value) -> lead.set(schema.get(field).name(), value));
        leads.add(lead);
        return lead;
    }

    private static Activity newLead(Lead lead, Origin origin) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("Created Date", Dates.lead(lead.createdAt()).substring(0, 10));
        attributes.put("Source Type", origin.source());
        Optional.ofNullable(lead.get("leadSource")).ifPresent(source -> attributes.put("Lead Source", source));
        attributes.putAll(origin.details());
        return activity(lead.id(), NEW_LEAD, lead.createdAt(), lead.id(), null, attributes);
    }

    private static Activity change(
            Lead lead, SchemaField field, @Nullable String before, @Nullable String after, Instant at, Origin origin) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("New Value", after == null ? "" : after);
        attributes.put("Old Value", before == null ? "" : before);
        attributes.putAll(origin.attributes());
        return activity(lead.id(), CHANGE_DATA_VALUE, at, field.id(), field.displayName(), attributes);
    }

    private static String fullName(Lead lead) {
        String first = lead.get("firstName");
        String last = lead.get("lastName");
        return ((first == null ? "" : first) + " " + (last == null ? "" : last)).trim();
    }
}
