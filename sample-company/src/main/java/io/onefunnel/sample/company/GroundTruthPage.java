package io.onefunnel.sample.company;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What GET /truth answers: counts; with {@code list=true} every person's records, every company's and every referral; with
 * {@code vendor}, {@code type} and {@code id} the records of the person whom that record is about.
 */
final class GroundTruthPage {
    private GroundTruthPage() {}

    static Object of(GroundTruth truth, Map<String, String> parameters) {
        if (parameters.containsKey("id")) return person(truth, parameters);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("counts", truth.counts());
        if (!Boolean.parseBoolean(parameters.getOrDefault("list", "false"))) return page;
        List<List<GroundTruth.Ref>> people = new ArrayList<>();
        for (int i = 0; i < truth.people(); i++) people.add(truth.recordsOfPerson(i));
        List<List<GroundTruth.Ref>> companies = new ArrayList<>();
        for (int i = 0; i < truth.companies(); i++) companies.add(truth.recordsOfCompany(i));
        page.put("people", people);
        page.put("companies", companies);
        page.put(
                "referrals",
                truth.referrals().entrySet().stream()
                        .map(referral -> Map.of("named", referral.getKey(), "by", referral.getValue()))
                        .toList());
        return page;
    }

    private static Object person(GroundTruth truth, Map<String, String> parameters) {
        String vendor = parameters.getOrDefault("vendor", "");
        String type = parameters.getOrDefault("type", "");
        String id = parameters.getOrDefault("id", "");
        OptionalInt person = truth.personOf(vendor, type, id);
        if (person.isEmpty())
            throw new IllegalArgumentException(
                    "the sample company has no person with " + vendor + " " + type + " " + id);
        return Map.of("person", person.getAsInt(), "records", truth.recordsOfPerson(person.getAsInt()));
    }
}
