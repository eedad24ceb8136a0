package io.onefunnel.marketo.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.marketo.client.Json;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.RefusedException;
import io.onefunnel.marketo.client.SkipReason;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.EventAttributes;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.call.Chunks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The program that began the work learns what became of it: the member's status moves on. Marketo never moves a member
 * back, so the same told again, or told late, changes nothing (1037).
 */
final class ProgramStatusWriter {
    // "Maximum 300": "Program Members", "Update Status".
    private static final int BATCH = 300;

    private final MarketoClient client;
    private final BatchSender batches;
    private final OutcomeOptions options;

    ProgramStatusWriter(MarketoClient client, BatchSender batches, OutcomeOptions options) {
        this.client = client;
        this.batches = batches;
        this.options = options;
    }

    private record Move(String program, String status) {}

    /** Moves the members that these outcomes are about; what was refused, by command. */
    Map<PublishOutcome, WriteResult> write(List<PublishOutcome> commands) {
        Map<Move, List<PublishOutcome>> moves = new LinkedHashMap<>();
        for (PublishOutcome each : commands) {
            move(each)
                    .ifPresent(move -> moves.computeIfAbsent(move, key -> new ArrayList<>())
                            .add(each));
        }
        Map<PublishOutcome, WriteResult> refused = new HashMap<>();
        moves.forEach((move, members) -> {
            List<WriteResult> outcomes = batches.send(Chunks.of(members, BATCH), batch -> send(move, batch));
            refused.putAll(BatchSender.failed(members, outcomes));
        });
        return refused;
    }

    private Optional<Move> move(PublishOutcome command) {
        Optional<String> program = command.program().map(SourceRef::id).or(options::program);
        String outcome = command.details().getOrDefault(EventAttributes.OUTCOME, "");
        Optional<String> status = Optional.ofNullable(options.programStatus().get(outcome));
        return program.flatMap(id -> status.map(name -> new Move(id, name)));
    }

    private List<WriteResult> send(Move move, List<PublishOutcome> batch) {
        ObjectNode body = Json.object().put("statusName", move.status());
        batch.forEach(command -> body.withArray("input")
                .addObject()
                .put("leadId", Long.parseLong(command.on().id())));
        JsonNode rows;
        try {
            rows = client.post(
                            "program status",
                            MarketoClient.Effect.UPSERTS,
                            "rest/v1/programs/" + move.program() + "/members/status.json",
                            Map.of(),
                            body)
                    .path("result");
        } catch (RefusedException refused) {
            return ofTheProgram(move, batch, refused);
        }
        return BatchSender.outcomes(batch, rows, (command, row) -> outcome(command.on(), row));
    }

    /** What is wrong with one program stops no other. */
    private static List<WriteResult> ofTheProgram(Move move, List<PublishOutcome> batch, RefusedException refused) {
        List<WriteResult> outcomes = new ArrayList<>();
        // A program that is gone cannot learn anything any more: the outcome goes its other ways.
        boolean gone = refused.is("1013");
        if (!gone && !refused.is("1025")) throw refused;
        for (PublishOutcome each : batch) {
            outcomes.add(
                    gone
                            ? new WriteResult.Unchanged(each.on())
                            : new WriteResult.Rejected(
                                    each.on(),
                                    AdapterErrorCode.FEATURE_MISSING,
                                    "1025 program " + move.program() + " has no status \"" + move.status()
                                            + "\": correct outcome-program-status, or add it to the channel"));
        }
        return outcomes;
    }

    private WriteResult outcome(SourceRef on, JsonNode row) {
        String status = row.path("status").asText("");
        if (status.equals("created") || status.equals("updated")) return WriteResult.Written.of(on);
        return batches.skipped(on, row, SkipReason.of(row));
    }
}
