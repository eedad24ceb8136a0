package io.onefunnel.marketo.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.spi.AdapterErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A code of Marketo")
class ErrorMappingTest {
    @ParameterizedTest
    @CsvSource({
        "500, RETRY, UNEXPECTED_RESPONSE, 3",
        "502, RETRY, VENDOR_UNAVAILABLE, 6",
        "600, REAUTHENTICATE, TOKEN_EXPIRED, 1",
        "601, REAUTHENTICATE, TOKEN_EXPIRED, 1",
        "602, REAUTHENTICATE, TOKEN_EXPIRED, 1",
        "603, CONFIG, PERMISSION_MISSING, 1",
        "604, RETRY, VENDOR_UNAVAILABLE, 2",
        "605, BUG, UNEXPECTED_RESPONSE, 1",
        "606, THROTTLE, RATE_LIMITED, 6",
        "607, QUOTA, QUOTA_EXHAUSTED, 1",
        "608, RETRY, VENDOR_UNAVAILABLE, 6",
        "609, BUG, UNEXPECTED_RESPONSE, 1",
        "610, BUG, UNEXPECTED_RESPONSE, 1",
        "611, RETRY, VENDOR_UNAVAILABLE, 4",
        "612, BUG, UNEXPECTED_RESPONSE, 1",
        "613, BUG, UNEXPECTED_RESPONSE, 1",
        "614, RETRY, VENDOR_UNAVAILABLE, 6",
        "615, THROTTLE, RATE_LIMITED, 6",
        "616, CONFIG, FEATURE_MISSING, 1",
        "701, BUG, UNEXPECTED_RESPONSE, 1",
        "702, EMPTY, RECORD_GONE, 1",
        "703, CONFIG, FEATURE_MISSING, 1",
        "704, BUG, UNEXPECTED_RESPONSE, 1",
        "709, RECORD, RECORD_INVALID, 1",
        "710, CONFIG, FEATURE_MISSING, 1",
        "711, CONFIG, FEATURE_MISSING, 1",
        "712, ASK_HUMAN, MERGE_REFUSED, 1",
        "713, RETRY, VENDOR_UNAVAILABLE, 6",
        "714, ASK_HUMAN, MERGE_REFUSED, 1",
        "718, RECORD, RECORD_INVALID, 1",
        "719, RETRY, VENDOR_UNAVAILABLE, 6",
        "1001, RECORD, RECORD_INVALID, 1",
        "1002, BUG, UNEXPECTED_RESPONSE, 1",
        "1003, RECORD, RECORD_INVALID, 1",
        "1004, RECORD, RECORD_GONE, 1",
        "1005, RECORD, RECORD_INVALID, 1",
        "1006, CONFIG, FIELD_NOT_WRITABLE, 1",
        "1007, ASK_HUMAN, DUPLICATE_DETECTED, 1",
        "1008, CONFIG, PERMISSION_MISSING, 1",
        "1009, CONFIG, PERMISSION_MISSING, 1",
        "1010, CONFIG, PERMISSION_MISSING, 1",
        "1011, CONFIG, FEATURE_MISSING, 1",
        "1012, RECORD, RECORD_INVALID, 1",
        "1013, RECORD, RECORD_GONE, 1",
        "1014, RETRY, RECORD_INVALID, 2",
        "1015, DONE, RECORD_INVALID, 1",
        "1016, THROTTLE, RATE_LIMITED, 1",
        "1017, DONE, RECORD_INVALID, 1",
        "1018, CONFIG, FEATURE_MISSING, 1",
        "1019, THROTTLE, RATE_LIMITED, 1",
        "1020, CONFIG, FEATURE_MISSING, 1",
        "1021, BUG, RECORD_READ_ONLY, 1",
        "1022, RECORD, RECORD_INVALID, 1",
        "1025, CONFIG, FEATURE_MISSING, 1",
        "1026, CONFIG, FEATURE_MISSING, 1",
        "1027, CONFIG, FEATURE_MISSING, 1",
        "1028, CONFIG, FEATURE_MISSING, 1",
        "1035, CONFIG, FEATURE_MISSING, 1",
        "1036, BUG, UNEXPECTED_RESPONSE, 1",
        "1037, DONE, RECORD_INVALID, 1",
        "1042, BUG, UNEXPECTED_RESPONSE, 1",
        "1048, BUG, UNEXPECTED_RESPONSE, 1",
        "1049, RECORD, RECORD_INVALID, 1",
        "1076, ASK_HUMAN, MERGE_REFUSED, 1",
        "1077, ASK_HUMAN, MERGE_REFUSED, 1",
        "1078, ASK_HUMAN, MERGE_REFUSED, 1",
        "1079, ASK_HUMAN, MERGE_REFUSED, 1",
        "1080, BUG, UNEXPECTED_RESPONSE, 1",
    })
    void hasARuleAMeaningAndANumberOfTries(String code, RetryRule rule, AdapterErrorCode meaning, int tries) {
        MappedError error = ErrorMapping.of(code, "");
        assertThat(error).isEqualTo(new MappedError(code, rule, meaning));
        assertThat(MarketoRetryPolicies.CALLS.attempts(error.failure())).isEqualTo(tries);
    }

