package io.onefunnel.pull;

import static io.onefunnel.pull.ScriptedVendor.CRM;
import static io.onefunnel.pull.ScriptedVendor.NOW;

import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.normalize.NativeLinks;
import io.onefunnel.normalize.Normalizer;
import io.onefunnel.send.ShelfStore;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.state.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A pull of a vendor that answers by a script into a store that shows what it was given. */
abstract class ScriptedPull {
    static final Progress MORE = new Progress.More();
    static final Progress DONE = new Progress.CaughtUp(NOW);
    static final Lease LEASE = new Lease("pull/crm", 1);

    final ShelfStore store = new ShelfStore();
    final ScriptedVendor vendor = new ScriptedVendor();
    final List<Duration> pauses = new ArrayList<>();

    Pull.Result run() throws InterruptedException {
        return pull().run(LEASE, (kind, changes) -> {});
    }

    Pull pull() {
        return new Pull(store, vendor, normalizer(), InstantSource.fixed(NOW), pauses::add);
    }

    Cursor cursor(RecordKind kind) {
        return store.mirror.cursor(CRM, kind);
    }

    static Change person(String id) {
        return present(id, Map.of("Email", id + "@acme.example", "Created", "2026-01-05T08:00:00Z"));
    }

    private static Change present(String id, Map<String, String> fields) {
        return new Change.Present(
                ref(id),
                "Lead",
                Instant.parse("2026-03-01T00:00:00Z"),
                fields,
                Set.of("Email", "Created"),
                Map.of(),
                List.of());
    }

    static SourceRef ref(String id) {
        return new SourceRef(CRM, RecordKind.PERSON, id);
    }

    private static Normalizer normalizer() {
        Mapping mapping = new Mapping(Map.of(
                "Deal",
                new Mapping.Type(
                        "Deal",
                        RecordKind.OPPORTUNITY,
                        PersonType.PERSON,
                        Map.of(Field.CREATED_AT, Mapping.Source.of("Created")),
                        Map.of(),
                        Set.of(),
                        Map.of()),
                "Lead",
                new Mapping.Type(
                        "Lead",
                        RecordKind.PERSON,
                        PersonType.PROSPECT,
                        Map.of(
                                Field.EMAIL, Mapping.Source.of("Email"),
                                Field.CREATED_AT, Mapping.Source.of("Created")),
                        Map.of(),
                        Set.of(),
                        Map.of())));
        return new Normalizer(CRM, mapping, NativeLinks.to(CRM));
    }
}
