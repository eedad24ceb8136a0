package io.onefunnel.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.EventAttributes;
import io.onefunnel.spi.WriteResult;
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
final class ProgramStatuses {
    // "Maximum 300": "Program Members", "Update Status".
    private static final int BATCH = 300;

    private final MarketoClient client;
    private final Batches batches;
    private final MarketoOptions.Outcomes options;

    ProgramStatuses(MarketoClient client, Batches batches, MarketoOptions.Outcomes options) {
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
            List<WriteResult> outcomes = batches.send(Batches.slices(members, BATCH), batch -> send(move, batch));
            for (int i = 0; i < members.size(); i++) {
                WriteResult outcome = outcomes.get(i);
                boolean done = outcome instanceof WriteResult.Written || outcome instanceof WriteResult.Unchanged;
                if (!done) refused.put(members.get(i), outcome);
            }
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
        } catch (Refused refused) {
            return ofTheProgram(move, batch, refused);
        }
        List<WriteResult> outcomes = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            SourceRef on = batch.get(i).on();
            outcomes.add(rows.size() == batch.size() ? outcome(on, rows.get(i)) : new WriteResult.Unknown(on));
        }
        return outcomes;
    }

    /** What is wrong with one program stops no other. */
    private static List<WriteResult> ofTheProgram(Move move, List<PublishOutcome> batch, Refused refused) {
        List<WriteResult> outcomes = new ArrayList<>();
        // A program that is gone cannot learn anything any more: the outcome goes its other ways.
        boolean gone = refused.is("1013");
        if (!gone && !refused.is("1025")) throw refused;
        for (PublishOutcome each : batch) {
            outcomes.add(
                    gone
                            ? new WriteResult.Unchanged(each.on())
                            : Batches.rejected(
                                    each.on(),
                                    AdapterErrorCode.FEATURE_MISSING,
                                    "1025 program " + move.program() + " has no status \"" + move.status()
                                            + "\": correct outcome-program-status, or add it to the channel"));
        }
        return outcomes;
    }

    private WriteResult outcome(SourceRef on, JsonNode row) {
        String status = row.path("status").asText();
        if (status.equals("created") || status.equals("updated")) return WriteResult.Written.of(on);
        JsonNode reason = row.path("reasons").path(0);
        return batches.skipped(
                on, reason.path("code").asText(""), reason.path("message").asText("skipped"));
    }
}
