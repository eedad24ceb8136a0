package io.onefunnel.sample.csv;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The leads of the files by id, and their ids by e-mail address. */
final class LeadBook {
    private final Map<String, LeadRow> byId = new LinkedHashMap<>();
    private final Map<String, String> byEmail = new HashMap<>();

    private final Set<String> dealsOnly = new HashSet<>();

    LeadBook(List<LeadRow> leads) {
        leads.forEach(this::add);
    }

    void add(LeadRow lead) {
        byId.put(lead.id(), lead);
        if (!lead.email().isEmpty()) byEmail.putIfAbsent(lead.email().toLowerCase(Locale.ROOT), lead.id());
    }

    /** Somebody whom only the file of deals knows. */
    void addFromDeal(String id, String email) {
        dealsOnly.add(id);
        if (!email.isEmpty()) byEmail.putIfAbsent(email.toLowerCase(Locale.ROOT), id);
    }

    List<LeadRow> all() {
        return List.copyOf(byId.values());
    }

    Optional<LeadRow> lead(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The id of a lead or of a deal's person, named by its id or else by its e-mail address. */
    Optional<String> find(String id, String email) {
        if (byId.containsKey(id) || dealsOnly.contains(id)) return Optional.of(id);
        return Optional.ofNullable(byEmail.get(email.toLowerCase(Locale.ROOT)));
    }
}
