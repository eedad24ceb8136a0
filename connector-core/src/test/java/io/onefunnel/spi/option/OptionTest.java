package io.onefunnel.spi.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An option")
class OptionTest {
    private enum Road {
        BY_QUERY,
        BULK
    }

    private static final Option<Duration> OVERLAP =
            Option.duration("overlap", "1s", "how much is read again").withDefault("15m");
    private static final Option<Road> ROAD =
            Option.choice("road", Road.class, "how it is read").withDefault("by-query");
    private static final Option<Integer> LIMIT =
            Option.positive("limit", "the most calls").absentMeans("no limit");
    private static final Option<String> ID = Option.text("id", "an id").required();
    private static final List<Option<?>> ALL = List.of(OVERLAP, ROAD, LIMIT, ID);

    @Test
    void hasTheValueThatWasGivenOrItsDefaultInItsType() {
        OptionValues values = OptionValues.parse(ALL, Map.of("road", "bulk", "limit", "5_000"));

        assertThat(values.get(OVERLAP)).isEqualTo(Duration.ofMinutes(15));
        assertThat(values.get(ROAD)).isEqualTo(Road.BULK);
        assertThat(values.get(LIMIT)).isEqualTo(5_000);
        assertThat(values.find(ID)).isEmpty();
        assertThatThrownBy(() -> values.get(ID)).hasMessage("id was not given");
    }

    @ParameterizedTest
    @ValueSource(strings = {"15m", "PT15M", "900s", "0h15m"})
    void takesALengthOfTimeInEveryFormThatTheOtherSettingsTake(String written) {
        assertThat(OptionValues.parse(ALL, Map.of("overlap", written)).get(OVERLAP))
                .isEqualTo(Duration.ofMinutes(15));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT15M", "PT-15M", "-15m", "0s", "PT0S", "4000d", "15", ""})
    void refusesALengthOfTimeThatMakesNoSense(String written) {
        assertThatThrownBy(() -> OptionValues.parse(ALL, Map.of("overlap", written)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("overlap must be a length of time such as 15m, from 1s to 3650d, not \"" + written + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no", "on", "off", "1", "", "truth"})
    void knowsNoWordForTrueAndFalseButThese(String written) {
        OptionType.Flag flag = new OptionType.Flag();

        assertThat(flag.parse("true")).isTrue();
        assertThat(flag.parse("False")).isFalse();
        assertThatThrownBy(() -> flag.parse(written)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1__0", "_1", "1_", "1_0", "5_00", "1e3", "0x10", "1.0", "٣", "", "3000000000"})
    void takesAWholeNumberOnlyAsPeopleWriteOne(String written) {
        OptionType.Whole whole = OptionType.Whole.ANY;

        assertThat(whole.parse("50_000")).isEqualTo(50_000);
        assertThat(whole.parse("1_000_000")).isEqualTo(1_000_000);
        assertThat(whole.parse("-3")).isEqualTo(-3);
        assertThatThrownBy(() -> whole.parse(written)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5f", "0.5d", "0x1p-2", "1e-3", "NaN", "Infinity", ".", "1,5", ""})
    void takesANumberOnlyAsPeopleWriteOne(String written) {
        OptionType.Decimal share = new OptionType.Decimal(-1, 1);

        assertThat(share.parse("0.5")).isEqualTo(0.5);
        assertThat(share.parse(".5")).isEqualTo(0.5);
        assertThat(share.parse("-1")).isEqualTo(-1);
        assertThatThrownBy(() -> share.parse(written)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesEachWordOfPairsOnceAndNoOtherWord() {
        OptionType.Pairs pairs = new OptionType.Pairs("pairs", List.of("WON", "LOST"));

        assertThat(pairs.parse("won=Influenced, LOST = Not = Now"))
                .containsExactly(Map.entry("WON", "Influenced"), Map.entry("LOST", "Not = Now"));
        assertThatThrownBy(() -> pairs.parse("WON=a, WON=b"))
                .isInstanceOf(OptionType.WordRefused.class)
                .hasMessage("\"WON\" stands there twice");
        assertThatThrownBy(() -> pairs.parse("WONN=a"))
                .isInstanceOf(OptionType.WordRefused.class)
                .hasMessage("\"WONN\" is not among them");
        assertThatThrownBy(() -> pairs.parse("WON=")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.example.com",
                "ftp://example.com",
                "https://",
                "https:///path",
                "https://a b",
                "https://user:secret@example.com",
                "http://example.com:99999",
                "http://crm_sandbox:99999",
                ""
            })
    void takesAnAddressOnlyWhereSomebodyCanBeAsked(String written) {
        OptionType.Address address = new OptionType.Address();

        assertThat(address.parse("http://127.0.0.1:8080/rest")).isEqualTo(URI.create("http://127.0.0.1:8080/rest"));
        assertThat(address.parse("http://crm_sandbox:9100").toString()).isEqualTo("http://crm_sandbox:9100");
        assertThatThrownBy(() -> address.parse(written)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cannotBeDeclaredWithADefaultThatItsTypeRefuses() {
        assertThatThrownBy(() -> OVERLAP.withDefault("0s")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OVERLAP.withDefault("-15m")).isInstanceOf(DateTimeException.class);
    }

    @Test
    void isNeededAsItsDeclarationSays() {
        Option<String> user = Option.text("user", "who").requiredFor(ROAD, Road.BULK);
        Option<String> token = Option.secret("token", "key").requiredUnless(user, ID);

        assertThat(needed(user, OptionValues.parse(ALL, Map.of("road", "bulk")), Set.of()))
                .isTrue();
        assertThat(needed(user, OptionValues.NONE, Set.of())).isFalse();
        assertThat(user.need().words()).isEqualTo("required for road bulk");
        assertThat(needed(token, OptionValues.NONE, Set.of("user"))).isTrue();
        assertThat(needed(token, OptionValues.NONE, Set.of("user", "id"))).isFalse();
        assertThat(token.need().words()).isEqualTo("required unless there are user, id");
    }

    private static boolean needed(Option<?> option, OptionValues values, Set<String> given) {
        return option.need().when().holds(new Option.Given() {
            @Override
            public boolean has(Option<?> other) {
                return given.contains(other.key());
            }

            @Override
            public <V> Optional<V> value(Option<V> other) {
                return values.find(other);
            }
        });
    }

    @Test
    void refusesAKeyThatNoAdapterDeclares() {
        assertThatThrownBy(() -> OptionValues.parse(ALL, Map.of("overlapp", "15m")))
                .hasMessage("there is no option overlapp");
    }
}
