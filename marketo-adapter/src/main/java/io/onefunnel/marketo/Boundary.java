package io.onefunnel.marketo;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.util.function.Supplier;

/** The edge of the adapter: what Marketo refused leaves it in the words of the contract. */
final class Boundary {
    private Boundary() {}

    static <T> T cross(Supplier<T> work) {
        try {
            return work.get();
        } catch (Refused refused) {
            throw refused.toAdapterException();
        } catch (MayHaveHappened unknown) {
            // Only outside of commands, which have an outcome for this: provisioning is repeated without harm.
            throw new AdapterException(AdapterErrorCode.UNREACHABLE, String.valueOf(unknown.getMessage()), unknown);
        }
    }
}
