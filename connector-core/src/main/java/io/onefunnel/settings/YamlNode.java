package io.onefunnel.settings;

import java.util.List;
import java.util.Map;

/** A piece of a file, with the line it begins on. Values stay text: what type they have, the reader's question says. */
sealed interface YamlNode {
    int line();

    /** What an admin would call it. */
    String described();

    record Text(int line, String value) implements YamlNode {
        @Override
        public String described() {
            return "a single value";
        }
    }

    /** A key without a value, {@code ~} or {@code null}. */
    record Nothing(int line) implements YamlNode {
        @Override
        public String described() {
            return "nothing";
        }
    }

    record Items(int line, List<YamlNode> items) implements YamlNode {
        @Override
        public String described() {
            return "a list";
        }
    }

    /** @param entries in the order of the file */
    record Section(int line, Map<String, Entry> entries) implements YamlNode {
        @Override
        public String described() {
            return "a section with keys";
        }
    }

    /** @param line where the key stands */
    record Entry(int line, YamlNode value) {}
}
