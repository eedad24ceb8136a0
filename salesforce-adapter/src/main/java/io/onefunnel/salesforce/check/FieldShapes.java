package io.onefunnel.salesforce.check;

import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.salesforce.client.DescribedObject.Attribute;
import io.onefunnel.salesforce.client.MappedType;
import io.onefunnel.salesforce.client.OrgAccess;
import io.onefunnel.salesforce.client.ValueFit;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether our fields that are there can hold what belongs into them; told by object, with both sides named. */
final class FieldShapes implements ConnectionCheck.Part {
    private static final int MOST_NAMED = 3;

    /** Characters of the texts that we write, as the package declares them; a text may be as long. */
    static final Map<Field, Integer> LENGTHS = new EnumMap<>(Map.ofEntries(
            Map.entry(Field.OF_PERSON_ID, 36),
            Map.entry(Field.OF_SCORE_REASONS, 1_000),
            Map.entry(Field.OF_TOP_REASON, 80),
            Map.entry(Field.OF_SCORE_VERSION, 80),
            Map.entry(Field.OF_ICP_PRODUCT, 80),
            Map.entry(Field.OF_NEXT_ACTION, 255),
            Map.entry(Field.OF_ORIGINAL_LEAD_ID, 80),
            Map.entry(Field.OF_ORIGINAL_SOURCE, 255),
            Map.entry(Field.OF_ORIGINAL_CAMPAIGN, 255),
            Map.entry(Field.OF_DUPLICATE_OF, 80),
            Map.entry(Field.OF_EXPERIMENT_GROUP, 40),
            Map.entry(Field.OF_CRITERIA_VERSION, 40),
            Map.entry(Field.OF_MISSING_FIELDS, 255)));

    private final Mapping mapping;
    private final OrgAccess writing;

    FieldShapes(Mapping mapping, OrgAccess writing) {
        this.mapping = mapping;
        this.writing = writing;
    }

    @Override
    public void look(List<Problem> problems) {
        for (Mapping.Type type : mapping.types().values()) {
            if (writing.schema().described(type.name()).isEmpty()) continue;
            MappedType mapped = writing.schema().mapped(type);
            List<String> unfit = new ArrayList<>();
            type.fields().keySet().stream()
                    .filter(field -> field.writer() != Field.Writer.SOURCE
                            || type.writes().contains(field))
                    .sorted(Comparator.naturalOrder())
                    .forEach(field -> type.nameOf(field)
                            .flatMap(name -> mapped.described().attribute(name))
                            .flatMap(attribute -> unfit(mapped, field, attribute))
                            .ifPresent(unfit::add));
            if (!unfit.isEmpty()) problems.add(problem(type.name(), unfit));
        }
    }

    private static Problem problem(String object, List<String> unfit) {
        return new Problem(
                Severity.LIMITS,
                AdapterErrorCode.FIELD_NOT_WRITABLE,
                (unfit.size() == 1 ? "a field" : unfit.size() + " fields") + " of " + object
                        + (unfit.size() == 1 ? " does" : " do") + " not fit what is kept there: "
                        + String.join("; ", unfit),
                "change them in Setup, Object Manager, " + object + " to what the OneFunnel package has, or map other"
                        + " fields");
    }

    private static Optional<String> unfit(MappedType type, Field field, Attribute attribute) {
        String name = attribute.name();
        if (!ValueFit.holds(attribute, field.type())) {
            return Optional.of(name + " is of type " + ValueFit.word(attribute) + ", " + field.key() + " is "
                    + ValueFit.word(field.type()));
        }
        if (attribute.length() > 0 && ValueFit.isText(attribute)) {
            int longest = Math.max(
                    LENGTHS.getOrDefault(field, 0),
                    field.choices().stream()
                            .mapToInt(choice ->
                                    type.vendorWord(field, attribute, choice).length())
                            .max()
                            .orElse(0));
            if (attribute.length() < longest) {
                return Optional.of(name + " has room for " + attribute.length() + " characters, " + field.key()
                        + " has up to " + longest);
            }
        }
        return missing(type, field, attribute);
    }

    /** A picklist that is not restricted takes any value by API. */
    private static Optional<String> missing(MappedType type, Field field, Attribute attribute) {
        if (!attribute.restricted()) return Optional.empty();
        List<String> missing = field.choices().stream()
                .map(choice -> type.vendorWord(field, attribute, choice))
                .filter(word -> !attribute.picklist().contains(word))
                .toList();
        if (missing.isEmpty()) return Optional.empty();
        String named = String.join(", ", missing.subList(0, Math.min(MOST_NAMED, missing.size())));
        int more = missing.size() - MOST_NAMED;
        return Optional.of(attribute.name() + " is a restricted picklist without the active "
                + (missing.size() == 1 ? "value " : "values ") + named + (more > 0 ? " and " + more + " more" : ""));
    }
}
