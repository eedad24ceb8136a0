package io.onefunnel.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.model.SystemId;
import io.onefunnel.spi.option.Option;
import io.onefunnel.spi.option.OptionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the guide and the shipped configuration say of options is what the adapters declare. */
@DisplayName("The options of a connection")
class OptionTablesTest {
    private static final Path ROOT = Path.of(System.getProperty("onefunnel.root", ".."));
    private static final Pattern COMMENTED = Pattern.compile("^    # ([a-z0-9-]+): (\\S+)( +#.*)?$");

    @ParameterizedTest
    @EnumSource(SystemId.class)
    void standInTheGuideWithTypeDefaultAndBounds(SystemId vendor) throws IOException {
        assertThat(rows(vendor))
                .containsExactlyElementsOf(
                        options(vendor).stream().map(OptionTablesTest::row).toList());
    }

    @ParameterizedTest
    @EnumSource(SystemId.class)
    void haveAKeyOfTheirOwnAndAMeaning(SystemId vendor) {
        assertThat(options(vendor)).extracting(Option::key).doesNotHaveDuplicates();
        assertThat(options(vendor))
                .allSatisfy(option -> assertThat(option.meaning()).isNotBlank());
        // What every connection has is not the adapter's.
        assertThat(options(vendor)).extracting(Option::key).doesNotContain("vendor", "mapping", "credentials");
    }

    @Test
    void areCommentedOutInTheShippedConfigurationWithTheirDefault() throws IOException {
        String connection = "";
        int seen = 0;
        for (String line : Files.readAllLines(ROOT.resolve("config/onefunnel.yaml"))) {
            if (line.matches("  [a-z]+:")) connection = line.strip().replace(":", "");
            Matcher commented = COMMENTED.matcher(line);
            if (!commented.matches()) continue;
            String key = commented.group(1);
            String text = commented.group(2);
            Option<?> option = options(SystemId.valueOf(connection.toUpperCase(Locale.ROOT))).stream()
                    .filter(each -> each.key().equals(key))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no adapter declares " + line));
            assertThat(option.type().parse(text)).as(line).isNotNull();
            option.defaultText().ifPresent(usual -> assertThat(text).as(line).isEqualTo(usual));
            if (option.defaultText().isEmpty()) assertThat(line).endsWith("(" + option.absent() + ")");
            seen++;
        }
        assertThat(seen).as("options that are commented out").isGreaterThanOrEqualTo(5);
    }

    private static List<Option<?>> options(SystemId vendor) {
        return Objects.requireNonNull(OpenInstallation.adapters().get(vendor)).options();
    }

    /** The rows of the vendor's table, without their last cell, which is for people. */
    private static List<String> rows(SystemId vendor) throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/admin/connect.md"));
        String name = Map.of(
                        SystemId.SALESFORCE, "Salesforce", SystemId.HUBSPOT, "HubSpot", SystemId.MARKETO, "Marketo")
                .getOrDefault(vendor, vendor.name());
        String section = guide.substring(guide.indexOf("## " + name + "\n"));
        String table = section.substring(section.indexOf("| option |"));
        return table.lines()
                .skip(2)
                .takeWhile(line -> line.startsWith("| "))
                .map(line -> {
                    String[] cells = line.split("\\|", 5);
                    assertThat(cells[4].replace("|", "")).as(line).isNotBlank();
                    return cells[1].strip() + " | " + cells[2].strip() + " | " + cells[3].strip();
                })
                .toList();
    }

    private static String row(Option<?> option) {
        List<String> leftOut = new ArrayList<>();
        option.defaultText().ifPresent(usual -> leftOut.add("`" + usual + "`"));
        if (!option.absent().isEmpty()) leftOut.add(option.absent());
        if (!option.need().words().isEmpty()) leftOut.add(option.need().words());
        return "`" + option.key() + "` | " + takes(option.type()) + " | " + String.join(", ", leftOut);
    }

    private static String takes(OptionType<?> type) {
        if (type instanceof OptionType.Secret) return "secret";
        if (type instanceof OptionType.Address) return "address";
        if (type instanceof OptionType.Whole whole) return "`" + whole.least() + "` to `" + whole.most() + "`";
        if (type instanceof OptionType.Decimal)
            return type.form().replaceAll("[\\d.]+", "`$0`").replace("a number from ", "");
        if (type instanceof OptionType.Length length) return "`" + length.least() + "` to `" + length.most() + "`";
        if (type instanceof OptionType.Zone) return "time zone";
        if (type instanceof OptionType.Day) return "day";
        if (type instanceof OptionType.Pairs) return "pairs";
        if (type.names().isEmpty()) return type.form();
        return type.names().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
}
