package io.onefunnel.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A cell of a CSV file")
class CsvTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "-2+3+cmd|' /C calc'!A0",
                "+1+cmd|' /C calc'!A0",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1",
                "-",
                "+",
                "--1",
                "+49 89 x",
                "-1e5+A1"
            })
    @DisplayName("that a spreadsheet would calculate is text")
    void formula(String value) {
        assertThat(Csv.line(List.of(value))).matches("(?s)\"?'.*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-5", "+3", "-0.25", "-1,234.5", "+49 89 123-45", "+1 (415) 555-0100", "a=b", "1+1", "", "x@y.z"
            })
    @DisplayName("stays as it is when it is a number, a telephone number or a word")
    void plain(String value) {
        assertThat(Csv.line(List.of(value)).replace("\"", "")).isEqualTo(value);
    }

    @Test
    @DisplayName("is quoted where it holds what separates cells")
    void quoted() {
        assertThat(Csv.line(List.of("a,b", "say \"no\"", "two\nlines")))
                .isEqualTo("\"a,b\",\"say \"\"no\"\"\",\"two\nlines\"");
    }
}
