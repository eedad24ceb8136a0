package io.onefunnel.sandbox.salesforce.store;

import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Field values that Salesforce works out from others. A value that was sent itself is never overwritten. */
final class Derivations {
    private final OrgStore store;

    Derivations(OrgStore store) {
        this.store = store;
    }

    void afterCreate(Table table, Row row, Collection<Field> sent) {
        long at = row.created;
        defaults(table, row);
        derive(table, row, sent, at, true);
    }

    void afterUpdate(Table table, Row row, Collection<Field> sent, long at) {
        derive(table, row, sent, at, false);
    }

    private void derive(Table table, Row row, Collection<Field> sent, long at, boolean creating) {
        switch (table.type().name()) {
            case "Lead", "Contact", "User", "Individual" -> name(table, row);
            case "Account" -> {
                if (get(table, row, "LastName") != null) name(table, row);
            }
            case "Opportunity" -> opportunity(table, row, names(sent), at, creating);
            case "Task" -> {
                task(table, row, names(sent), at);
                account(table, row);
            }
            case "Event" -> {
                event(table, row, names(sent));
                account(table, row);
            }
            case "CampaignMember" -> member(table, row, names(sent), at);
            default -> {}
        }
    }

    private static void defaults(Table table, Row row) {
        switch (table.type().name()) {
            case "Lead" -> ifEmpty(table, row, "Status", "Open - Not Contacted");
            case "Task" -> {
                ifEmpty(table, row, "Status", "Not Started");
                ifEmpty(table, row, "Priority", "Normal");
                ifEmpty(table, row, "TaskSubtype", "Task");
            }
            case "CampaignMember" -> ifEmpty(table, row, "Status", "Sent");
            case "User" -> {
                ifEmpty(table, row, "UserType", "Standard");
                ifEmpty(table, row, "IsActive", "true");
                ifEmpty(table, row, "TimeZoneSidKey", "America/Los_Angeles");
            }
            default -> {}
        }
    }

    private static void name(Table table, Row row) {
        String first = get(table, row, "FirstName");
        String last = get(table, row, "LastName");
        String whole = first == null ? last : last == null ? first : first + " " + last;
        if (whole != null) put(table, row, "Name", whole);
    }

    private void opportunity(Table table, Row row, Set<String> sent, long at, boolean creating) {
        if (creating || sent.contains("StageName")) {
            Optional<Row> stage = stage(get(table, row, "StageName"));
            Table stages = store.table("OpportunityStage");
            for (String flag : new String[] {"IsClosed", "IsWon", "ForecastCategory", "ForecastCategoryName"}) {
                stage.map(found -> get(stages, found, flag))
                        .filter(value -> !sent.contains(flag))
                        .ifPresent(value -> put(table, row, flag, value));
            }
            stage.map(found -> get(stages, found, "DefaultProbability"))
                    .filter(value -> !sent.contains("Probability"))
                    .ifPresent(value -> put(table, row, "Probability", value));
            if (!creating) put(table, row, "LastStageChangeDate", FieldType.datetime(Instant.ofEpochSecond(at)));
        }
        String amount = get(table, row, "Amount");
        String probability = get(table, row, "Probability");
        if (amount != null && probability != null) {
            BigDecimal expected =
                    new BigDecimal(amount).multiply(new BigDecimal(probability)).movePointLeft(2);
            put(table, row, "ExpectedRevenue", FieldType.CURRENCY.canonical(expected.toPlainString()));
        }
        String close = get(table, row, "CloseDate");
        if (close != null) put(table, row, "FiscalYear", close.substring(0, 4));
    }

    private Optional<Row> stage(@Nullable String label) {
        Table stages = store.table("OpportunityStage");
        return stages.rows().stream()
                .filter(row -> label != null && label.equalsIgnoreCase(get(stages, row, "ApiName")))
                .findFirst();
    }

    private static void task(Table table, Row row, Set<String> sent, long at) {
        boolean closed = "Completed".equalsIgnoreCase(get(table, row, "Status"));
        put(table, row, "IsClosed", Boolean.toString(closed));
        if (sent.contains("CompletedDateTime")) return;
        if (!closed) {
            put(table, row, "CompletedDateTime", null);
        } else {
            ifEmpty(table, row, "CompletedDateTime", FieldType.datetime(Instant.ofEpochSecond(at)));
        }
    }

    /** The account of an activity: its What itself, or the one of its What or Who. */
    private void account(Table table, Row row) {
        String what = get(table, row, "WhatId");
        String account =
                what != null && what.startsWith(store.table("Account").type().prefix())
                        ? what
                        : accountOf(what, "Opportunity");
        if (account == null) account = accountOf(get(table, row, "WhoId"), "Contact");
        put(table, row, "AccountId", account);
    }

    private @Nullable String accountOf(@Nullable String id, String object) {
        if (id == null || !id.startsWith(store.table(object).type().prefix())) return null;
        return store.row(id)
                .map(found -> found.value(store.field(object, "AccountId")))
                .orElse(null);
    }

    private static void event(Table table, Row row, Set<String> sent) {
        String start = get(table, row, "StartDateTime");
        if (start == null) return;
        if (!sent.contains("ActivityDateTime")) put(table, row, "ActivityDateTime", start);
        if (!sent.contains("ActivityDate")) put(table, row, "ActivityDate", start.substring(0, 10));
    }

    private static void member(Table table, Row row, Set<String> sent, long at) {
        String lead = get(table, row, "LeadId");
        String contact = get(table, row, "ContactId");
        put(table, row, "LeadOrContactId", contact != null ? contact : lead);
        put(table, row, "Type", contact != null ? "Contact" : "Lead");
        boolean responded = "Responded".equalsIgnoreCase(get(table, row, "Status"));
        if (!sent.contains("HasResponded")) put(table, row, "HasResponded", Boolean.toString(responded));
        if (responded && !sent.contains("FirstRespondedDate")) {
            ifEmpty(
                    table,
                    row,
                    "FirstRespondedDate",
                    Instant.ofEpochSecond(at).toString().substring(0, 10));
        }
    }

    private static void ifEmpty(Table table, Row row, String field, String value) {
        String held = get(table, row, field);
        if (held == null || field.startsWith("Is") && held.equals("false")) put(table, row, field, value);
    }

    private static @Nullable String get(Table table, Row row, String field) {
        return row.value(table.type().field(field).orElseThrow());
    }

    private static void put(Table table, Row row, String field, @Nullable String value) {
        table.set(row, table.type().field(field).orElseThrow(), value);
    }

    private static Set<String> names(Collection<Field> fields) {
        return fields.stream().map(Field::name).collect(Collectors.toSet());
    }
}
