package io.onefunnel.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The nearest name")
class NearestNameTest {
    @ParameterizedTest
    @CsvSource({
        "token, token, 0",
        "tokn, token, 1",
        "tokeen, token, 1",
        "tolen, token, 1",
        "toekn, token, 1",
        "'', abc, 3",
        "abc, '', 3",
        "ABC, abc, 0",
        "kitten, sitting, 3"
    })
    void countsSlips(String from, String to, int slips) {
        assertThat(NearestName.slips(from, to)).isEqualTo(slips);
        assertThat(NearestName.slips(to, from)).isEqualTo(slips);
    }

    @Test
    void isTheOneWithTheFewestSlipsAndNoneWhenAllAreFar() {
        assertThat(NearestName.to("emial", List.of("mail", "email", "title"))).contains("email");
        assertThat(NearestName.to("colour", List.of("system", "token"))).isEmpty();
    }

    @Test
    void isNotGuessedFromShortNamesThatShareOnlyTheirLength() {
        assertThat(NearestName.to("id", List.of("on", "at"))).isEmpty();
    }
}
