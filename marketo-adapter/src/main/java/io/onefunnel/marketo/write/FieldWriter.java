package io.onefunnel.marketo.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.marketo.client.ErrorMapping;
import io.onefunnel.marketo.client.Json;
import io.onefunnel.marketo.client.LeadFields;
import io.onefunnel.marketo.client.LeadReader;
import io.onefunnel.marketo.client.LeadValues;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.MarketoConnection;
import io.onefunnel.marketo.client.RefusedException;
import io.onefunnel.marketo.client.SkipReason;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Sync Leads with action updateOnly by id: the one action that can neither create nor hit a duplicate. */
public final class FieldWriter extends MarketoWriter<SetFields> {
    private final MarketoClient client;
    private final LeadReader reader;
    private final LeadValues values;
    private final LeadFields fields;
    private final BatchSender batches;
    private final int batchesAtOnce;

    public FieldWriter(MarketoConnection connection, Mapping.Type leads, int batchesAtOnce) {
        this.client = connection.writing();
        this.reader = connection.leads();
        this.values = new LeadValues(leads);
        this.fields = connection.fields();
        this.batches = new BatchSender(client);
        this.batchesAtOnce = batchesAtOnce;
    }

    /** As many batches as may be under way at once. */
    @Override
    public int batchSize() {
        return commandsPerCall() * batchesAtOnce;
    }

    @Override
    public int commandsPerCall() {
        return LeadReader.BATCH;
    }

    @Override
    protected List<WriteResult> written(List<SetFields> commands) {
        return outcomes(commands, values::mayWrite);
    }

    @Override
    protected List<WriteResult> settled(List<SetFields> unknown) {
        Map<String, Map<String, String>> held = read(unknown);
        List<WriteResult> outcomes = new ArrayList<>();
        for (SetFields command : unknown) {
            boolean applied = Optional.ofNullable(held.get(command.on().id()))
                    .map(lead -> holds(command.set(), lead))
                    .orElse(false);
            outcomes.add(applied ? WriteResult.Written.of(command.on()) : new WriteResult.NotApplied(command.on()));
        }
        return outcomes;
    }

    /**
     * Sets what a merge decided on its survivor: any mapped field, since a merge moves values between our records and
     * brings no new ones; empty when the record holds it all.
     */
    public Optional<WriteResult> setForMerge(SetFields command) {
        Map<String, String> held =
                read(List.of(command)).getOrDefault(command.on().id(), Map.of());
        Map<Field, String> differing = new EnumMap<>(Field.class);
        command.set().forEach((field, value) -> {
            boolean ofCompany = values.name(field).filter(CompanyFields::holds).isPresent();
            // A merge fills what the survivor's company lacks by itself; we may not write it.
            if (!ofCompany && !holds(Map.of(field, value), held)) differing.put(field, value);
        });
        if (differing.isEmpty()) return Optional.empty();
        SetFields rest = new SetFields(command.intent(), command.on(), differing, Map.of());
        return Optional.of(
                outcomes(List.of(rest), field -> values.name(field).isPresent()).get(0));
    }

    private List<WriteResult> outcomes(List<SetFields> commands, Predicate<Field> allowed) {
        Map<SetFields, WriteResult> known = new HashMap<>();
        refuseUnwritable(commands, allowed, known);
        compareExpected(commands, known);
        List<SetFields> rest =
                commands.stream().filter(each -> !known.containsKey(each)).toList();
        List<WriteResult> sent = batches.send(split(rest), this::sendKnown);
        for (int i = 0; i < rest.size(); i++) known.put(rest.get(i), sent.get(i));
        return inOrder(commands, known);
    }

    private void refuseUnwritable(
            List<SetFields> commands, Predicate<Field> allowed, Map<SetFields, WriteResult> known) {
        for (SetFields command : commands) {
            for (Field field : command.set().keySet()) {
                Optional<String> why = unwritable(field, allowed);
                why.ifPresent(reason -> known.put(
                        command, new WriteResult.Rejected(command.on(), AdapterErrorCode.FIELD_NOT_WRITABLE, reason)));
            }
        }
    }

    private Optional<String> unwritable(Field field, Predicate<Field> allowed) {
        if (!allowed.test(field)) return Optional.of(field.key() + " is not mapped for writing");
        String name = values.name(field).orElse("");
        Optional<LeadFields.LeadField> lead = fields.find(name);
        if (lead.isEmpty()) return Optional.of(name + " does not exist; run onefunnel provision");
        // A field of the native sync belongs to the CRM; an echo would follow: "Leads", "Describe".
        if (lead.get().crmManaged() || !lead.get().updateable())
            return Optional.of(name + " is read-only or owned by the CRM");
        // What cannot be read can be neither compared before nor settled after.
        if (fields.refused().contains(name)) return Optional.of(name + " is described, and Marketo refuses to read it");
        return Optional.empty();
    }

