package io.onefunnel.sandbox.salesforce.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All objects of the org. */
public final class Schema {
    /** As many as the two words of bits of a row can tell. */
    private static final int MOST_SLOTS = 128;

    private static final class Draft {
        final String name;
        final String prefix;
        final String plural;
        final Set<String> flags;
        final List<Field> fields = new ArrayList<>();
        int slots;

        Draft(String[] words) {
            name = words[1];
            prefix = words[2];
            plural = words[3];
            flags = Set.of(Arrays.copyOfRange(words, 4, words.length));
            fields.add(builtIn("Id", FieldType.ID, Field.ID));
            if (!flags.contains("nodelete")) fields.add(builtIn("IsDeleted", FieldType.BOOLEAN, Field.DELETED));
        }

        /** The audit fields come last of the standard ones, as in a describe. */
        void audit() {
            fields.add(builtIn("CreatedDate", FieldType.DATETIME, Field.CREATED));
            fields.add(user("CreatedById", "CreatedBy"));
            if (flags.contains("nostamp")) return;
            fields.add(builtIn("LastModifiedDate", FieldType.DATETIME, Field.MODIFIED));
            fields.add(user("LastModifiedById", "LastModifiedBy"));
            fields.add(builtIn("SystemModstamp", FieldType.DATETIME, Field.STAMP));
        }

        private Field user(String field, String relationship) {
            return new Field(
                    field,
                    FieldType.REFERENCE,
                    slots++,
                    18,
                    0,
                    List.of("User"),
                    relationship,
                    false,
                    false,
                    false,
                    false,
                    List.of());
        }

        private static Field builtIn(String field, FieldType type, int slot) {
            int length = type == FieldType.ID ? 18 : 0;
            return new Field(field, type, slot, length, 0, List.of(), null, false, false, false, false, List.of());
        }
    }

    private final Map<String, ObjectType> types = new LinkedHashMap<>();
    private final Map<String, ObjectType> byPrefix = new LinkedHashMap<>();

    private Schema(Collection<Draft> drafts) {
        for (Draft draft : drafts) {
            ObjectType type = new ObjectType(draft.name, draft.prefix, draft.plural, draft.flags, draft.fields);
            types.put(draft.name.toLowerCase(Locale.ROOT), type);
            byPrefix.put(draft.prefix, type);
        }
    }

    /** Reads schema.txt, whose head says how it is written. */
    public static Schema load() {
        try (InputStream in = Objects.requireNonNull(Schema.class.getResourceAsStream("schema.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return read(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Collection<ObjectType> types() {
        return List.copyOf(types.values());
    }

    public Optional<ObjectType> type(String anyCase) {
        return Optional.ofNullable(types.get(anyCase.toLowerCase(Locale.ROOT)));
    }

    /** The object that an id belongs to, by its first three characters. */
    public Optional<ObjectType> typeOfId(@Nullable String id) {
        return id == null || id.length() < 3 ? Optional.empty() : Optional.ofNullable(byPrefix.get(id.substring(0, 3)));
    }

    private static Schema read(BufferedReader lines) throws IOException {
        Map<String, Draft> drafts = new LinkedHashMap<>();
        Set<Draft> closed = new HashSet<>();
        List<Draft> open = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isBlank() || line.startsWith("#")) continue;
            if (line.startsWith("object ")) {
                open.forEach(draft -> close(draft, closed));
                Draft draft = new Draft(line.split("\\s+"));
                drafts.put(draft.name, draft);
                open = List.of(draft);
            } else if (line.startsWith("custom ")) {
                open.forEach(draft -> close(draft, closed));
                open = List.of(line.split("\\s+")).stream()
                        .skip(1)
                        .map(drafts::get)
                        .toList();
            } else {
                for (Draft draft : open) draft.fields.add(field(line.strip(), draft.slots++));
            }
        }
        open.forEach(draft -> close(draft, closed));
        return new Schema(drafts.values());
    }

    private static void close(Draft draft, Set<Draft> closed) {
        if (closed.add(draft)) draft.audit();
        if (draft.slots > MOST_SLOTS) throw new IllegalStateException(draft.name + " has too many fields");
    }

    private static Field field(String line, int slot) {
        // Picklist values may hold spaces; they are the rest of the line.
        int values = line.indexOf('=');
        List<String> picklist =
                values < 0 ? List.of() : List.of(line.substring(values + 1).split("\\|"));
        String[] words = (values < 0 ? line : line.substring(0, values)).split("\\s+");
        int open = words[1].indexOf('(');
        String typeWord = open < 0 ? words[1] : words[1].substring(0, open);
        String[] size = open < 0
                ? new String[0]
                : words[1].substring(open + 1, words[1].length() - 1).split(",");
        FieldType type = FieldType.valueOf(typeWord.toUpperCase(Locale.ROOT));
        List<String> targets = List.of();
        String relationship = null;
        Set<String> flags = new HashSet<>();
        for (int i = 2; i < words.length; i++) {
            if (!words[i].startsWith(">")) {
                flags.add(words[i]);
                continue;
            }
            String[] target = words[i].substring(1).split(":");
            targets = List.of(target[0].split("/"));
            relationship = target[1];
        }
        boolean readonly = flags.contains("readonly");
        return new Field(
                words[0],
                type,
                slot,
                size.length > 0 ? Integer.parseInt(size[0]) : type == FieldType.REFERENCE ? 18 : 0,
                size.length > 1 ? Integer.parseInt(size[1]) : 0,
                targets,
                relationship,
                flags.contains("required"),
                !readonly,
                !readonly && !flags.contains("createonly"),
                flags.contains("external"),
                picklist);
    }
}
