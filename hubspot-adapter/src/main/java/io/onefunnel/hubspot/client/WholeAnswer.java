package io.onefunnel.hubspot.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.onefunnel.hubspot.client.HubSpotClient.Reader;
import io.onefunnel.spi.AdapterErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The one place that decides whether the body of a success is HubSpot's answer, and all of it. A read demands the keys that
 * it lives by, of the answer and of each of its parts; an error entry beside results is a part that did not come, unless it
 * says that there is nothing to come. What does not pass is a {@link SpoiledAnswerException}, and no part of it is used.
 */
public final class WholeAnswer {
    private static final int MOST_NAMED = 5;
    private static final String RESULTS = "results";

    private WholeAnswer() {}

    /** An object with these keys, each with a value. */
    public static Reader<JsonNode> object(String... keys) {
        return body -> {
            JsonNode answer = tree(body);
            demandSuccess(answer, keys);
            demand(answer, "the answer", keys);
            return answer;
        };
    }

    /** A list, alone or as one page of it, of objects with these keys. */
    public static Reader<JsonNode> list(String... keysOfEach) {
        return body -> {
            JsonNode answer = tree(body);
            demandSuccess(answer);
            demandList(answer, RESULTS);
            demandNoErrors(answer.path("errors"), entry -> false);
            for (JsonNode each : answer.path(RESULTS)) demand(each, "a result", keysOfEach);
            return answer;
        };
    }

    /** The links of a batch of objects; who has none is named as such, or is missing. */
    static JsonNode links(InputStream body) throws IOException {
        JsonNode answer = tree(body);
        demandSuccess(answer);
        demandComplete(answer.path("status").asText(""));
        demandList(answer, RESULTS);
        demandNoErrors(answer.path("errors"), WholeAnswer::isNotFound);
        for (JsonNode result : answer.path(RESULTS)) {
            demand(result.path("from"), "the record of a link", "id");
            demandList(result, "to");
            for (JsonNode link : result.path("to")) demand(link, "a link", "toObjectId", "associationTypes");
        }
        return answer;
    }

    /** What became of a batch of writes: results and error entries, which are for the caller to tell apart. */
    public static JsonNode written(InputStream body) throws IOException {
        JsonNode answer = tree(body);
        demandSuccess(answer);
        demandList(answer, RESULTS);
        return answer;
    }

    /** A success without words: a 204, or a 200 without a body. */
    public static boolean nothing(InputStream body) throws IOException {
        if (body.read() >= 0) throw SpoiledAnswerException.foreign("it has a body where HubSpot sends none");
        return true;
    }

    /** Where the next page begins; the empty text on the last one. */
    public static String next(JsonNode page) {
        return page.path("paging").path("next").path("after").asText("");
    }

    /** Arrays that a read lives by: a missing one is not an empty one. */
    public static void demandList(JsonNode holder, String key) throws SpoiledAnswerException {
        if (!holder.path(key).isArray()) throw without("the answer", key);
    }

    public static void demand(JsonNode part, String what, String... keys) throws SpoiledAnswerException {
        if (!part.isObject()) throw SpoiledAnswerException.foreign(what + " is no object");
        for (String key : keys) {
            JsonNode value = part.path(key);
            if (value.isMissingNode()
                    || value.isNull()
                    || value.isTextual() && value.textValue().isBlank()) {
                throw without(what, key);
            }
        }
    }

    static SpoiledAnswerException without(String what, String key) {
        return SpoiledAnswerException.foreign(what + " has no " + key);
    }

    /** A batch that HubSpot has not ended: PENDING, PROCESSING and CANCELED are the other states of its specification. */
    static void demandComplete(String status) throws SpoiledAnswerException {
        if (status.isEmpty() || status.equals("COMPLETE")) return;
        throw SpoiledAnswerException.partial(AdapterErrorCode.VENDOR_UNAVAILABLE, "its batch has not ended");
    }

    /** @param harmless says of an entry that nothing is missing by it */
    static void demandNoErrors(Iterable<JsonNode> errors, Predicate<JsonNode> harmless) throws SpoiledAnswerException {
        List<JsonNode> failed = new ArrayList<>();
        errors.forEach(entry -> {
            if (!harmless.test(entry)) failed.add(entry);
        });
        if (failed.isEmpty()) return;
        MappedError first = ErrorMapping.ofRow(failed.get(0));
        List<String> inputs = failed.stream()
                .flatMap(entry -> ErrorMapping.inputs(entry).stream())
                .toList();
        String named = inputs.isEmpty()
                ? failed.size() + " of its parts"
                : "those of " + String.join(", ", inputs.subList(0, Math.min(MOST_NAMED, inputs.size())))
                        + (inputs.size() > MOST_NAMED ? " and " + (inputs.size() - MOST_NAMED) + " more" : "");
        throw SpoiledAnswerException.partial(momentary(first), named + " failed: " + first.summary());
    }

    /** OBJECT_NOT_FOUND; of links with the subcategory crm.associations.NO_ASSOCIATIONS_FOUND. */
    static boolean isNotFound(JsonNode entry) {
        return entry.path("category").asText("").equals("OBJECT_NOT_FOUND")
                || entry.path("subCategory").asText("").endsWith("NO_ASSOCIATIONS_FOUND");
    }

    /** HubSpot's form of an error, by a gateway under a status of success. */
    private static void demandSuccess(JsonNode answer, String... keys) throws SpoiledAnswerException {
        if (!answer.isObject()) throw SpoiledAnswerException.foreign("it is no object");
        if (answer.path("status").asText("").equals("error")) {
            throw error(answer, keys.length == 0 ? "results" : keys[0]);
        }
    }

    static SpoiledAnswerException error(JsonNode answer, String instead) {
        MappedError error = ErrorMapping.ofRow(answer);
        return SpoiledAnswerException.partial(
                momentary(error),
                "it is an error under a status of success, without \"" + instead + "\": " + error.words(List.of()));
    }

    /** What will not come by asking again is still no reason to go on without it. */
    private static AdapterErrorCode momentary(MappedError error) {
        return switch (error.code()) {
            case VENDOR_UNAVAILABLE, RATE_LIMITED, RECORD_LOCKED -> error.code();
            default -> AdapterErrorCode.UNEXPECTED_RESPONSE;
        };
    }

    private static JsonNode tree(InputStream body) throws IOException {
        JsonNode tree = Json.MAPPER.readTree(body);
        if (tree == null || tree instanceof MissingNode) throw SpoiledAnswerException.cut();
        return tree;
    }
}
