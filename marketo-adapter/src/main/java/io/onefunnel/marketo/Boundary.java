package io.onefunnel.marketo;

import java.util.function.Supplier;

/** The edge of the adapter: what Marketo refused leaves it in the words of the contract. */
final class Boundary {
    private Boundary() {}

    static <T> T cross(Supplier<T> work) {
        try {
            return work.get();
        } catch (Refused refused) {
            throw refused.toAdapterException();
        }
    }
}
