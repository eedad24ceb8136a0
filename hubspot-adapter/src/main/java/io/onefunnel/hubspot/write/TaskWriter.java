package io.onefunnel.hubspot.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.hubspot.client.HubSpotClient;
import io.onefunnel.hubspot.client.HubSpotObjects;
import io.onefunnel.hubspot.client.HubSpotPaths;
import io.onefunnel.hubspot.client.Json;
import io.onefunnel.hubspot.client.ObjectPageReader;
import io.onefunnel.hubspot.client.Operation;
import io.onefunnel.hubspot.client.Portal;
import io.onefunnel.hubspot.client.RecordRefs;
import io.onefunnel.hubspot.client.RefusedException;
import io.onefunnel.hubspot.client.UnknownOutcomeException;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command.CreateTask;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.WriteResult;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Creates tasks. The ledger key is a property with unique values, so that HubSpot itself refuses a second task, and a
 * batch read by it tells whether the first one is there.
 */
public final class TaskWriter implements CommandWriter<CreateTask> {
    public static final String TYPE = "tasks";
    public static final String LEDGER_KEY = "onefunnel_ledger_key";
    // Association type ids: guide "associate records".
    private static final int TASK_TO_CONTACT = 204;
    private static final int TASK_TO_COMPANY = 192;
    private static final int TASK_TO_DEAL = 216;

    private final HubSpotClient client;
    private final HubSpotPaths paths;
    private final HubSpotObjects objects;
    private final RecordRefs refs;
    private final InstantSource clock;

    TaskWriter(Portal portal) {
        client = portal.client(Use.WRITE);
        paths = portal.paths();
        objects = portal.objects();
        refs = portal.refs();
        clock = portal.clock();
    }

    @Override
    public int batchSize() {
        return 1;
    }

    @Override
    public List<WriteResult> write(List<CreateTask> commands) {
        List<WriteResult> outcomes = new ArrayList<>();
        for (CreateTask command : commands) {
            try {
                outcomes.add(create(command));
            } catch (AdapterException e) {
                if (CommandResults.nothingWritten(outcomes)) throw e;
                outcomes.add(CommandResults.deferred(command.on(), e, clock));
            }
        }
        return outcomes;
    }

    @Override
    public List<WriteResult> settle(List<CreateTask> unknown) {
        if (unknown.isEmpty()) return List.of();
        Map<String, String> taskIds = new HashMap<>();
        objects.by(
                        TYPE,
                        Optional.of(LEDGER_KEY),
                        unknown.stream().map(CreateTask::ledgerKey).toList(),
                        List.of(LEDGER_KEY),
                        List.of())
                .forEach(task -> taskIds.put(task.value(LEDGER_KEY), task.id()));
        List<WriteResult> outcomes = new ArrayList<>();
        for (CreateTask command : unknown) {
            String id = taskIds.get(command.ledgerKey());
            outcomes.add(id == null ? new WriteResult.NotApplied(command.on()) : written(command, id));
        }
        return outcomes;
    }

    private WriteResult create(CreateTask command) {
        try {
            String id = client.post(
                            Operation.write("create task"), paths.objects(TYPE), body(command), ObjectPageReader::one)
                    .id();
            return written(command, id);
        } catch (UnknownOutcomeException e) {
            return new WriteResult.Unknown(command.on());
        } catch (RefusedException e) {
            if (e.error().code() == AdapterErrorCode.DUPLICATE_DETECTED) {
                return new WriteResult.Unchanged(command.on());
            }
            return new WriteResult.Rejected(
                    command.on(), e.error().code(), e.error().summary());
        }
    }

    private ObjectNode body(CreateTask command) {
        ObjectNode body = Json.object();
        body.putObject("properties")
                .put("hs_timestamp", command.due().toString())
                .put("hs_task_subject", command.subject())
                .put("hs_task_status", "NOT_STARTED")
                .put("hs_task_type", "CALL")
                .put("hubspot_owner_id", command.owner().id())
                .put(LEDGER_KEY, command.ledgerKey());
        SourceRef on = refs.current(command.on());
        ObjectNode link = body.putArray("associations").addObject();
        link.putObject("to").put("id", refs.vendorId(on));
        link.putArray("types")
                .addObject()
                .put("associationCategory", "HUBSPOT_DEFINED")
                .put("associationTypeId", typeId(on));
        return body;
    }

    private static int typeId(SourceRef on) {
        return switch (on.kind()) {
            case COMPANY -> TASK_TO_COMPANY;
            case OPPORTUNITY -> TASK_TO_DEAL;
            default -> TASK_TO_CONTACT;
        };
    }

    private static WriteResult written(CreateTask command, String id) {
        return new WriteResult.Written(command.on(), Optional.empty(), Optional.of(id));
    }
}
