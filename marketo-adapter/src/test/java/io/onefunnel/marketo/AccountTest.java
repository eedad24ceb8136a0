package io.onefunnel.marketo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.CrmAdapter;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The instance behind an address")
class AccountTest {
    private final ScriptedMarketo marketo = new ScriptedMarketo();

    @AfterEach
    void close() {
        marketo.close();
    }

    @Test
    void isToldByTheOptionOrTheHostWithoutACall() {
        assertThat(adapter(Map.of("munchkin-id", "284-rpr-133")).account(Use.READ))
                .isEqualTo("284-RPR-133");
        assertThat(adapter(Map.of("base-url", "https://111-aaa-222.mktorest.com/rest"))
                        .account(Use.MERGE))
                .isEqualTo("111-AAA-222");
        assertThat(marketo.server.calls()).isEmpty();
    }

    @Test
    void isNobodysWhereNeitherTellsIt() {
        AdapterException refused = catchThrowableOfType(
                AdapterException.class, () -> adapter(Map.of()).account(Use.READ));

        assertThat(refused).as("refusal").isNotNull();
        assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
        assertThat(refused).hasMessageContaining("neither munchkin-id nor base-url");
    }

    @Test
    void isWrongWhereTheyTellTwo() {
        AdapterException refused = catchThrowableOfType(
                AdapterException.class,
                () -> adapter(Map.of("base-url", "https://284-RPR-133.mktorest.com", "munchkin-id", "111-AAA-222"))
                        .account(Use.READ));

        assertThat(refused).as("refusal").isNotNull();
        assertThat(refused.code()).isEqualTo(AdapterErrorCode.WRONG_ACCOUNT);
        assertThat(refused).hasMessageContaining("base-url is that of 284-RPR-133");
    }

    private CrmAdapter adapter(Map<String, String> options) {
        return new MarketoAdapterFactory().create(marketo.settings(options), marketo.context());
    }
}
