package io.onefunnel.salesforce.write;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.client.DescribedObject;
import io.onefunnel.salesforce.client.MappedType;
import io.onefunnel.salesforce.client.OrgSchema;
import io.onefunnel.salesforce.client.RecordIds;
import io.onefunnel.salesforce.client.ValueFit;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the records of update calls: canonical values under the vendor's names, with what to blank. */
public final class SObjectBuilder {
    /** A draft, or why there can be none. */
    public record Draft(Optional<SObject> record, Optional<WriteResult.Rejected> refusal) {
        static Draft of(SObject record) {
            return new Draft(Optional.of(record), Optional.empty());
        }

        static Draft refused(SourceRef target, AdapterErrorCode code, String why) {
            return new Draft(Optional.empty(), Optional.of(new WriteResult.Rejected(target, code, why)));
        }
    }

    private final OrgSchema schema;

    public SObjectBuilder(OrgSchema schema) {
        this.schema = schema;
    }

    public Draft setting(SourceRef on, Map<Field, String> values) {
        Optional<MappedType> type = schema.typeOf(on.kind(), on.id());
        if (!RecordIds.isId(on.id()) || type.isEmpty()) {
            return Draft.refused(on, AdapterErrorCode.RECORD_INVALID, "this is no id of a mapped Salesforce type");
        }
        SObject record = started(type.get(), on);
        List<String> blank = new ArrayList<>();
        for (Map.Entry<Field, String> each : values.entrySet()) {
            Optional<String> name = type.get().type().nameOf(each.getKey());
            if (name.isEmpty()) {
                return notWritable(on, type.get(), each.getKey().key() + ", which the mapping does not name");
            }
            Optional<DescribedObject.Attribute> attribute =
                    type.get().described().attribute(name.get());
            if (attribute.isEmpty() || !attribute.get().updateable()) return notWritable(on, type.get(), name.get());
            String word = type.get().vendorWord(each.getKey(), attribute.get(), each.getValue());
            Optional<String> sent = ValueFormat.forVendor(attribute.get(), word);
            if (sent.isPresent() && !ValueFit.holds(attribute.get(), sent.get())) {
                return unfit(on, type.get(), each.getKey(), attribute.get());
            }
            if (sent.isPresent()) {
                record.setField(attribute.get().name(), sent.get());
            } else {
                blank.add(attribute.get().name());
            }
        }
        if (!blank.isEmpty()) record.setFieldsToNull(blank.toArray(String[]::new));
        return Draft.of(record);
    }

    static SObject started(MappedType type, SourceRef on) {
        SObject record = new SObject(type.name());
        record.setId(on.id());
        return record;
    }

    private static Draft unfit(SourceRef on, MappedType type, Field field, DescribedObject.Attribute attribute) {
        return Draft.refused(
                on,
                AdapterErrorCode.FIELD_NOT_WRITABLE,
                type.name() + "." + attribute.name() + " is of type " + ValueFit.word(attribute) + " and cannot hold "
                        + field.key() + ", a value of type " + ValueFit.word(field.type())
                        + ": change the field's type, or map another field");
    }

    private static Draft notWritable(SourceRef on, MappedType type, String field) {
        return Draft.refused(
                on,
                AdapterErrorCode.FIELD_NOT_WRITABLE,
                "the integration user may not edit " + type.name() + "." + field
                        + ": assign it the permission set OneFunnel_Integration");
    }
}
