package io.onefunnel.salesforce;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command.LinkReferral;
import io.onefunnel.spi.WriteOutcome;
import io.onefunnel.spi.Writes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Links a referred person to the one who referred them. A lookup of Salesforce points to one object: of the fields that
 * the mapping names for the link, the one that can point to the referrer is set.
 */
final class ReferralWrites implements Writes<LinkReferral> {
    private final Calls calls;
    private final Schema schema;
    private final Reads reads;
    private final InstantSource clock;

    ReferralWrites(Calls calls, Schema schema, Reads reads, InstantSource clock) {
        this.calls = calls;
        this.schema = schema;
        this.reads = reads;
        this.clock = clock;
    }

    @Override
    public int batchSize() {
        return UpdateBatches.MOST_ROWS;
    }

    @Override
    public List<WriteOutcome> write(List<LinkReferral> commands) {
        if (commands.isEmpty()) return List.of();
        Map<SourceRef, WriteOutcome> outcomes = new LinkedHashMap<>();
        List<UpdateBatches.Row> rows = new ArrayList<>();
        for (LinkReferral command : commands) {
            Optional<SObject> draft = draft(command);
            draft.ifPresent(record -> rows.add(new UpdateBatches.Row(command.on(), record)));
            if (draft.isEmpty()) {
                outcomes.put(
                        command.on(),
                        new WriteOutcome.Rejected(
                                command.on(),
                                AdapterErrorCode.FIELD_NOT_WRITABLE,
                                "no editable lookup of the mapping's referred_by can point to this referrer"));
            }
        }
        UpdateBatches.updates(calls, clock).run(rows).forEach((row, outcome) -> outcomes.put(row.target(), outcome));
        return commands.stream()
                .map(command -> FieldWrites.of(outcomes, command.on()))
                .toList();
    }

    @Override
    public List<WriteOutcome> settle(List<LinkReferral> unknown) {
        if (unknown.isEmpty()) return List.of();
        Map<SourceRef, Change> held =
                reads.byRef(unknown.stream().map(LinkReferral::on).toList());
        List<WriteOutcome> outcomes = new ArrayList<>();
        for (LinkReferral command : unknown) {
            boolean linked = held.get(command.on()) instanceof Change.Present present
                    && present.links()
                            .getOrDefault(LinkRole.REFERRED_BY, List.of())
                            .contains(command.referredBy().id());
            outcomes.add(linked ? WriteOutcome.Written.of(command.on()) : new WriteOutcome.NotApplied(command.on()));
        }
        return outcomes;
    }

    private Optional<SObject> draft(LinkReferral command) {
        Optional<MappedType> type =
                schema.typeOf(command.on().kind(), command.on().id());
        Optional<MappedType> referrer =
                schema.typeOf(command.referredBy().kind(), command.referredBy().id());
        if (type.isEmpty() || referrer.isEmpty()) return Optional.empty();
        return type.get().type().links().getOrDefault(LinkRole.REFERRED_BY, List.of()).stream()
                .flatMap(name -> type.get().described().attribute(name).stream())
                .filter(lookup -> lookup.updateable()
                        && lookup.referenceTo().contains(referrer.get().name()))
                .findFirst()
                .map(lookup -> {
                    SObject record = Drafts.started(type.get(), command.on());
                    record.setField(lookup.name(), command.referredBy().id());
                    return record;
                });
    }
}
