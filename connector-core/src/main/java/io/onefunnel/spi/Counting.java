package io.onefunnel.spi;

import io.onefunnel.model.RecordKind;
import java.util.OptionalLong;

/** Counts live records by a single cheap call per vendor type. */
public interface Counting {
    /** Empty when the vendor has no cheap count of this kind. */
    OptionalLong count(RecordKind kind);
}
