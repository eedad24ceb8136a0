package io.onefunnel.marketo.client;

import io.onefunnel.spi.AdapterException;
import java.util.function.Supplier;

/** The edge of the adapter: what Marketo refused leaves it in the words of the contract. */
public final class ErrorTranslation {
    private ErrorTranslation() {}

    public static <T> T translate(Supplier<T> work) {
        try {
            return work.get();
        } catch (RefusedException refused) {
            throw refused.toAdapterException();
        } catch (UnknownOutcomeException unknown) {
            // Only outside of commands, which have an outcome for this: provisioning is repeated without harm.
            throw new AdapterException(unknown.code(), String.valueOf(unknown.getMessage()), unknown);
        }
    }
}
