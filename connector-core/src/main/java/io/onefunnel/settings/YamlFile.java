package io.onefunnel.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.Mark;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.MarkedYAMLException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses one YAML file into nodes that remember their lines. What cannot be parsed becomes a problem. */
final class YamlFile {
    private static final YAMLFactory YAML = new YAMLFactory();

    private static final Pattern EXPECTED_BUT_FOUND =
            Pattern.compile("expected '?<?([a-z ]+)>?'?,? but found '?<?([^>']+)>?'?");

    /** What the parser says, and what it means to somebody who wrote the file. */
    private static final Map<String, String> PLAIN_WORDS = plainWords();

    private final String name;
    private final Problems problems;

    private YamlFile(String name, Problems problems) {
        this.name = name;
        this.problems = problems;
    }

    /** The file's keys; none when it is missing or cannot be parsed, and then there is a problem. */
    static YamlNode.Section read(Path file, Problems problems) {
        return new YamlFile(file.toString(), problems).parse(file);
    }

    private YamlNode.Section parse(Path file) {
        try (YAMLParser parser = YAML.createParser(Files.readString(file))) {
            return document(parser);
        } catch (NoSuchFileException e) {
            problem(0, 0, "", "there is no such file");
        } catch (CharacterCodingException e) {
            problem(0, 0, "", "is not text in UTF-8");
        } catch (JsonProcessingException e) {
            unreadable(e);
        } catch (IOException e) {
            problem(0, 0, "", "cannot be read: " + e.getClass().getSimpleName());
        }
        return new YamlNode.Section(0, Map.of());
    }

    private YamlNode.Section document(YAMLParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL) return new YamlNode.Section(1, Map.of());
        int line = line(parser);
        if (first != JsonToken.START_OBJECT) {
            problem(line, 0, "", "expected keys with values (\"key: value\") at the top of the file");
            return new YamlNode.Section(line, Map.of());
        }
        YamlNode.Section root = section(parser, "");
        if (parser.nextToken() != null) {
            problem(line(parser), 0, "", "a second document begins here (\"---\"); one file holds one");
        }
        return root;
    }

    private YamlNode.Section section(YAMLParser parser, String path) throws IOException {
        int line = line(parser);
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String keyPath = path.isEmpty() ? key : path + "." + key;
            int keyLine = line(parser);
            parser.nextToken();
            YamlNode value = value(parser, keyPath);
            YamlNode.Entry earlier = entries.putIfAbsent(key, new YamlNode.Entry(keyLine, value));
            if (earlier != null) {
                problem(keyLine, 0, keyPath, "stands twice; the first is on line " + earlier.line());
            }
        }
        return new YamlNode.Section(line, entries);
    }

    private YamlNode value(YAMLParser parser, String path) throws IOException {
        int line = line(parser);
        if (parser.isCurrentAlias()) {
            problem(line, 0, path, "refers to another place of the file (\"*name\"); write the value out");
            return new YamlNode.Nothing(line);
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) return section(parser, path);
        if (token == JsonToken.START_ARRAY) return items(parser, path);
        if (token == JsonToken.VALUE_NULL) return new YamlNode.Nothing(line);
        return new YamlNode.Text(line, parser.getText());
    }

    private YamlNode.Items items(YAMLParser parser, String path) throws IOException {
        int line = line(parser);
        List<YamlNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser, path + "[" + items.size() + "]"));
        }
        return new YamlNode.Items(line, List.copyOf(items));
    }

    private void unreadable(JsonProcessingException e) {
        if (e instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            Mark at = marked.getProblemMark();
            problem(at.getLine() + 1, at.getColumn() + 1, "", "cannot be read: " + inPlainWords(marked));
            return;
        }
        // The message itself is left out: it may show a piece of the file, and that may be a secret.
        JsonLocation at = e.getLocation();
        problem(at == null ? 0 : at.getLineNr(), at == null ? 0 : at.getColumnNr(), "", "cannot be read as YAML");
    }

    private static String inPlainWords(MarkedYAMLException e) {
        String said = String.valueOf(e.getProblem());
        String why = PLAIN_WORDS.entrySet().stream()
                .filter(words -> said.contains(words.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> expectation(said));
        Mark began = e.getContextMark();
        boolean earlier = began != null && began.getLine() < e.getProblemMark().getLine();
        return earlier ? why + " (it belongs to what begins on line " + (began.getLine() + 1) + ")" : why;
    }

    private static String expectation(String said) {
        Matcher expected = EXPECTED_BUT_FOUND.matcher(said);
        if (!expected.find()) return said;
        return "expected " + plain(expected.group(1)) + ", but found " + plain(expected.group(2));
    }

    private static String plain(String token) {
        return switch (token.strip()) {
            case "block end" -> "the section or list to go on at its own indentation";
            case "scalar" -> "a value";
            case "key", "block mapping start", "?" -> "a key";
            case "block sequence start", "block entry", "-" -> "a list entry (\"- \")";
            case "document start" -> "the beginning of a document";
            default -> "\"" + token.strip() + "\"";
        };
    }

    private static Map<String, String> plainWords() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("\\t(TAB)", "indented by a tab; indent by spaces");
        words.put(
                "mapping values are not allowed here",
                "a second \": \" in one line, or a key that is indented too far; put a value that holds \": \" in quotes");
        words.put("could not find expected ':'", "expected \": \" after the key");
        words.put("unexpected end of stream", "a quote that was opened is not closed");
        words.put(
                "cannot start any token",
                "a value begins with a character that YAML keeps for itself; put the value in quotes");
        words.put("expected ',' or ']'", "expected \",\" or \"]\" in the list");
        words.put("expected ',' or '}'", "expected \",\" or \"}\" between the braces");
        words.put("unknown escape character", "a backslash in double quotes; use single quotes");
        return words;
    }

    private void problem(int line, int column, String key, String message) {
        problems.add(new Problem(name, line, column, key, message));
    }

    private static int line(YAMLParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
