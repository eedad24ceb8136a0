package io.onefunnel.policy;

import io.onefunnel.model.Field;
import io.onefunnel.model.LeadStatus;
import io.onefunnel.model.Origin;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When a person is in the Target Market, becomes a Conversation Lead and counts as Pipeline; and what a lead source
 * means.
 *
 * @param fields how much each field matters; a field that is not named is {@link Need#UNNECESSARY}
 * @param personalEmail what an address at a provider for everybody means
 * @param bogus values that nobody is called and no company has, in lower case
 * @param scoreThreshold from this score on a person who answered is a Conversation Lead without asking to talk
 * @param qualifyingStatuses what a person must have said of a lead to make it a Conversation Lead
 * @param qualifyingLifecycles likewise, what marketing must have said
 * @param idealCustomers one or more for each product
 * @param pipelineStages the vendors' deal stages that are Pipeline, in lower case; besides them, an amount and a close
 *     date make an opportunity Pipeline
 * @param nextSaleTypes the vendors' deal types of existing customers, in lower case
 * @param origins who brings people in by a lead source, in lower case
 * @param referralDays how long after a touch of a colleague a new person counts as referred
 */
public record Criteria(
        Approval approval,
        Map<Field, Need> fields,
        PersonalEmail personalEmail,
        List<String> bogus,
        int scoreThreshold,
        List<LeadStatus> qualifyingStatuses,
        List<String> qualifyingLifecycles,
        List<IdealCustomer> idealCustomers,
        List<String> pipelineStages,
        List<String> nextSaleTypes,
        SortedMap<String, Origin> origins,
        int referralDays) {
    public static final Criteria DEFAULT = new Criteria(
            Approval.DRAFT,
            defaultFields(),
            PersonalEmail.ACCEPT,
            List.of("test", "tester", "testing", "asdf", "qwerty", "none", "n/a", "na", "xxx", "abc", "foo", "unknown"),
            50,
            List.of(LeadStatus.MQL, LeadStatus.WORKING, LeadStatus.QUALIFIED, LeadStatus.UNQUALIFIED),
            List.of("MQL", "SQL"),
            List.of(),
            List.of(),
            List.of(),
            new TreeMap<>(),
            30);

    public Criteria {
        EnumMap<Field, Need> ordered = new EnumMap<>(Field.class);
        ordered.putAll(fields);
        fields = Collections.unmodifiableMap(ordered);
        bogus = List.copyOf(bogus);
        qualifyingStatuses = List.copyOf(qualifyingStatuses);
        qualifyingLifecycles = List.copyOf(qualifyingLifecycles);
        idealCustomers = List.copyOf(idealCustomers);
        pipelineStages = List.copyOf(pipelineStages);
        nextSaleTypes = List.copyOf(nextSaleTypes);
        origins = Collections.unmodifiableSortedMap(new TreeMap<>(origins));
    }

    /** Whether a field must be there. */
    public enum Need {
        REQUIRED,
        OPTIONAL,
        UNNECESSARY
    }

    public enum PersonalEmail {
        ACCEPT,
        /** A person who gives only such an address is not valid. */
        REFUSE
    }

    /** The required fields, in their fixed order. */
    public List<Field> required() {
        return fields.entrySet().stream()
                .filter(field -> field.getValue() == Need.REQUIRED)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Who brings people in by this lead source, when the framework says. */
    public Optional<Origin> originOf(String leadSource) {
        return Optional.ofNullable(origins.get(leadSource.strip().toLowerCase(Locale.ROOT)));
    }

    /** The person's names, company and website are beyond discussion; an address is needed to answer at all. */
    private static Map<Field, Need> defaultFields() {
        Map<Field, Need> fields = new EnumMap<>(Field.class);
        fields.put(Field.FIRST_NAME, Need.REQUIRED);
        fields.put(Field.LAST_NAME, Need.REQUIRED);
        fields.put(Field.COMPANY, Need.REQUIRED);
        fields.put(Field.WEBSITE, Need.REQUIRED);
        fields.put(Field.EMAIL, Need.REQUIRED);
        fields.put(Field.PHONE, Need.OPTIONAL);
        fields.put(Field.TITLE, Need.OPTIONAL);
        fields.put(Field.COUNTRY, Need.OPTIONAL);
        fields.put(Field.INDUSTRY, Need.OPTIONAL);
        fields.put(Field.EMPLOYEES, Need.OPTIONAL);
        fields.put(Field.AREA_OF_INTEREST, Need.OPTIONAL);
        return fields;
    }
}
