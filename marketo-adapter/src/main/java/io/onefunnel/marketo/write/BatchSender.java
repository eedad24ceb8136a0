package io.onefunnel.marketo.write;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.marketo.client.ErrorMapping;
import io.onefunnel.marketo.client.MappedError;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.RefusedException;
import io.onefunnel.marketo.client.RetryRule;
import io.onefunnel.marketo.client.SkipReason;
import io.onefunnel.marketo.client.UnknownOutcomeException;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.Recovery;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.call.Chunks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands in batches so that each has an outcome: a refused batch beside one that was applied cannot be an
 * exception any more.
 */
public final class BatchSender {
    private static final Duration LATER = Duration.ofMinutes(1);
    // Error 604 is answered with fewer records; below ten it is not the number that takes the time.
    private static final int SMALLEST_AFTER_TIME_OUT = 10;

    private final MarketoClient client;

    public BatchSender(MarketoClient client) {
        this.client = client;
    }

    /** What became of a batch: outcomes, or the refusal of all of it. */
    private record Sent(List<WriteResult> outcomes, Optional<RefusedException> refused) {}

    /** Several batches at once, as many as the instance's limits allow. */
    <C extends Command> List<WriteResult> send(List<List<C>> batches, Function<List<C>, List<WriteResult>> sender) {
        AtomicReference<RefusedException> stop = new AtomicReference<>();
        List<Callable<Sent>> works = new ArrayList<>();
        for (List<C> batch : batches) works.add(() -> sendUnlessStopped(batch, sender, stop));
        return outcomes(batches, works.isEmpty() ? List.of() : client.parallel().all(works));
    }

    /** One batch after the other. */
    public <C extends Command> List<WriteResult> oneByOne(
            List<List<C>> batches, Function<List<C>, List<WriteResult>> sender) {
        AtomicReference<RefusedException> stop = new AtomicReference<>();
        List<Sent> sent = new ArrayList<>();
        for (List<C> batch : batches) sent.add(sendUnlessStopped(batch, sender, stop));
        return outcomes(batches, sent);
    }

