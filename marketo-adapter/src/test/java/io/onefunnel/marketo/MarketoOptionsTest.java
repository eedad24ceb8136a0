package io.onefunnel.marketo;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.marketo.client.InstanceOptions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The options of a Marketo connection")
class MarketoOptionsTest {
    private final ScriptedMarketo marketo = new ScriptedMarketo();

    @AfterEach
    void close() {
        marketo.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rest", "", "/", "/rest/", "//"})
    void joinPathsWithoutADoubleSlashHoweverTheAddressEnds(String ending) {
        InstanceOptions instance = MarketoOptions.instance(
                marketo.settings(Map.of("base-url", "https://284-rpr-133.mktorest.com" + ending)));

        assertThat(instance.base().toString()).isEqualTo("https://284-rpr-133.mktorest.com/");
        assertThat(instance.identity().toString()).isEqualTo("https://284-rpr-133.mktorest.com/identity/");
        assertThat(instance.munchkinId()).contains("284-RPR-133");
    }

    @Test
    void noticeAnotherInstanceByItsHost() {
        assertThat(contradiction(Map.of("base-url", "https://284-RPR-133.mktorest.com", "munchkin-id", "111-AAA-222")))
                .contains("base-url is that of 284-RPR-133");
        assertThat(contradiction(Map.of(
                        "base-url",
                        "https://284-RPR-133.mktorest.com",
                        "identity-url",
                        "https://111-AAA-222.mktorest.com/identity")))
                .contains("identity-url is that of 111-AAA-222");
        assertThat(contradiction(Map.of("base-url", "https://284-RPR-133.mktorest.com")))
                .isEmpty();
    }

    private String contradiction(Map<String, String> options) {
        return MarketoOptions.instance(marketo.settings(options))
                .contradiction()
                .orElse("");
    }

    @Test
    void holdNoSecret() {
        assertThat(marketo.settings(Map.of()).toString()).doesNotContain(ScriptedMarketo.SECRET);
    }
}
