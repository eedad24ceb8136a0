package io.onefunnel.salesforce.client;

import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.RecordFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A mapped type with what our user may see of it: what to select, and by which plan a row becomes a change. The plan is
 * made once for all rows.
 */
public final class MappedType {
    public static final String DELETED = "IsDeleted";
    public static final String MASTER = "MasterRecordId";
    /** There only in orgs with person accounts: such an account is a person, and its contact record stands for them. */
    public static final String PERSON_ACCOUNT = "IsPersonAccount";

    /** @param columns where the ids of this role may stand */
    public record Link(LinkRole role, int[] columns) {}

    private final Mapping.Type type;
    private final DescribedObject described;
    private final Map<String, RecordKind> kinds;
    private final List<String> columns = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final ValueParser[] parsers;
    private final RecordFields.Names names;
    private final int[] sources;
    private final List<Link> links;

    /** @param kinds what records of each id prefix are */
    MappedType(Mapping.Type type, DescribedObject described, Map<String, RecordKind> kinds) {
        this.type = type;
        this.described = described;
        this.kinds = Map.copyOf(kinds);
        names = new RecordFields.Names(visible());
        List<String> wanted = new ArrayList<>(List.of("Id", stamp(), DELETED, MASTER, PERSON_ACCOUNT));
        wanted.addAll(names.ordered());
        for (String name : wanted) described.attribute(name).ifPresent(this::select);
        parsers = columns.stream()
                .map(column ->
                        ValueParser.of(described.attribute(column).orElseThrow().type()))
                .toArray(ValueParser[]::new);
        sources = names.ordered().stream().mapToInt(this::position).toArray();
        links = type.links().entrySet().stream()
                .map(link -> new Link(
                        link.getKey(),
                        link.getValue().stream()
                                .mapToInt(this::position)
                                .filter(position -> position >= 0)
                                .toArray()))
                .toList();
    }

    private void select(DescribedObject.Attribute attribute) {
        String key = attribute.name().toLowerCase(Locale.ROOT);
        if (positions.putIfAbsent(key, columns.size()) == null) columns.add(attribute.name());
    }

    public String name() {
        return type.name();
    }

    public Mapping.Type type() {
        return type;
    }

    public DescribedObject described() {
        return described;
    }

    public Map<String, RecordKind> kinds() {
        return kinds;
    }

    /** The column that tells when a row last changed; rows without one are only ever inserted. */
    public String stamp() {
        return described.has("SystemModstamp") ? "SystemModstamp" : "CreatedDate";
    }

    /** Deleted rows can be asked for. */
    public boolean hasBin() {
        return described.has(DELETED);
    }

    /** What a row must be like to be of this type for us. */
    public Optional<String> where() {
        Optional<String> mapped = Optional.ofNullable(type.options().get("where"));
        if (type.kind() != RecordKind.COMPANY || !described.has(PERSON_ACCOUNT)) return mapped;
        String company = PERSON_ACCOUNT + " = false";
        return Optional.of(mapped.map(where -> "(" + where + ") AND " + company).orElse(company));
    }

    /** Names as the mapping writes them, of what may be seen. */
    Set<String> visible() {
        Set<String> visible = mapped();
        visible.removeIf(name -> !described.has(name));
        return visible;
    }

    /** What the mapping names and our user may not see. */
    public Set<String> hidden() {
        Set<String> hidden = mapped();
        hidden.removeIf(described::has);
        return hidden;
    }

    /** Whether values are computed when they are read: then they change without a new stamp. */
    public boolean hasFormulas() {
        return visible().stream()
                .flatMap(name -> described.attribute(name).stream())
                .anyMatch(DescribedObject.Attribute::calculated);
    }

    /** The columns of a query. */
    public List<String> columns() {
        return List.copyOf(columns);
    }

    /** The position of a column, however it is spelt; -1 for what is not selected. */
    public int position(String column) {
        Integer position = positions.get(column);
        if (position == null) position = positions.get(column.toLowerCase(Locale.ROOT));
        return position == null ? -1 : position;
    }

    public ValueParser parser(int position) {
        return parsers[position];
    }

    /** The names of the mapping that can be seen, in the order of {@link #sources}. */
    public RecordFields.Names names() {
        return names;
    }

    /** The column of each name. */
    public int[] sources() {
        return sources.clone();
    }

    public List<Link> links() {
        return links;
    }

    /** The canonical value of a field in fetched vendor values, as the mapping reads it. */
    public String canonical(Field field, Map<String, String> fields) {
        Mapping.Source source = type.fields().get(field);
        if (source == null) return "";
        String value = "";
        for (String name : source.from()) {
            value = fields.getOrDefault(name, "");
            if (!value.isEmpty()) break;
        }
        if (source.values().isEmpty() || value.isEmpty()) return value;
        String vendor = value;
        return source.values().entrySet().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(vendor))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(source::otherwise)
                .orElse("");
    }

    /** The vendor's word for a canonical value: one that its picklist has, where several mean the same. */
    public String vendorWord(Field field, DescribedObject.Attribute attribute, String canonical) {
        Mapping.Source source = type.fields().get(field);
        if (source == null || source.values().isEmpty()) return canonical;
        List<String> words = source.values().entrySet().stream()
                .filter(each -> each.getValue().equals(canonical))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return words.stream()
                .filter(attribute.picklist()::contains)
                .findFirst()
                .or(() -> words.stream().findFirst())
                .orElse(canonical);
    }

    /** The fields whose earlier values are asked for: "history: StageName". */
    public List<String> history() {
        return Arrays.stream(type.options().getOrDefault("history", "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty() && described.has(name))
                .toList();
    }

    private Set<String> mapped() {
        Set<String> mapped = new LinkedHashSet<>(type.fetched());
        type.links().values().forEach(mapped::addAll);
        return mapped;
    }
}
