package io.onefunnel.writeback;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.RecordKind;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which fields may be written where: each field has one carrier per system, and only what the mapping allows is ours.
 *
 * @param mappings of every connection
 * @param systemOfRecord where sales works; the fields that people fill in there are copied to the other systems and
 *     never written here
 */
public record WriteScope(Map<ConnectionId, Mapping> mappings, ConnectionId systemOfRecord) {
    public WriteScope {
        mappings = Map.copyOf(mappings);
    }

    /** The fields of this record that we may write; a field that the vendor does not let us see is not among them. */
    public Set<Field> writable(PersonRecord record) {
        Mapping mapping = mappings.get(record.ref().connection());
        Set<Field> fields = EnumSet.noneOf(Field.class);
        if (mapping == null) return fields;
        for (Mapping.Type type : mapping.typesOf(RecordKind.PERSON)) {
            if (type.personType() == record.type()) fields.addAll(type.writes());
        }
        // Where sales answers, its answers are read and never written.
        if (record.ref().connection().equals(systemOfRecord)) fields.removeAll(DesiredState.ANSWERS);
        fields.removeIf(field -> !record.sees(field));
        return fields;
    }
}
