package io.onefunnel.salesforce.client;

import com.sforce.soap.partner.DescribeSObjectResult;
import com.sforce.soap.partner.Field;
import com.sforce.soap.partner.FieldType;
import com.sforce.soap.partner.PicklistEntry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An object as our user may see it: fields withheld by field-level security are not in it. */
public record DescribedObject(
        String name, String prefix, boolean mergeable, boolean replicateable, Map<String, Attribute> attributes) {
    /**
     * A field that our user sees, whether it may edit it or not.
     *
     * @param length most characters of a text
     * @param restricted whether it takes no other value than those of its picklist
     * @param picklist the values that may still be chosen: one that was deactivated stands in old records alone
     */
    public record Attribute(
            String name,
            FieldType type,
            boolean createable,
            boolean updateable,
            boolean calculated,
            List<String> referenceTo,
            int length,
            boolean restricted,
            List<String> picklist) {
        public boolean isBoolean() {
            return type == FieldType._boolean;
        }
    }

    static DescribedObject of(DescribeSObjectResult result) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        for (Field field : result.getFields()) {
            attributes.put(
                    key(field.getName()),
                    new Attribute(
                            field.getName(),
                            field.getType(),
                            field.isCreateable(),
                            field.isUpdateable(),
                            field.isCalculated(),
                            List.of(field.getReferenceTo()),
                            field.getLength(),
                            field.isRestrictedPicklist(),
                            Arrays.stream(field.getPicklistValues())
                                    .filter(PicklistEntry::isActive)
                                    .map(PicklistEntry::getValue)
                                    .toList()));
        }
        String prefix = result.getKeyPrefix();
        return new DescribedObject(
                result.getName(),
                prefix == null ? "" : prefix,
                result.isMergeable(),
                result.isReplicateable(),
                attributes);
    }

    public Optional<Attribute> attribute(String anyCase) {
        return Optional.ofNullable(attributes.get(key(anyCase)));
    }

    public boolean has(String anyCase) {
        return attributes.containsKey(key(anyCase));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
