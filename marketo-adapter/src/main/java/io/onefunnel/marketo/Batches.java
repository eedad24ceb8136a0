package io.onefunnel.marketo;

import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.Recovery;
import io.onefunnel.spi.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands in batches so that each has an outcome: a refused batch whose forerunners were applied cannot be an
 * exception any more.
 */
final class Batches {
    private static final Duration LATER = Duration.ofMinutes(1);

    private final MarketoClient client;

    Batches(MarketoClient client) {
        this.client = client;
    }

    <C extends Command> List<WriteOutcome> send(List<List<C>> batches, Function<List<C>, List<WriteOutcome>> sender) {
        List<WriteOutcome> outcomes = new ArrayList<>();
        for (List<C> batch : batches) {
            try {
                outcomes.addAll(sender.apply(batch));
            } catch (MayHaveHappened unknown) {
                batch.forEach(command -> outcomes.add(new WriteOutcome.Unknown(command.on())));
            } catch (Refused refused) {
                boolean nothingSent = outcomes.isEmpty();
                if (nothingSent) throw refused;
                batch.forEach(command -> outcomes.add(refused(command.on(), refused)));
            }
        }
        return outcomes;
    }

    WriteOutcome refused(SourceRef on, Refused refused) {
        Recovery recovery = refused.code().recovery();
        if (recovery == Recovery.RETRY_LATER || recovery == Recovery.STOP_UNTIL_QUOTA_RESET) {
            @Nullable Instant notBefore = refused.notBefore();
            return new WriteOutcome.Deferred(
                    on, notBefore == null ? client.now().plus(LATER) : notBefore);
        }
        return rejected(on, refused.code(), String.valueOf(refused.getMessage()));
    }

    static WriteOutcome rejected(SourceRef on, AdapterErrorCode code, String message) {
        return new WriteOutcome.Rejected(on, code, message);
    }

    /** A row that was skipped, by its own code. A code that only asks for patience defers the row. */
    WriteOutcome skipped(SourceRef on, String vendorCode, String message) {
        AdapterErrorCode code = VendorCodes.meaning(vendorCode, message);
        if (code.recovery() == Recovery.RETRY_LATER) {
            return new WriteOutcome.Deferred(on, client.now().plus(LATER));
        }
        return rejected(on, code, vendorCode + " " + VendorCodes.withoutValues(message));
    }
}
