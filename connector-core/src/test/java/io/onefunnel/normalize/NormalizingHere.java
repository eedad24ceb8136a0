package io.onefunnel.normalize;

import static io.onefunnel.normalize.RecordDrafts.HERE;
import static io.onefunnel.normalize.RecordDrafts.mapping;

import io.onefunnel.model.ConnectionId;
import java.time.Instant;
import java.time.ZoneId;

/** A normalizer of the connection "here", in Berlin. */
abstract class NormalizingHere {
    static final ConnectionId CRM = new ConnectionId("crm");
    static final Instant VERSION = Instant.parse("2026-03-02T12:00:00Z");
    static final Locality BERLIN = new Locality(ZoneId.of("Europe/Berlin"), "DE");

    final Normalizer normalizer = new Normalizer(HERE, mapping(), NativeLinks.to(CRM), BERLIN);
}
