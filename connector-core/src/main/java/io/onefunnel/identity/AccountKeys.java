package io.onefunnel.identity;

import io.onefunnel.model.Email;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.SourceRef;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The key of the account that a person belongs to, over all systems. */
public final class AccountKeys {
    private AccountKeys() {}

    /**
     * The registrable domain of the work e-mail or website, else that of the company records, else the company's name with
     * its country ("acme|DE"). Where records disagree, what most of them say.
     *
     * @param accountDomains by person record, the domain of the company record that it hangs on
     * @return empty when unknown
     */
    public static String of(List<PersonRecord> records, Map<SourceRef, String> accountDomains) {
        String work = mostFrequent(records, record -> hasWorkEmail(record) ? record.domain() : "");
        if (!work.isEmpty()) return work;
        String account = mostFrequent(records, record -> accountDomains.getOrDefault(record.ref(), ""));
        if (!account.isEmpty()) return account;
        String website = mostFrequent(records, PersonRecord::domain);
        if (!website.isEmpty()) return website;
        return mostFrequent(
                records, record -> record.companyKey().isEmpty() ? "" : record.companyKey() + "|" + record.country());
    }

    private static boolean hasWorkEmail(PersonRecord record) {
        return record.emails().stream().anyMatch(email -> email.kind() == Email.Kind.WORK);
    }

    private static String mostFrequent(List<PersonRecord> records, Function<PersonRecord, String> key) {
        Map<String, Integer> counts = new TreeMap<>();
        for (PersonRecord record : records) {
            String value = key.apply(record);
            if (!value.isEmpty()) counts.merge(value, 1, Integer::sum);
        }
        return counts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElse("");
    }
}
