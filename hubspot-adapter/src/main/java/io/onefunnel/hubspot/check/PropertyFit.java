package io.onefunnel.hubspot.check;

import io.onefunnel.hubspot.client.PropertyDefinitions;
import java.util.ArrayList;
import java.util.List;

/**
 * How a property that is there differs from the one that is wanted. Who made it first decided on its type: HubSpot then
 * refuses values that it cannot hold, or takes them in a form that no list can filter.
 */
final class PropertyFit {
    /**
     * One difference, both sides named.
     *
     * @param refused whether HubSpot refuses values of ours for it
     */
    record Difference(String what, boolean refused) {}

    private final OwnProperty wanted;
    private final String type;
    private final String fieldType;
    private final List<String> options;
    private final boolean unique;

    PropertyFit(OwnProperty wanted, PropertyDefinitions there) {
        this.wanted = wanted;
        type = there.type(wanted.name());
        fieldType = there.fieldType(wanted.name());
        options = there.allOptions(wanted.name());
        unique = there.isUnique(wanted.name());
    }

    /** @param ours whether OneFunnel made it, or would have: then it should be as OneFunnel makes it */
    List<Difference> differences(boolean ours) {
        List<Difference> found = new ArrayList<>();
        String here = wanted.valueType() + " (" + wanted.fieldType() + ")";
        String there = type + " (" + fieldType + ")";
        String both = wanted.qualifiedName() + " is " + there + " in HubSpot, and " + here + " for OneFunnel";
        if (!takes()) found.add(new Difference(both, true));
        else if (ours && !isAsMade()) {
            found.add(new Difference(both, false));
        }
        List<String> missing = missingOptions();
        if (!missing.isEmpty()) found.add(new Difference(optionsWords(missing), true));
        if (wanted.isLedgerKey() && !unique) {
            found.add(new Difference(
                    wanted.qualifiedName() + " takes a value several times in HubSpot, and has unique values for"
                            + " OneFunnel, so that no task is made twice",
                    true));
        }
        return found;
    }

    /** Words of a company's own are made as text: a portal may have made a list of its words of it. */
    private boolean isAsMade() {
        boolean listOfTheirs = wanted.hasWordsOfACompany() && type.equals("enumeration");
        return listOfTheirs
                || wanted.valueType().equals(type) && wanted.fieldType().equals(fieldType);
    }

    /** What can be chosen for OneFunnel and not in HubSpot; none of a property that is no choice there. */
    List<String> missingOptions() {
        if (!type.equals("enumeration")) return List.of();
        return wanted.choices().stream().filter(each -> !options.contains(each)).toList();
    }

    String optionsWords(List<String> missing) {
        String there = options.isEmpty() ? "no options" : "the options " + String.join(", ", options);
        return wanted.qualifiedName() + " has " + there + " in HubSpot, and also " + String.join(", ", missing)
                + " for OneFunnel";
    }

    /** Whether a property of that type takes our values: text takes any, the others what their type is (properties guide). */
    private boolean takes() {
        String ours = wanted.valueType();
        if (type.equals("string") || type.equals(ours)) return true;
        return switch (ours) {
            // Midnight of a day is a moment too.
            case "date" -> type.equals("datetime");
            case "bool" -> type.equals("enumeration") && options.containsAll(List.of("true", "false"));
            // Words of a company's own may be the options of a list; the values tell.
            case "string" -> type.equals("enumeration");
            default -> false;
        };
    }
}
