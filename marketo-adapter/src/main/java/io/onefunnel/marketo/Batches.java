package io.onefunnel.marketo;

import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.Recovery;
import io.onefunnel.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands in batches so that each has an outcome: a refused batch beside one that was applied cannot be an
 * exception any more.
 */
final class Batches {
    private static final Duration LATER = Duration.ofMinutes(1);
    // Error 604 is answered with fewer records; below ten it is not the number that takes the time.
    private static final int SMALLEST_AFTER_TIME_OUT = 10;

    private final MarketoClient client;

    Batches(MarketoClient client) {
        this.client = client;
    }

    /** What became of a batch: outcomes, or the refusal of all of it. */
    private record Sent(List<WriteResult> outcomes, Optional<Refused> refused) {}

    /** Several batches at once. */
    <C extends Command> List<WriteResult> send(List<List<C>> batches, Function<List<C>, List<WriteResult>> sender) {
        AtomicReference<Refused> stop = new AtomicReference<>();
        List<Supplier<Sent>> works = new ArrayList<>();
        for (List<C> batch : batches) works.add(() -> sendUnlessStopped(batch, sender, stop));
        return outcomes(
                batches, works.isEmpty() ? List.of() : client.sideBySide().all(works));
    }

    /** One batch after the other. */
    <C extends Command> List<WriteResult> oneByOne(List<List<C>> batches, Function<List<C>, List<WriteResult>> sender) {
        AtomicReference<Refused> stop = new AtomicReference<>();
        List<Sent> sent = new ArrayList<>();
        for (List<C> batch : batches) sent.add(sendUnlessStopped(batch, sender, stop));
        return outcomes(batches, sent);
    }

    private <C extends Command> List<WriteResult> outcomes(List<List<C>> batches, List<Sent> sent) {
        boolean nothingSent = sent.stream().allMatch(each -> each.refused().isPresent());
        List<WriteResult> outcomes = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            Optional<Refused> refused = sent.get(i).refused();
            if (refused.isPresent() && nothingSent) throw refused.get();
            if (refused.isEmpty()) outcomes.addAll(sent.get(i).outcomes());
            else for (C command : batches.get(i)) outcomes.add(refused(command.on(), refused.get()));
        }
        return outcomes;
    }

    private <C extends Command> Sent sendUnlessStopped(
            List<C> batch, Function<List<C>, List<WriteResult>> sender, AtomicReference<Refused> stop) {
        Refused before = stop.get();
        if (before != null) return new Sent(List.of(), Optional.of(before));
        try {
            return new Sent(sender.apply(batch), Optional.empty());
        } catch (MayHaveHappened unknown) {
            return new Sent(unknown(batch), Optional.empty());
        } catch (Refused refused) {
            if (divides(refused, batch.size())) return new Sent(divided(batch, sender), Optional.empty());
            if (refused.what().mayHaveRun()) return new Sent(unknown(batch), Optional.empty());
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
        for (List<C> half : slices(batch, (batch.size() + 1) / 2)) {
            try {
                outcomes.addAll(sender.apply(half));
            } catch (MayHaveHappened unknown) {
                outcomes.addAll(unknown(half));
            } catch (Refused refused) {
                if (divides(refused, half.size())) outcomes.addAll(divided(half, sender));
                else half.forEach(command -> outcomes.add(refused(command.on(), refused)));
            }
        }
        return outcomes;
    }

    private static boolean divides(Refused refused, int size) {
        if (refused.is("604")) return size > SMALLEST_AFTER_TIME_OUT;
        return size > 1 && refused.what().isOfARecord();
    }

    WriteResult refused(SourceRef on, Refused refused) {
        // A single record that Marketo stumbles over again and again: nobody is helped by sending it for ever.
        if (refused.is("611"))
            return rejected(on, AdapterErrorCode.RECORD_INVALID, String.valueOf(refused.getMessage()));
        if (refused.what().mayHaveRun()) return new WriteResult.Unknown(on);
        Recovery recovery = refused.code().recovery();
        if (recovery == Recovery.RETRY_LATER || recovery == Recovery.STOP_UNTIL_QUOTA_RESET) {
            @Nullable Instant notBefore = refused.notBefore();
            return new WriteResult.Deferred(on, notBefore == null ? client.now().plus(LATER) : notBefore);
        }
        return rejected(on, refused.code(), String.valueOf(refused.getMessage()));
    }

    static WriteResult rejected(SourceRef on, AdapterErrorCode code, String message) {
        return new WriteResult.Rejected(on, code, message);
    }

    /** A row that was skipped, by its own code. A code that only asks for patience defers the row. */
    WriteResult skipped(SourceRef on, String vendorCode, String message) {
        VendorCode code = VendorCodes.of(vendorCode, message);
        if (code.reaction() == Reaction.DONE) return new WriteResult.Unchanged(on);
        if (code.meaning().recovery() == Recovery.RETRY_LATER) {
            return new WriteResult.Deferred(on, client.now().plus(LATER));
        }
        return rejected(on, code.meaning(), vendorCode + " " + VendorCodes.withoutValues(message));
    }

    private static <C extends Command> List<WriteResult> unknown(List<C> batch) {
        List<WriteResult> outcomes = new ArrayList<>();
        batch.forEach(command -> outcomes.add(new WriteResult.Unknown(command.on())));
        return outcomes;
    }

    static <T> List<List<T>> slices(List<T> all, int size) {
        List<List<T>> slices = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            slices.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return slices;
    }
}
