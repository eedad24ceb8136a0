package io.onefunnel.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.model.Field;
import io.onefunnel.model.JobFunction;
import io.onefunnel.model.JobLevel;
import io.onefunnel.model.Origin;
import io.onefunnel.policy.Calendars;
import io.onefunnel.policy.Criteria;
import io.onefunnel.policy.Criteria.Need;
import io.onefunnel.policy.Feedback;
import io.onefunnel.policy.FollowUp;
import io.onefunnel.policy.Handoff;
import io.onefunnel.policy.IdealCustomer;
import io.onefunnel.policy.Inputs;
import io.onefunnel.policy.Policy;
import io.onefunnel.policy.ScoringRules;
import io.onefunnel.policy.ScoringRules.Rule;
import io.onefunnel.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The policy files")
class PolicyFilesTest {
    private static final Path SHIPPED = Path.of(System.getProperty("onefunnel.root", ".."), "config");

    @TempDir
    Path config;

    @Test
    void missingFilesTakeTheFiguresOfThePlaybook() {
        Inputs inputs = PolicyFiles.read(config);
        assertThat(inputs).isEqualTo(Inputs.DEFAULT);
        assertThat(inputs.policy().followUp().firstTouch().within()).isEqualTo(Duration.ofHours(1));
        assertThat(inputs.policy().followUp().firstTouch().withinIfAsked()).isEqualTo(Duration.ofMinutes(15));
        assertThat(inputs.policy().followUp().resolution()).isEqualTo(new FollowUp.Resolution(10, 15, 10));
        assertThat(inputs.policy().handoff().offerDays()).isEqualTo(5);
        assertThat(inputs.policy().handoff().dueDays()).isEqualTo(8);
        assertThat(inputs.policy().feedback().meetingDays()).isEqualTo(1);
        assertThat(inputs.policy().goLive()).isEmpty();
    }

    @Test
    void theShippedFilesSayWhatTheDefaultsSayExceptForVendorWords() {
        PolicyFiles.Checked shipped = PolicyFiles.check(SHIPPED);
        Policy policy = shipped.inputs().policy();
        Criteria usual = Criteria.DEFAULT;
        assertThat(shipped.warnings()).isEmpty();
        assertThat(policy.followUp()).isEqualTo(FollowUp.DEFAULT);
        assertThat(policy.handoff()).isEqualTo(Handoff.DEFAULT);
        assertThat(policy.feedback()).isEqualTo(Feedback.DEFAULT);
        assertThat(shipped.inputs().calendars()).isEqualTo(Calendars.DEFAULT);
        assertThat(shipped.inputs().scoring()).isEqualTo(ScoringRules.DEFAULT);
        assertThat(policy.criteria().required()).isEqualTo(usual.required());
        assertThat(policy.criteria().bogus()).isEqualTo(usual.bogus());
        assertThat(policy.criteria().scoreThreshold()).isEqualTo(usual.scoreThreshold());
        assertThat(policy.criteria().qualifyingStatuses()).isEqualTo(usual.qualifyingStatuses());
        assertThat(policy.criteria().qualifyingLifecycles()).isEqualTo(usual.qualifyingLifecycles());
        assertThat(policy.criteria().referralDays()).isEqualTo(usual.referralDays());
        assertThat(policy.criteria().originOf("Trade Show")).contains(Origin.MARKETING);
    }

    @Test
    void everyScoringRuleStandsInTheShippedFile() throws IOException {
        String text = Files.readString(SHIPPED.resolve("scoring.yaml"));
        for (Rule rule : Rule.values()) assertThat(text).contains("  " + rule.key() + ": ");
    }

