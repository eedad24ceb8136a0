package io.onefunnel.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordFieldsTest {
    private static final RecordFields.Names NAMES = new RecordFields.Names(List.of("b", "a", "c"));

    @Test
    void isTheMapOfTheNamesThatHaveAValueInTheirOrder() {
        Map<String, String> fields = new RecordFields(NAMES, new String[] {"2", null, "3"});

        assertThat(fields)
                .containsExactly(Map.entry("b", "2"), Map.entry("c", "3"))
                .hasSize(2);
        assertThat(fields).doesNotContainKey("a").doesNotContainKey("d");
        assertThat(fields.get("c")).isEqualTo("3");
        assertThat(fields).isEqualTo(new LinkedHashMap<>(Map.of("b", "2", "c", "3")));
        assertThat(fields.hashCode()).isEqualTo(Map.of("b", "2", "c", "3").hashCode());
    }

    @Test
    void cannotBeChangedNeitherByItselfNorByTheArrayItWasMadeOf() {
        String[] values = {"2", null, "3"};
        Map<String, String> fields = new RecordFields(NAMES, values);
        values[0] = "9";

        assertThat(fields).containsEntry("b", "2");
        assertThatThrownBy(() -> fields.put("a", "1")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> fields.entrySet().iterator().next().setValue("1"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(fields::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void namesAndValuesMustMatch() {
        assertThatThrownBy(() -> new RecordFields(NAMES, new String[2])).isInstanceOf(IllegalArgumentException.class);
    }
}
