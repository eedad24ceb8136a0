package io.onefunnel.sandbox.salesforce.soap;

import io.onefunnel.sandbox.salesforce.rules.DuplicatesFound;

/** The duplicateResult of a DuplicateError and of findDuplicates, in the order of the WSDL. */
final class DuplicateXml {
    private DuplicateXml() {}

    static void write(XmlWriter out, DuplicatesFound found) {
        write(out, "duplicateResult", found);
    }

    static void write(XmlWriter out, String element, DuplicatesFound found) {
        String object = found.rule().type().name();
        out.open(element)
                .flag("allowSave", found.allowSave())
                .text("duplicateRule", found.rule().name());
        out.text("duplicateRuleEntityType", object).text("errorMessage", found.message());
        out.open("matchResults").text("entityType", object).text("matchEngine", "ExactMatchEngine");
        for (String id : found.ids()) {
            out.open("matchRecords").text("matchConfidence", "100.0");
            out.open("record", "xsi:type=\"sf:sObject\"").text("sf:type", object);
            out.text("sf:Id", id).text("sf:Id", id).close("record").close("matchRecords");
        }
        out.text("rule", found.rule().name() + "_Match")
                .number("size", found.ids().size());
        out.flag("success", true).close("matchResults").close(element);
    }
}
