package io.onefunnel.hubspot.merge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.hubspot.client.HubSpotClient;
import io.onefunnel.hubspot.client.HubSpotPaths;
import io.onefunnel.hubspot.client.Json;
import io.onefunnel.hubspot.client.MappedError;
import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.client.ObjectPageReader;
import io.onefunnel.hubspot.client.Operation;
import io.onefunnel.hubspot.client.Portal;
import io.onefunnel.hubspot.client.RecordRefs;
import io.onefunnel.hubspot.client.RefusedException;
import io.onefunnel.hubspot.client.UnknownOutcomeException;
import io.onefunnel.hubspot.client.VendorObject;
import io.onefunnel.hubspot.write.BatchUpdates;
import io.onefunnel.hubspot.write.BatchUpdates.Row;
import io.onefunnel.hubspot.write.FieldValues;
import io.onefunnel.hubspot.write.RecordResolver;
import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Merges records. HubSpot merges one pair in a call and gives the result a new id, to which both old ids lead; the next
 * pair goes on with it. Records are looked up first, so that what is merged already is not merged again.
 */
final class MergeWriter implements CommandWriter<Merge> {
    // "Is already in the process of being merged": merging goes on inside HubSpot after the answer.
    private static final Duration IN_PROGRESS = Duration.ofSeconds(60);

    private final HubSpotClient client;
    private final HubSpotPaths paths;
    private final BatchUpdates updates;
    private final RecordResolver resolver;
    private final RecordRefs refs;
    private final boolean mergesCompanies;
    private final InstantSource clock;

    MergeWriter(Portal portal, BatchUpdates updates, RecordResolver resolver, boolean mergesCompanies) {
        client = portal.client(Use.MERGE);
        paths = portal.paths();
        refs = portal.refs();
        clock = portal.clock();
        this.updates = updates;
        this.resolver = resolver;
        this.mergesCompanies = mergesCompanies;
    }

    @Override
    public int batchSize() {
        return 1;
    }

    @Override
    public List<WriteResult> write(List<Merge> commands) {
        List<WriteResult> outcomes = new ArrayList<>();
        for (Merge command : commands) {
            Optional<MappedType> type = mergeable(command);
            if (type.isEmpty()) {
                outcomes.add(refused(command, AdapterErrorCode.MERGE_REFUSED, "records of this type are not merged"));
                continue;
            }
            try {
                outcomes.add(merge(type.get(), command));
            } catch (AdapterException e) {
                // Only the look-up before a merge throws: of this command nothing was sent.
                if (outcomes.isEmpty()) throw e;
                outcomes.add(new WriteResult.Deferred(command.on(), later(e)));
            }
        }
        return outcomes;
    }

    @Override
    public List<WriteResult> settle(List<Merge> unknown) {
        List<WriteResult> outcomes = new ArrayList<>();
        for (Merge command : unknown) {
            Optional<MappedType> type = mergeable(command);
            outcomes.add(type.isEmpty() ? new WriteResult.NotApplied(command.on()) : settle(type.get(), command));
        }
        return outcomes;
    }

    /** The type of a merge's records, if it can be merged at all. */
    Optional<MappedType> mergeable(Merge command) {
        return refs.type(command.on())
                .filter(MappedType::merges)
                .filter(type -> mergesCompanies || !type.object().equals("companies"))
                .filter(type -> command.losers().stream()
                        .allMatch(loser -> refs.type(loser).filter(type::equals).isPresent()));
    }

    private WriteResult merge(MappedType type, Merge command) {
        Map<SourceRef, VendorObject> found = resolver.find(everybody(command), type, List.of());
        for (SourceRef ref : everybody(command)) {
            if (!found.containsKey(ref)) {
                return refused(command, AdapterErrorCode.RECORD_GONE, "a record of this merge is gone");
            }
        }
        int merged = 0;
        for (SourceRef loser : command.losers()) {
            SourceRef survivor = refs.current(command.on());
            SourceRef away = refs.current(loser);
            if (survivor.equals(away)) continue;
            try {
                pair(type, survivor, away);
                merged++;
            } catch (UnknownOutcomeException e) {
                return new WriteResult.Unknown(command.on());
            } catch (RefusedException e) {
                return refused(command, merged, e.error());
            } catch (AdapterException e) {
                if (merged == 0) throw e;
                return new WriteResult.Deferred(command.on(), later(e));
            }
        }
        return win(type, command, merged);
    }

