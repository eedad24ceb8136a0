package io.onefunnel.config;

import io.onefunnel.model.Field;
import io.onefunnel.model.JobFunction;
import io.onefunnel.model.JobLevel;
import io.onefunnel.model.LeadStatus;
import io.onefunnel.model.Origin;
import io.onefunnel.policy.Criteria;
import io.onefunnel.policy.Criteria.Need;
import io.onefunnel.policy.Criteria.PersonalEmail;
import io.onefunnel.policy.IdealCustomer;
import io.onefunnel.settings.Settings;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads {@code config/framework/criteria.yaml}: when a person becomes a Conversation Lead. */
final class CriteriaFile {
    static final String NAME = "framework/criteria.yaml";

    /** Which facts about a person criteria can ask for. */
    static final List<Field> ASKABLE = List.of(
            Field.FIRST_NAME,
            Field.LAST_NAME,
            Field.COMPANY,
            Field.WEBSITE,
            Field.EMAIL,
            Field.PHONE,
            Field.TITLE,
            Field.COUNTRY,
            Field.STATE,
            Field.POSTAL_CODE,
            Field.INDUSTRY,
            Field.SEGMENT,
            Field.EMPLOYEES,
            Field.ANNUAL_REVENUE,
            Field.AREA_OF_INTEREST);

    /** Budget, authority, need and timeframe are sales' to find out; a form that asks for them loses people. */
    private static final Set<String> BANT = Set.of("budget", "authority", "need", "timeframe", "timing");

    private CriteriaFile() {}

    static Criteria read(Settings file, PolicyFiles files) {
        Criteria defaults = Criteria.DEFAULT;
        return new Criteria(
                FileParts.approval(file),
                fields(file.section("fields"), files),
                file.choice("personal-email", PersonalEmail.class, defaults.personalEmail()),
                FileParts.lowerCase(file, "bogus-values", defaults.bogus()),
                threshold(file),
                file.has("qualified-by.status")
                        ? file.choices("qualified-by.status", LeadStatus.class)
                        : defaults.qualifyingStatuses(),
                file.has("qualified-by.lifecycle")
                        ? upperCase(file.texts("qualified-by.lifecycle"))
                        : defaults.qualifyingLifecycles(),
                file.sections("ideal-customers").stream()
                        .map(CriteriaFile::idealCustomer)
                        .toList(),
                FileParts.lowerCase(file, "pipeline.stages", defaults.pipelineStages()),
                FileParts.lowerCase(file, "next-sale.types", defaults.nextSaleTypes()),
                origins(file.section("origins")),
                file.positiveInt("referral-days", defaults.referralDays()));
    }

    private static Map<Field, Need> fields(Settings section, PolicyFiles files) {
        Map<Field, Need> fields = new EnumMap<>(Field.class);
        for (Field field : ASKABLE) {
            Need usual = Criteria.DEFAULT.fields().getOrDefault(field, Need.UNNECESSARY);
            fields.put(field, section.choice(field.key(), Need.class, usual));
        }
        for (String key : section.keys()) {
            if (!BANT.contains(key)) continue;
            section.knows(key);
            files.warn(
                    NAME,
                    "fields." + key,
                    "budget, authority, need and timeframe are asked by sales, not required of marketing; it is not checked");
        }
        return fields;
    }

    private static int threshold(Settings file) {
        int threshold = file.integer("score-threshold", Criteria.DEFAULT.scoreThreshold());
        file.check(
                threshold >= 1 && threshold <= 101,
                "score-threshold",
                "must be from 1 to 100, or 101 for never by score alone, not " + threshold);
        return threshold;
    }

    private static IdealCustomer idealCustomer(Settings at) {
        IdealCustomer customer = new IdealCustomer(
                at.text("product"),
                FileParts.lowerCase(at, "account.industries", List.of()),
                upperCase(at.texts("account.countries")),
                FileParts.count(at, "account.employees-from"),
                FileParts.count(at, "account.employees-to"),
                at.choices("person.levels", JobLevel.class),
                at.choices("person.functions", JobFunction.class));
        at.check(
                customer.employeesFrom().orElse(1) <= customer.employeesTo().orElse(Integer.MAX_VALUE),
                "account.employees-to",
                "must not be less than employees-from");
        return customer;
    }

    private static SortedMap<String, Origin> origins(Settings section) {
        SortedMap<String, Origin> origins = new TreeMap<>();
        for (Origin origin : Origin.values()) {
            String key = origin.name().toLowerCase(Locale.ROOT).replace('_', '-');
            for (String source : FileParts.lowerCase(section, key, List.of())) {
                Origin other = origins.putIfAbsent(source, origin);
                section.check(
                        other == null || other == origin,
                        key,
                        "\"" + source + "\" stands under another origin as well");
            }
        }
        return origins;
    }

    private static List<String> upperCase(List<String> texts) {
        return texts.stream().map(text -> text.strip().toUpperCase(Locale.ROOT)).toList();
    }
}
