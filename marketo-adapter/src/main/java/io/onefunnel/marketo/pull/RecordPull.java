package io.onefunnel.marketo.pull;

import io.onefunnel.marketo.client.ErrorTranslation;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.MarketoConnection;
import io.onefunnel.marketo.client.RefusedException;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.RecordCounts;
import io.onefunnel.spi.Recovery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All that is read of an instance for the mapped kinds: pages of changes, single records, and a forecast of the first load. */
public final class RecordPull implements AutoCloseable {
    private final MarketoConnection connection;
    private final MarketoClient client;
    private final Mapping mapping;
    private final ChangeFactory factory;
    private final MergeHistory history;
    private final Optional<MappedLeads> leads;
    private final Optional<ProgramPull> programPull;
    private final Map<RecordKind, KindPull> pulls = new EnumMap<>(RecordKind.class);
    private final RecordCounts forecast;

    public RecordPull(MarketoConnection connection, Mapping mapping, Instant firstLoadFrom) {
        this.connection = connection;
        this.mapping = mapping;
        client = connection.reading();
        factory = new ChangeFactory(connection.id());
        history = new MergeHistory(client, connection.activities(), firstLoadFrom);
        Programs programs = new Programs(client);
        leads = first(RecordKind.PERSON).map(type -> new MappedLeads(connection, type, factory));
        programPull = first(RecordKind.CAMPAIGN).map(type -> new ProgramPull(client, programs, type, factory));
        leads.ifPresent(mapped ->
                pulls.put(RecordKind.PERSON, new PersonPull(connection, mapped, factory, history, firstLoadFrom)));
        programPull.ifPresent(pull -> pulls.put(RecordKind.CAMPAIGN, pull));
        for (RecordKind kind : List.of(RecordKind.RESPONSE, RecordKind.TOUCH)) {
            List<Mapping.Type> types = activities(kind);
            if (!types.isEmpty()) pulls.put(kind, new EventPull(connection, programs, factory, firstLoadFrom, types));
        }
        forecast = new LoadForecast(connection, mapping, leads, programs, firstLoadFrom);
    }

    /** A page without changes for a kind that is not mapped. */
    public PullPage pull(RecordKind kind, Cursor from) {
        KindPull pull = pulls.get(kind);
        if (pull == null) return new PullPage(List.of(), from, new Progress.CaughtUp(client.now()));
        return ErrorTranslation.translate(() -> {
            try {
                return pull.pull(from);
            } catch (RefusedException refused) {
                if (refused.code().recovery() != Recovery.SKIP_RECORD) throw refused;
                // A page is no record that could be skipped: the call itself is refused, and an admin must see why.
                throw refused.meaning(AdapterErrorCode.UNEXPECTED_RESPONSE);
            }
        });
    }

    /** One change for each of these: as it is now, deleted, or merged into another. */
    public List<Change> read(List<SourceRef> refs) {
        return ErrorTranslation.translate(() -> {
            List<Change> found = new ArrayList<>();
            List<String> people = new ArrayList<>();
            for (SourceRef ref : refs) {
                if (ref.kind() == RecordKind.PERSON) people.add(ref.id());
                else found.add(readOther(ref));
            }
            if (!people.isEmpty()) found.addAll(readPeople(people));
            return found;
        });
    }

    public RecordCounts forecast() {
        return forecast;
    }

    /** Which leads were merged, as far as it was read. */
    public MergeHistory history() {
        return history;
    }

    /** For how long Marketo keeps records of this kind; empty for ever. */
    public Optional<Duration> retention(RecordKind kind) {
        return Retention.shortest(mapping.typesOf(kind));
    }

    /** Removes the files of extracts; connections belong to the instance, which other adapters go on using. */
    @Override
    public void close() {
        pulls.values().forEach(KindPull::close);
    }

    private List<Change> readPeople(List<String> ids) {
        MappedLeads mapped = leads.orElseThrow(() -> notMapped(RecordKind.PERSON));
        List<Change> found = new ArrayList<>(connection.fields().current(() -> mapped.present(ids)));
        Set<String> present = found.stream().map(change -> change.ref().id()).collect(Collectors.toSet());
        List<String> gone =
                ids.stream().filter(id -> !present.contains(id)).distinct().toList();
        if (gone.isEmpty()) return found;
        history.lookFor(gone);
        for (String id : gone) {
            found.add(history.of(id)
                    .<Change>map(factory::merged)
                    .orElseGet(() -> new Change.Deleted(factory.person(id), client.now())));
        }
        return found;
    }

    private Change readOther(SourceRef ref) {
        if (ref.kind() != RecordKind.CAMPAIGN) throw notMapped(ref.kind());
        return programPull.orElseThrow(() -> notMapped(RecordKind.CAMPAIGN)).read(ref);
    }

    private RefusedException notMapped(RecordKind kind) {
        return client.refusal(AdapterErrorCode.FEATURE_MISSING, "Marketo has no " + kind + " to read by id here");
    }

    private Optional<Mapping.Type> first(RecordKind kind) {
        return mapping.typesOf(kind).stream().findFirst();
    }

    private List<Mapping.Type> activities(RecordKind kind) {
        return mapping.typesOf(kind).stream()
                .filter(type -> MappedType.activityType(type).isPresent())
                .toList();
    }
}