    private <C extends Command> List<WriteResult> outcomes(List<List<C>> batches, List<Sent> sent) {
        boolean nothingSent = sent.stream().allMatch(each -> each.refused().isPresent());
        List<WriteResult> outcomes = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            Optional<RefusedException> refused = sent.get(i).refused();
            if (refused.isPresent() && nothingSent) throw refused.get();
            if (refused.isEmpty()) outcomes.addAll(sent.get(i).outcomes());
            else for (C command : batches.get(i)) outcomes.add(refused(command.on(), refused.get()));
        }
        return outcomes;
    }

    private <C extends Command> Sent sendUnlessStopped(
            List<C> batch, Function<List<C>, List<WriteResult>> sender, AtomicReference<RefusedException> stop) {
        RefusedException before = stop.get();
        if (before != null) return new Sent(List.of(), Optional.of(before));
        try {
            return new Sent(sender.apply(batch), Optional.empty());
        } catch (UnknownOutcomeException unknown) {
            return new Sent(unknown(batch), Optional.empty());
        } catch (RefusedException refused) {
            if (divides(refused, batch.size())) return new Sent(divided(batch, sender), Optional.empty());
            if (refused.error().mayHaveRun()) return new Sent(unknown(batch), Optional.empty());
            if (refused.code().recovery() == Recovery.SKIP_RECORD) {
                List<WriteResult> rejected = new ArrayList<>();
                batch.forEach(command -> rejected.add(refused(command.on(), refused)));
                return new Sent(rejected, Optional.empty());
            }
            // What refused this batch would refuse the next one too.
            stop.compareAndSet(null, refused);
            return new Sent(List.of(), Optional.of(refused));
        }
    }

    /** The same in two halves, and so on, until the record is found that the refusal is about. */
    private <C extends Command> List<WriteResult> divided(List<C> batch, Function<List<C>, List<WriteResult>> sender) {
        List<WriteResult> outcomes = new ArrayList<>();
        for (List<C> half : Chunks.of(batch, (batch.size() + 1) / 2)) {
            try {
                outcomes.addAll(sender.apply(half));
            } catch (UnknownOutcomeException unknown) {
                outcomes.addAll(unknown(half));
            } catch (RefusedException refused) {
                if (divides(refused, half.size())) outcomes.addAll(divided(half, sender));
                else half.forEach(command -> outcomes.add(refused(command.on(), refused)));
            }
        }
        return outcomes;
    }

    private static boolean divides(RefusedException refused, int size) {
        if (refused.is("604")) return size > SMALLEST_AFTER_TIME_OUT;
        return size > 1 && refused.error().isOfARecord();
    }

    public WriteResult refused(SourceRef on, RefusedException refused) {
        // A single record that Marketo stumbles over again and again: nobody is helped by sending it for ever.
        if (refused.is("611"))
            return new WriteResult.Rejected(on, AdapterErrorCode.RECORD_INVALID, String.valueOf(refused.getMessage()));
        if (refused.error().mayHaveRun()) return new WriteResult.Unknown(on);
        Recovery recovery = refused.code().recovery();
        if (recovery == Recovery.RETRY_LATER || recovery == Recovery.STOP_UNTIL_QUOTA_RESET) {
            @Nullable Instant notBefore = refused.notBefore();
            return new WriteResult.Deferred(on, notBefore == null ? client.now().plus(LATER) : notBefore);
        }
        return new WriteResult.Rejected(on, refused.code(), String.valueOf(refused.getMessage()));
    }

    /**
     * A row that was skipped, by its own code. A code that only asks for patience defers the row; one without status and
     * reason says nothing, so that only reading can tell.
     */
    WriteResult skipped(SourceRef on, JsonNode row, SkipReason reason) {
        boolean skipped = row.path("status").asText("").equals("skipped");
        if (reason.code().isEmpty() && !skipped) return new WriteResult.Unknown(on);
        if (reason.code().isEmpty())
            return new WriteResult.Rejected(on, AdapterErrorCode.RECORD_INVALID, "skipped without a reason");
        return skipped(on, reason);
    }

    /** The same by the reason alone. */
    WriteResult skipped(SourceRef on, SkipReason reason) {
        MappedError error = ErrorMapping.of(reason.code(), reason.words());
        if (error.rule() == RetryRule.DONE) return new WriteResult.Unchanged(on);
        if (error.meaning().recovery() == Recovery.RETRY_LATER) {
            return new WriteResult.Deferred(on, client.now().plus(LATER));
        }
        String words = ErrorMapping.withoutValues(reason.words());
        return new WriteResult.Rejected(on, error.meaning(), reason.code() + " " + words);
    }

    /**
     * The rows of an answer, in the order of the batch; a count that differs, or a row that is numbered otherwise, leaves
     * nothing certain: "Lead Database".
     */
    static <C extends Command> List<WriteResult> outcomes(
            List<C> batch, JsonNode rows, BiFunction<C, JsonNode, WriteResult> reader) {
        if (rows.size() != batch.size()) return unknown(batch);
        List<WriteResult> outcomes = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (rows.get(i).path("seq").asInt(i) != i) return unknown(batch);
        }
        for (int i = 0; i < batch.size(); i++) outcomes.add(reader.apply(batch.get(i), rows.get(i)));
        return outcomes;
    }

    /** Those commands that left Marketo otherwise than they wanted it. */
    static <C extends Command> Map<C, WriteResult> failed(List<C> commands, List<WriteResult> outcomes) {
        Map<C, WriteResult> failed = new HashMap<>();
        for (int i = 0; i < commands.size(); i++) {
            WriteResult outcome = outcomes.get(i);
            boolean done = outcome instanceof WriteResult.Written || outcome instanceof WriteResult.Unchanged;
            if (!done) failed.put(commands.get(i), outcome);
        }
        return failed;
    }

    private static <C extends Command> List<WriteResult> unknown(List<C> batch) {
        List<WriteResult> outcomes = new ArrayList<>();
        batch.forEach(command -> outcomes.add(new WriteResult.Unknown(command.on())));
        return outcomes;
    }
}