    private void compareExpected(List<SetFields> commands, Map<SetFields, WriteResult> known) {
        List<SetFields> guarded = commands.stream()
                .filter(each -> !each.expected().isEmpty() && !known.containsKey(each))
                .toList();
        if (guarded.isEmpty()) return;
        Map<String, Map<String, String>> held = read(guarded);
        for (SetFields command : guarded) {
            Map<String, String> lead = held.get(command.on().id());
            if (lead == null) {
                known.put(
                        command,
                        new WriteResult.Rejected(command.on(), AdapterErrorCode.RECORD_GONE, "Lead not found"));
            } else if (!holds(command.expected(), lead)) {
                known.put(
                        command,
                        new WriteResult.Stale(
                                command.on(), values.held(command.expected().keySet(), lead)));
            } else if (holds(command.set(), lead)) {
                known.put(command, new WriteResult.Unchanged(command.on()));
            }
        }
    }

    private boolean holds(Map<Field, String> expected, Map<String, String> lead) {
        Map<Field, String> held = values.held(expected.keySet(), lead);
        return expected.entrySet().stream()
                .allMatch(
                        each -> LeadValues.same(each.getKey(), each.getValue(), held.getOrDefault(each.getKey(), "")));
    }

    private Map<String, Map<String, String>> read(List<SetFields> commands) {
        Set<Field> asked = EnumSet.noneOf(Field.class);
        Set<String> ids = new LinkedHashSet<>();
        for (SetFields each : commands) {
            asked.addAll(each.set().keySet());
            asked.addAll(each.expected().keySet());
            ids.add(each.on().id());
        }
        List<String> names =
                asked.stream().map(values::name).flatMap(Optional::stream).toList();
        return fields.current(() -> {
            List<String> readable = new ArrayList<>(fields.known(names));
            readable.add("id");
            return reader.values(ids, readable);
        });
    }

    private List<List<SetFields>> split(List<SetFields> commands) {
        return BodySizeLimit.split(
                commands, LeadReader.BATCH, command -> record(command).toString());
    }

    private ObjectNode record(SetFields command) {
        ObjectNode record = Json.object().put("id", Long.parseLong(command.on().id()));
        command.set()
                .forEach((field, value) -> record.set(values.name(field).orElseThrow(), values.json(field, value)));
        return record;
    }

    /** One field that was hidden since we last looked refuses the whole call: the commands that set it are left out. */
    private List<WriteResult> sendKnown(List<SetFields> batch) {
        try {
            return send(batch);
        } catch (RefusedException refused) {
            if (!refused.is("1006")) throw refused;
            fields.forget();
            Map<SetFields, WriteResult> known = new HashMap<>();
            refuseUnwritable(batch, field -> true, known);
            if (known.isEmpty()) throw refused;
            List<SetFields> rest =
                    batch.stream().filter(each -> !known.containsKey(each)).toList();
            List<WriteResult> sent = rest.isEmpty() ? List.of() : send(rest);
            for (int i = 0; i < rest.size(); i++) known.put(rest.get(i), sent.get(i));
            return inOrder(batch, known);
        }
    }

    private List<WriteResult> send(List<SetFields> batch) {
        ObjectNode body = Json.object().put("action", "updateOnly").put("lookupField", "id");
        batch.forEach(command -> body.withArray("input").add(record(command)));
        JsonNode rows = client.post("sync leads", MarketoClient.Effect.UPSERTS, "rest/v1/leads.json", Map.of(), body)
                .path("result");
        return BatchSender.outcomes(batch, rows, this::outcome);
    }

    private WriteResult outcome(SetFields command, JsonNode row) {
        // Of leads the place alone says which it is; where the row says another, nothing is certain.
        String id = row.path("id").asText("");
        if (!id.isEmpty() && !id.equals(command.on().id())) return new WriteResult.Unknown(command.on());
        if (row.path("status").asText("").equals("updated")) return WriteResult.Written.of(command.on());
        SkipReason reason = SkipReason.of(row);
        if (ErrorMapping.of(reason.code(), reason.words()).meaning() == AdapterErrorCode.DUPLICATE_DETECTED) {
            return duplicates(command.on(), reason.code() + " " + reason.words());
        }
        return batches.skipped(command.on(), row, reason);
    }

    /** A finding, not a failure: which leads it is that Marketo cannot tell apart goes with the outcome. */
    private WriteResult duplicates(SourceRef on, String words) {
        List<String> same = sameEmail(on.id());
        String which = same.size() < 2 ? "" : ": leads " + String.join(", ", same) + " have the same e-mail";
        return new WriteResult.Rejected(on, AdapterErrorCode.DUPLICATE_DETECTED, words + which);
    }

    private List<String> sameEmail(String id) {
        try {
            String email = reader.values(List.of(id), List.of("id", "email"))
                    .getOrDefault(id, Map.of())
                    .getOrDefault("email", "");
            // A value with a comma cannot be looked up: filter values are separated by commas.
            return email.isEmpty() || email.contains(",") ? List.of() : reader.withEmail(email);
        } catch (RefusedException unread) {
            // The rows beside this one were written: a read that fails afterwards must not deny it.
            return List.of();
        }
    }
}
