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
        boolean home = record.ref().connection().equals(systemOfRecord);
        for (Mapping.Type type : mapping.typesOf(RecordKind.PERSON)) {
            if (type.personType() != record.type()) continue;
            fields.addAll(type.writes());
            if (!home) addAnswers(type, fields);
            // A suggested referrer fills the lookup at home, too; Difference leaves alone what a person chose.
            if (type.fields().containsKey(Field.OF_REFERRED_BY)) fields.add(Field.OF_REFERRED_BY);
        }
        fields.removeIf(field -> !record.sees(field));
        return fields;
    }

    /** What sales answered at home is copied abroad, wherever there is a field for it. */
    private static void addAnswers(Mapping.Type type, Set<Field> fields) {
        for (Field field : DesiredState.ANSWERS) {
            if (type.fields().containsKey(field)) fields.add(field);
        }
    }
}
