package io.onefunnel.salesforce.pull;

import com.sforce.soap.partner.sobject.SObject;
import com.sforce.ws.bind.XmlObject;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.client.MappedType;
import io.onefunnel.salesforce.client.ValueParser;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.RecordFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes changes of rows, one after the other: the same object is filled again for each. A row that cannot be understood
 * is quarantined, not lost. For one thread.
 */
final class ChangeBuilder {
    private static final int RAW_LIMIT = 8 * 1024;
    private static final int ID = 0;
    private static final int STAMP = 1;

    private final ConnectionId connection;
    private final MappedType type;
    private final int deleted;
    private final int master;
    private final int personAccount;
    private final int[] sources;
    private final char[] prefixes;
    private final RecordKind[] kinds;
    private final String[] values;
    private final String[] known;
    private final String[] fields;
    private @Nullable Instant stamp;
    private boolean bad;

    ChangeBuilder(ConnectionId connection, MappedType type) {
        this.connection = connection;
        this.type = type;
        int columns = type.columns().size();
        values = new String[columns];
        known = new String[columns];
        deleted = type.position(MappedType.DELETED);
        master = type.position(MappedType.MASTER);
        personAccount = type.position(MappedType.PERSON_ACCOUNT);
        sources = type.sources();
        fields = new String[sources.length];
        List<Map.Entry<String, RecordKind>> byPrefix = List.copyOf(type.kinds().entrySet());
        prefixes = new char[byPrefix.size() * 3];
        kinds = new RecordKind[byPrefix.size()];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = byPrefix.get(i).getValue();
            String prefix = byPrefix.get(i).getKey();
            // An object without a prefix of its own has no records to point to.
            if (prefix.length() == 3) prefix.getChars(0, 3, prefixes, i * 3);
        }
    }

    /** A record of a query. */
    Change of(SObject record) {
        clear();
        Iterator<XmlObject> children = record.getChildren();
        while (children.hasNext()) {
            XmlObject child = children.next();
            Object value = child.getValue();
            if (value == null) continue;
            int column = type.position(child.getName().getLocalPart());
            if (column >= 0) set(column, value.toString());
        }
        return change();
    }

    void clear() {
        Arrays.fill(values, null);
        stamp = null;
        bad = false;
    }

    private void set(int column, String text) {
        if (!text.isEmpty()) set(column, text.toCharArray(), 0, text.length());
    }

    /** The value of a column; an empty one is none. */
    void set(int column, char[] chars, int from, int length) {
        if (length == 0) return;
        try {
            if (column == STAMP) stamp = ValueParser.instant(chars, from, length);
            String value = type.parser(column).canonical(chars, from, length, known[column]);
            known[column] = value;
            values[column] = value;
        } catch (IllegalArgumentException e) {
            bad = true;
            values[column] = new String(chars, from, length);
        }
    }

    /** What the row tells, after all its columns were set. */
    Change change() {
        String id = values[ID];
        Instant version = stamp;
        if (id == null) {
            throw new AdapterException(
                    AdapterErrorCode.UNEXPECTED_RESPONSE,
                    connection + ": a row of " + type.name() + " comes without an id");
        }
        SourceRef ref = new SourceRef(connection, type.type().kind(), id);
        if (bad || version == null) {
            return new Change.Unreadable(ref, raw(), "a value of this " + type.name() + " is not of its field's type");
        }
        if (isTrue(deleted)) {
            String survivor = master < 0 ? null : values[master];
            return survivor == null
                    ? new Change.Deleted(ref, version)
                    : new Change.MergedInto(
                            ref, new SourceRef(connection, type.type().kind(), survivor), version);
        }
        // Read by its id, it may have become a person since.
        if (type.type().kind() == RecordKind.COMPANY && isTrue(personAccount)) return new Change.Deleted(ref, version);
        for (int i = 0; i < sources.length; i++) fields[i] = values[sources[i]];
        return new Change.Present(
                ref,
                type.name(),
                version,
                new RecordFields(type.names(), fields),
                type.names().set(),
                links(),
                List.of());
    }

    private boolean isTrue(int column) {
        return column >= 0 && "true".equals(values[column]);
    }

    /** A polymorphic reference may point to something else than the role means: an account behind WhatId. */
    private Map<LinkRole, List<String>> links() {
        List<Map.Entry<LinkRole, List<String>>> found = new ArrayList<>(4);
        for (MappedType.Link link : type.links()) {
            List<String> ids = ids(link);
            if (!ids.isEmpty()) found.add(Map.entry(link.role(), ids));
        }
        return switch (found.size()) {
            case 0 -> Map.of();
            case 1 -> Map.of(found.get(0).getKey(), found.get(0).getValue());
            default -> linked(found);
        };
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a parameterised type
    private static Map<LinkRole, List<String>> linked(List<Map.Entry<LinkRole, List<String>>> links) {
        return Map.ofEntries(links.toArray(new Map.Entry[0]));
    }

    private List<String> ids(MappedType.Link link) {
        // A person's own account is no employer.
        if (link.role() == LinkRole.ACCOUNT && isTrue(personAccount)) return List.of();
        String first = null;
        List<String> several = null;
        for (int column : link.columns()) {
            String id = values[column];
            if (id == null || kindOf(id) != link.role().target() || id.equals(first)) continue;
            if (first == null) {
                first = id;
            } else {
                if (several == null) several = new ArrayList<>(List.of(first));
                if (!several.contains(id)) several.add(id);
            }
        }
        if (several != null) return List.copyOf(several);
        return first == null ? List.of() : List.of(first);
    }

    private @Nullable RecordKind kindOf(String id) {
        if (id.length() < 3) return null;
        for (int i = 0; i < kinds.length; i++) {
            int at = i * 3;
            if (prefixes[at] == id.charAt(0) && prefixes[at + 1] == id.charAt(1) && prefixes[at + 2] == id.charAt(2)) {
                return kinds[i];
            }
        }
        return null;
    }

    private String raw() {
        StringBuilder raw = new StringBuilder();
        List<String> columns = type.columns();
        for (int i = 0; i < values.length; i++) {
            raw.append(columns.get(i)).append('=').append(values[i]).append('\n');
        }
        return raw.length() > RAW_LIMIT ? raw.substring(0, RAW_LIMIT) : raw.toString();
    }
}