    @Test
    void theHashDoesNotDependOnTheOrderInTheFile() {
        write("calendars.yaml", "users: {a@x.example: office, b@x.example: office}\ndefault: office");
        String one = PolicyFiles.read(config).hash();
        write("calendars.yaml", "default: office\nusers: {b@x.example: office, a@x.example: office}");
        assertThat(PolicyFiles.read(config).hash()).isEqualTo(one);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "framework/criteria.yaml, score-threshold: 51",
        "framework/criteria.yaml, 'fields: {phone: REQUIRED}'",
        "framework/criteria.yaml, referral-days: 31",
        "framework/follow-up.yaml, 'first-touch: {within: 2h}'",
        "framework/follow-up.yaml, 'resolution: {warn-days: 9}'",
        "framework/follow-up.yaml, go-live: 2026-03-02T08:00:00Z",
        "framework/handoff.yaml, salespeople: [lee@x.example]",
        "framework/feedback.yaml, 'meeting: {due-days: 2}'",
        "framework/feedback.yaml, version: 2",
        "calendars.yaml, default-zone: Europe/Berlin",
        "calendars.yaml, 'calendars: {office: {holidays: {2026-12-25: Christmas}}}'",
        "scoring.yaml, 'points: {replied: 11}'"
    })
    @DisplayName("give another hash when any one of them says something else")
    void everySettingIsInTheHash(String file, String line) {
        boolean calendar = line.contains("holidays");
        write(file, calendar ? line.replace("{holidays", "{hours: {weekdays: 09:00-17:00}, holidays") : line);
        assertThat(PolicyFiles.read(config).hash()).isNotEqualTo(Inputs.DEFAULT.hash());
    }

    @Test
    void theHashNamesTheTimeZoneData() {
        assertThat(Inputs.timeZoneData()).matches("20\\d\\d[a-z]+");
    }

    @Test
    void anInstallationsOwnGoLiveIsUsedUnlessTheFrameworkNamesOne() {
        Instant installed = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(Inputs.DEFAULT.liveFrom(installed).policy().goLive()).contains(installed);
        assertThat(Inputs.DEFAULT.liveFrom(installed).hash()).isNotEqualTo(Inputs.DEFAULT.hash());
        write("framework/follow-up.yaml", "go-live: 2026-03-02T08:00:00Z");
        assertThat(PolicyFiles.read(config).liveFrom(installed).policy().goLive())
                .contains(Instant.parse("2026-03-02T08:00:00Z"));
    }

    @Test
    void problemsOfAllFilesAreToldTogetherWithTheirLines() {
        write(
                "framework/follow-up.yaml",
                "resolution:\n  warn-days: 15\n  due-days: 15\nfirst-touch:\n  warn-percent: 100");
        write("framework/handoff.yaml", "take-back: {offer-days: 8, due-days: 8}");
        write("framework/criteria.yaml", "fields:\n  compny: REQUIRED\n  phone: MAYBE");
        write("scoring.yaml", "points:\n  repleid: 3\n  replied: 300");
        write(
                "calendars.yaml",
                "default: offce\ncalendars:\n  office:\n    hours: {monday: [9:00-12:00, 11:00-17:00]}");
        SettingsException thrown = catchThrowableOfType(SettingsException.class, () -> PolicyFiles.read(config));
        assertThat(thrown.problems().stream()
                        .map(Object::toString)
                        .map(text -> text.substring(config.toString().length() + 1)))
                .anySatisfy(text ->
                        assertThat(text).startsWith("framework/follow-up.yaml:2: resolution.warn-days: must be less"))
                .anySatisfy(text -> assertThat(text).contains("warn-percent: must be from 1 to 99"))
                .anySatisfy(text ->
                        assertThat(text).startsWith("framework/handoff.yaml:1:").contains("less than due-days"))
                .anySatisfy(text -> assertThat(text)
                        .startsWith("framework/criteria.yaml:2:")
                        .contains("did you mean \"company\"?"))
                .anySatisfy(text -> assertThat(text)
                        .startsWith("framework/criteria.yaml:3:")
                        .contains("MAYBE"))
                .anySatisfy(
                        text -> assertThat(text).startsWith("scoring.yaml:2:").contains("did you mean \"replied\"?"))
                .anySatisfy(text -> assertThat(text).contains("points.replied: must be from -100 to 100, not 300"))
                .anySatisfy(text -> assertThat(text).startsWith("calendars.yaml:1: default: there is no calendar"))
                .anySatisfy(text -> assertThat(text).contains("overlap"))
                .hasSize(9);
    }

    @Test
    void anActiveDocumentNeedsAVoteOfEachDepartment() {
        write("framework/criteria.yaml", "state: ACTIVE\napproved-by: {marketing: [Ana]}");
        assertThatThrownBy(() -> PolicyFiles.read(config)).hasMessageContaining("a vote of marketing and one of sales");
        write(
                "framework/criteria.yaml",
                "state: ACTIVE\napproved-by: {marketing: [Ana], sales: [Lee]}\neffective: 2026-03-02");
        assertThat(PolicyFiles.read(config).policy().criteria().approval().effective())
                .contains(LocalDate.parse("2026-03-02"));
    }

    @Test
    @DisplayName("warn when budget, authority, need or timeframe is asked of marketing")
    void bantIsWarnedOf() {
        write("framework/criteria.yaml", "fields: {budget: REQUIRED, timeframe: OPTIONAL}");
        assertThat(PolicyFiles.check(config).warnings())
                .extracting(warning -> warning.key())
                .containsExactly("fields.budget", "fields.timeframe");
    }

    @Test
    @DisplayName("warn of more than eight disposition reasons")
    void nineReasonsAreWarnedOf() {
        write("framework/feedback.yaml", "reasons: {a: , b: , c: , d: , e: , f: , g: , h: }");
        assertThat(PolicyFiles.check(config).warnings()).isEmpty();
        write("framework/feedback.yaml", "reasons: {a: , b: , c: , d: , e: , f: , g: , h: , i: }");
        assertThat(PolicyFiles.check(config).warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).startsWith("9 reasons"));
    }

    @Test
    void aPromiseInBusinessTimeIsNotWrittenInDays() {
        write("framework/follow-up.yaml", "first-touch: {within: 1d}");
        assertThatThrownBy(() -> PolicyFiles.read(config)).hasMessageContaining("write it in hours and minutes");
    }

    @Test
    void idealCustomersAreRead() {
        write("framework/criteria.yaml", """
                ideal-customers:
                  - product: Cloud
                    account: {industries: [Software], countries: [de], employees-from: 200, employees-to: 5000}
                    person: {levels: [C_LEVEL], functions: [IT]}
                """);
        IdealCustomer customer =
                PolicyFiles.read(config).policy().criteria().idealCustomers().get(0);
        assertThat(customer.industries()).containsExactly("software");
        assertThat(customer.countries()).containsExactly("DE");
        assertThat(customer.employeesFrom()).hasValue(200);
        assertThat(customer.levels()).containsExactly(JobLevel.C_LEVEL);
        assertThat(customer.functions()).containsExactly(JobFunction.IT);
    }

    @Test
    void oneLeadSourceHasOneOrigin() {
        write("framework/criteria.yaml", "origins: {marketing: [Web], partner: [web]}");
        assertThatThrownBy(() -> PolicyFiles.read(config)).hasMessageContaining("stands under another origin");
    }

    @Test
    void calendarsHaveDaysOfTheirOwnAndLunchBreaks() {
        write("calendars.yaml", """
                default: berlin
                calendars:
                  berlin:
                    zone: Europe/Berlin
                    hours:
                      weekdays: 9:00-17:30
                      friday: [13:00-16:00, 09:00-12:30]
                      monday: closed
                      saturday: 20:00-24:00
                    holidays: {2026-12-25: Christmas Day}
                users: {Lee@X.example: berlin}
                """);
        Calendars.Calendar berlin =
                requireNonNull(PolicyFiles.read(config).calendars().named().get("berlin"));
        assertThat(berlin.zone()).contains(ZoneId.of("Europe/Berlin"));
        assertThat(berlin.week()).doesNotContainKeys(DayOfWeek.MONDAY, DayOfWeek.SUNDAY);
        assertThat(berlin.week().get(DayOfWeek.FRIDAY)).hasToString("[09:00-12:30, 13:00-16:00]");
        assertThat(berlin.on(LocalDate.parse("2026-03-07")).get(0).toSecond()).isEqualTo(86_400);
        assertThat(berlin.on(LocalDate.parse("2026-12-25"))).isEmpty();
        assertThat(PolicyFiles.read(config).calendars().byUser()).containsEntry("lee@x.example", "berlin");
    }

    @Test
    void aCalendarThatIsNeverOpenIsRefused() {
        write("calendars.yaml", "calendars: {office: {hours: {weekdays: closed}}}");
        assertThatThrownBy(() -> PolicyFiles.read(config)).hasMessageContaining("names no open time");
    }

    @Test
    void reasonsInTheSystemsOwnWordsBecomeCodes() {
        assertThat(Feedback.DEFAULT.code("No Need")).isEqualTo("NO_ACKNOWLEDGED_NEED");
        assertThat(Feedback.DEFAULT.code("unreachable")).isEqualTo("UNREACHABLE");
        assertThat(Feedback.DEFAULT.code("Non-Compliant SLA")).isEqualTo("NON_COMPLIANT_SLA");
        assertThat(Feedback.DEFAULT.code("Chose a competitor")).isEqualTo("Chose a competitor");
    }

    @Test
    void aFieldNotNamedKeepsItsUsualWeight() {
        write("framework/criteria.yaml", "fields: {website: OPTIONAL}");
        Criteria criteria = PolicyFiles.read(config).policy().criteria();
        assertThat(criteria.fields())
                .containsEntry(Field.EMAIL, Need.REQUIRED)
                .containsEntry(Field.WEBSITE, Need.OPTIONAL);
        assertThat(criteria.required())
                .isEqualTo(List.of(Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL, Field.COMPANY));
    }

    private void write(String name, String text) {
        try {
            Path file = config.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