    @ParameterizedTest
    @CsvSource({
        "Too many jobs in queue, THROTTLE, RATE_LIMITED",
        "Export daily quota 500MB exceeded., QUOTA, QUOTA_EXHAUSTED",
        "Job already queued, DONE, RECORD_INVALID",
    })
    void isToldApartByItsWordsWhereThreeMeaningsShareIt(String message, RetryRule rule, AdapterErrorCode meaning) {
        MappedError error = ErrorMapping.of("1029", message);
        assertThat(error).isEqualTo(new MappedError("1029", rule, meaning));
        assertThat(MarketoRetryPolicies.CALLS.attempts(error.failure())).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "699, RETRY, VENDOR_UNAVAILABLE, 3",
        "799, BUG, UNEXPECTED_RESPONSE, 1",
        "1999, RECORD, RECORD_INVALID, 1",
        "new, BUG, UNEXPECTED_RESPONSE, 1",
    })
    void thatNobodyKnowsIsClassifiedByItsFamilyAndKeepsItsNumber(
            String code, RetryRule rule, AdapterErrorCode meaning, int tries) {
        MappedError error = ErrorMapping.of(code, "");
        assertThat(error).isEqualTo(new MappedError(code, rule, meaning));
        assertThat(MarketoRetryPolicies.CALLS.attempts(error.failure())).isEqualTo(tries);
    }

    @Test
    void keepsNoValueThatErrorOneThousandAndThreeRepeats() {
        assertThat(ErrorMapping.withoutValues("Invalid value for field 'email' and value 'ada@example.org'"))
                .isEqualTo("Invalid value for field 'email'");
    }

    /** The page names every code and every test; neither may be made up. */
    @Test
    void standsInTheDevelopersTableWithTestsThatExist() throws Exception {
        Path root = Path.of(System.getProperty("onefunnel.root", ".."));
        String page = Files.readString(root.resolve("docs/developer/marketo.md"));
        List<String> rows =
                page.lines().filter(line -> line.matches("\\| .*\\d.*")).toList();
        CsvSource codes = getClass()
                .getDeclaredMethod(
                        "hasARuleAMeaningAndANumberOfTries",
                        String.class,
                        RetryRule.class,
                        AdapterErrorCode.class,
                        int.class)
                .getAnnotation(CsvSource.class);
        for (String each : codes.value()) {
            String code = each.substring(0, each.indexOf(','));
            assertThat(rows).as("rows that name %s", code).anyMatch(row -> row.matches(".*\\b" + code + "\\b.*"));
        }
        Matcher named = Pattern.compile("`(\\w+Test)\\.(\\w+)`").matcher(page);
        int tests = 0;
        while (named.find()) {
            tests++;
            String method = named.group(2);
            assertThat(Stream.of(testClass(named.group(1)).getDeclaredMethods()))
                    .as(named.group())
                    .anyMatch(each -> each.getName().equals(method));
        }
        assertThat(tests).isGreaterThan(20);
    }

    private static Class<?> testClass(String name) throws ClassNotFoundException {
        for (String part : List.of("client.", "pull.", "write.", "merge.", "check.")) {
            String path = ("io.onefunnel.marketo." + part + name).replace('.', '/') + ".class";
            if (ErrorMappingTest.class.getClassLoader().getResource(path) != null) {
                return Class.forName("io.onefunnel.marketo." + part + name);
            }
        }
        return Class.forName("io.onefunnel.marketo." + name);
    }
}
