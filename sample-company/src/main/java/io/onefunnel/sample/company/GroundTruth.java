package io.onefunnel.sample.company;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What is really so in the sample company: which records are one person, which are one company, and how much of
 * everything there is. Only tests and the control API read it; no vendor shows it.
 */
public final class GroundTruth {
    /** A record by vendor, type and id: ("salesforce", "Lead", "00Q..."). */
    public record Ref(String vendor, String type, String id) {}

    private final List<List<Ref>> people = new ArrayList<>();
    private final List<List<Ref>> companies = new ArrayList<>();
    private final Map<Ref, Integer> personOf = new HashMap<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<Ref, Ref> referredBy = new LinkedHashMap<>();

    int newPerson() {
        people.add(new ArrayList<>(3));
        return people.size() - 1;
    }

    int newCompany() {
        companies.add(new ArrayList<>(2));
        return companies.size() - 1;
    }

    void person(int person, Ref ref) {
        people.get(person).add(ref);
        personOf.put(ref, person);
    }

    void company(int company, Ref ref) {
        companies.get(company).add(ref);
    }

    void referral(Ref named, Ref by) {
        referredBy.put(named, by);
    }

    void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    /** How many real people there are. */
    public int people() {
        return people.size();
    }

    public int companies() {
        return companies.size();
    }

    /** The records of one person, who has a number from 0. */
    public List<Ref> recordsOfPerson(int person) {
        return List.copyOf(people.get(person));
    }

    /** The account and company records of one company, which has a number from 0. */
    public List<Ref> recordsOfCompany(int company) {
        return List.copyOf(companies.get(company));
    }

    /** The number of the person whom a record is about. */
    public OptionalInt personOf(String vendor, String type, String id) {
        Integer person = personOf.get(new Ref(vendor, type, id));
        return person == null ? OptionalInt.empty() : OptionalInt.of(person);
    }

    /** Which record was named by whom: new record to the referrer's record. */
    public Map<Ref, Ref> referrals() {
        return Map.copyOf(referredBy);
    }

    /** How often each thing occurs: "responses", "meetings held", "two leads of one person" ... */
    public Map<String, Long> counts() {
        Map<String, Long> all = new TreeMap<>(counts);
        all.put("people", (long) people.size());
        all.put("companies", (long) companies.size());
        all.put("records of people", (long) personOf.size());
        return all;
    }
}