    private void pair(MappedType type, SourceRef survivor, SourceRef away) {
        ObjectNode body = Json.object()
                .put("primaryObjectId", refs.vendorId(survivor))
                .put("objectIdToMerge", refs.vendorId(away));
        VendorObject result = client.post(
                Operation.write("merge " + type.object()), paths.merge(type.object()), body, ObjectPageReader::one);
        SourceRef now = refs.ref(type, result.id());
        refs.merged(survivor, now);
        refs.merged(away, now);
    }

    /** Sets the winning values on the survivor; without any, the merge is all there is to do. */
    private WriteResult win(MappedType type, Merge command, int merged) {
        Map<String, String> winning = winning(type, command);
        if (winning.isEmpty()) {
            return merged == 0 ? new WriteResult.Unchanged(command.on()) : written(command);
        }
        Row row = new Row(command.intent(), command.on(), type, winning);
        WriteResult outcome;
        try {
            outcome = Objects.requireNonNull(updates.write(List.of(row)).get(row));
        } catch (AdapterException e) {
            if (merged == 0) throw e;
            return new WriteResult.Deferred(command.on(), later(e));
        }
        return outcome instanceof WriteResult.Written ? written(command) : outcome;
    }

    private WriteResult settle(MappedType type, Merge command) {
        Map<SourceRef, VendorObject> found =
                resolver.find(everybody(command), type, winning(type, command).keySet());
        VendorObject survivor = found.get(command.on());
        if (survivor == null) return new WriteResult.Unknown(command.on());
        long merged = command.losers().stream()
                .filter(loser -> found.containsKey(loser)
                        && Objects.requireNonNull(found.get(loser)).id().equals(survivor.id()))
                .count();
        if (merged < command.losers().size()) return new WriteResult.NotApplied(command.on());
        FieldValues values = new FieldValues(type.mapping());
        boolean won = command.winning().entrySet().stream()
                .allMatch(each -> FieldValues.same(
                        each.getKey(), values.canonical(each.getKey(), survivor.values()), each.getValue()));
        // Sent again, the command finds the records merged and sets only what is missing.
        return won ? written(command) : new WriteResult.NotApplied(command.on());
    }

    /** An admin chose the winners, so that fields may be among them which a plan would never write. */
    private static Map<String, String> winning(MappedType type, Merge command) {
        FieldValues values = new FieldValues(type.mapping());
        Map<String, String> properties = new LinkedHashMap<>();
        for (Map.Entry<Field, String> each : command.winning().entrySet()) {
            Optional<String> property = type.mapping().nameOf(each.getKey());
            Optional<String> value = values.vendorValue(each.getKey(), each.getValue());
            if (property.isPresent() && value.isPresent()) properties.put(property.get(), value.get());
        }
        return properties;
    }

    static List<SourceRef> everybody(Merge command) {
        List<SourceRef> all = new ArrayList<>();
        all.add(command.on());
        all.addAll(command.losers());
        return all;
    }

    private WriteResult written(Merge command) {
        return new WriteResult.Written(command.on(), refs.movedTo(command.on()), Optional.empty());
    }

    private WriteResult refused(Merge command, int merged, MappedError error) {
        if (error.isMergeInProgress()) {
            return new WriteResult.Deferred(command.on(), clock.instant().plus(IN_PROGRESS));
        }
        String sofar = merged == 0 ? "" : merged + " of " + command.losers().size() + " are merged; ";
        AdapterErrorCode code =
                error.code() == AdapterErrorCode.RECORD_INVALID ? AdapterErrorCode.MERGE_REFUSED : error.code();
        // No value of a record is sent with a merge: HubSpot's words tell why, as of companies beside its Salesforce
        // sync.
        boolean told = error.code() == AdapterErrorCode.MERGE_REFUSED;
        return refused(command, code, sofar + (told ? error.summary() : error.words(List.of())));
    }

    private static WriteResult refused(Merge command, AdapterErrorCode code, String why) {
        return new WriteResult.Rejected(command.on(), code, why);
    }

    private Instant later(AdapterException e) {
        return e.notBefore().orElse(clock.instant().plus(IN_PROGRESS));
    }
}
