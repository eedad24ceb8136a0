package io.onefunnel.sample.company;

import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a record in the making; a blank value is a field that nobody filled in. */
final class Fields {
    private final Map<String, String> values = new LinkedHashMap<>();

    Fields with(String name, String value) {
        if (!value.isEmpty()) values.put(name, value);
        return this;
    }

    Fields with(String name, long value) {
        return with(name, Long.toString(value));
    }

    Fields with(String name, boolean value) {
        return with(name, Boolean.toString(value));
    }

    Map<String, String> map() {
        return values;
    }
}
