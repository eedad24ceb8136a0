package io.onefunnel.salesforce.write;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.client.MappedType;
import io.onefunnel.salesforce.client.OrgSchema;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command.LinkReferral;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Links a referred person to the one who referred them. A lookup of Salesforce points to one object: of the fields that
 * the mapping names for the link, the one that can point to the referrer is set.
 */
public final class ReferralWriter extends RowWriter<LinkReferral> {
    public ReferralWriter(WriteContext context) {
        super(context);
    }

    @Override
    List<Prepared> prepare(List<LinkReferral> commands) {
        return commands.stream().map(this::step).toList();
    }

    private Prepared step(LinkReferral command) {
        Optional<SObject> draft = draft(command);
        if (draft.isPresent()) return new Prepared.Send(new UpdateBatches.Row(command.on(), draft.get()));
        return refused(
                command.on(),
                AdapterErrorCode.FIELD_NOT_WRITABLE,
                "no editable lookup of the mapping's referred_by can point to this referrer");
    }

    @Override
    List<WriteResult> settled(List<LinkReferral> unknown) {
        Map<SourceRef, Change> held = held(unknown);
        List<WriteResult> outcomes = new ArrayList<>();
        for (LinkReferral command : unknown) {
            boolean linked = held.get(command.on()) instanceof Change.Present present
                    && present.links()
                            .getOrDefault(LinkRole.REFERRED_BY, List.of())
                            .contains(command.referredBy().id());
            outcomes.add(linked ? WriteResult.Written.of(command.on()) : new WriteResult.NotApplied(command.on()));
        }
        return outcomes;
    }

    private Optional<SObject> draft(LinkReferral command) {
        OrgSchema schema = context().schema();
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
                    SObject record = SObjectBuilder.started(type.get(), command.on());
                    record.setField(lookup.name(), command.referredBy().id());
                    return record;
                });
    }
}
