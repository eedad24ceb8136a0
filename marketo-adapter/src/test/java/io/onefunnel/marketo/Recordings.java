package io.onefunnel.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What live instances answered to others, where it lies beside this checkout. */
public final class Recordings {
    public static final ObjectMapper JSON = new ObjectMapper();
    public static final Path FOLDER =
            Path.of(System.getProperty("onefunnel.root", ".."), "..", "shared", "contracts", "marketo", "recorded");

    private Recordings() {}

    /** Skips the test where there are none. */
    public static void require() {
        Assumptions.assumeTrue(Files.isDirectory(FOLDER), "the recorded answers are not beside this checkout");
    }

    public static JsonNode body(String name) throws IOException {
        return JSON.readTree(FOLDER.resolve(name).toFile()).at("/response/body");
    }

    /** Every recorded answer of the REST API by the file it stands in. */
    public static Map<String, JsonNode> answers() throws IOException {
        Map<String, JsonNode> answers = new LinkedHashMap<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(FOLDER)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            JsonNode content = JSON.readTree(file.toFile());
            List<JsonNode> calls = new ArrayList<>();
            if (content.isArray()) content.forEach(calls::add);
            else calls.add(content);
            for (int i = 0; i < calls.size(); i++) {
                if (isIdentity(calls.get(i)) || isRequestOnly(calls.get(i))) continue;
                answers.put(FOLDER.relativize(file) + (calls.size() > 1 ? " " + i : ""), calls.get(i));
            }
        }
        return answers;
    }

    private static boolean isIdentity(JsonNode call) {
        return call.at("/request/path").asText().contains("/oauth/token");
    }

    /** Some pages of documentation show a request without its answer, or an answer in part. */
    private static boolean isRequestOnly(JsonNode call) {
        JsonNode response = call.has("response") ? call.path("response") : call;
        JsonNode body = response.path("body");
        boolean refused = response.path("status").asInt(200) != 200
                || body.at("/errors/0/code").isValueNode();
        return !refused && !body.path("success").asBoolean(false);
    }
}
