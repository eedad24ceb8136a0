package io.onefunnel.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.salesforce.rules.DuplicatesFound;

/** What a duplicate rule found, as REST tells it. */
final class DuplicateJson {
    private DuplicateJson() {}

    static ObjectNode of(JsonMapper json, DuplicatesFound found) {
        String object = found.rule().type().name();
        ObjectNode out = json.createObjectNode();
        out.put("allowSave", found.allowSave())
                .put("duplicateRule", found.rule().name());
        out.put("duplicateRuleEntityType", object).put("errorMessage", found.message());
        ObjectNode match = out.putArray("matchResults").addObject();
        match.put("entityType", object).putArray("errors");
        match.put("matchEngine", "ExactMatchEngine");
        ArrayNode records = match.putArray("matchRecords");
        for (String id : found.ids()) {
            ObjectNode record = records.addObject();
            record.putArray("additionalInformation");
            record.putArray("fieldDiffs");
            record.put("matchConfidence", 100.0);
            ObjectNode shown = record.putObject("record");
            shown.putObject("attributes")
                    .put("type", object)
                    .put("url", "/services/data/v65.0/sobjects/" + object + "/" + id);
            shown.put("Id", id);
        }
        match.put("rule", found.rule().name() + "_Match")
                .put("size", found.ids().size())
                .put("success", true);
        return out;
    }
}
