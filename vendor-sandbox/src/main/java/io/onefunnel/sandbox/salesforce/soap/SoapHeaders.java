package io.onefunnel.sandbox.salesforce.soap;

import java.util.Optional;

/** The headers of a request that change what a call does. */
record SoapHeaders(Optional<Xml> header) {
    String sessionId() {
        return in("SessionHeader").flatMap(each -> each.textOf("sessionId")).orElse("");
    }

    boolean allOrNone() {
        return in("AllOrNoneHeader").map(each -> each.isTrue("allOrNone")).orElse(false);
    }

    boolean truncate() {
        return in("AllowFieldTruncationHeader")
                .map(each -> each.isTrue("allowFieldTruncation"))
                .orElse(false);
    }

    /** Duplicate rules that only alert are passed over. */
    boolean allowDuplicates() {
        return in("DuplicateRuleHeader").map(each -> each.isTrue("allowSave")).orElse(false);
    }

    int batchSize(int otherwise) {
        return in("QueryOptions")
                .flatMap(each -> each.textOf("batchSize"))
                .map(Integer::parseInt)
                .orElse(otherwise);
    }

    private Optional<Xml> in(String name) {
        return header.flatMap(each -> each.child(name));
    }
}
