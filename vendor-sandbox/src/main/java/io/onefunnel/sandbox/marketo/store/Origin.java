package io.onefunnel.sandbox.marketo.store;

import io.onefunnel.sandbox.marketo.api.InstanceSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Who changed a lead and how, as the activities of the change tell it. */
public record Origin(String source, String reason, Map<String, String> details) {
    public Origin {
        details = Map.copyOf(details);
    }

    /** {@code "Web service API"} marks API writes: "Activities", "Get Lead Changes". */
    public static Origin api(String method, String requestId) {
        return new Origin(
                "Web service API",
                "Web service API",
                Map.of(
                        "API Method Name",
                        method,
                        "Modifying User",
                        InstanceSettings.API_USER,
                        "Request Id",
                        requestId));
    }

    public static Origin screen() {
        return new Origin("Person detail", "User changed value", Map.of("Modifying User", "ada@sandbox.example"));
    }

    /** The native sync brought it. */
    public static Origin crm() {
        return new Origin("salesforce.com", "Salesforce sync", Map.of());
    }

    static Origin importing() {
        return new Origin("List import", "List import", Map.of());
    }

    Map<String, String> attributes() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Reason", reason);
        all.put("Source", source);
        all.putAll(new TreeMap<>(details));
        return all;
    }
}
