package io.onefunnel.settings;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the keys of a file that nobody asked for, and what was likely meant by them.
 *
 * @param known the names that were asked for, by section; what lies in a section that was never opened is its reader's
 */
record UnknownKeys(String file, Map<YamlNode.Section, Set<String>> known, Problems problems) {
    void refuseIn(YamlNode.Section inside, String path) {
        Set<String> names = known.get(inside);
        if (names == null) return;
        inside.entries().forEach((name, entry) -> {
            String namePath = path.isEmpty() ? name : path + "." + name;
            if (names.contains(name)) {
                refuseUnder(entry.value(), namePath);
            } else {
                problems.add(new Problem(file, entry.line(), 0, namePath, unknown(name, names, inside)));
            }
        });
    }

    /** What is not there yet was meant more likely than what is. */
    private static String unknown(String name, Set<String> names, YamlNode.Section inside) {
        Set<String> free = new TreeSet<>(names);
        free.removeAll(inside.entries().keySet());
        return NearestName.unknown("key", name, NearestName.to(name, free).isPresent() ? free : names);
    }

    private void refuseUnder(YamlNode node, String path) {
        if (node instanceof YamlNode.Section inner) refuseIn(inner, path);
        if (node instanceof YamlNode.Items list) {
            for (int i = 0; i < list.items().size(); i++)
                refuseUnder(list.items().get(i), path + "[" + i + "]");
        }
    }
}
