package io.onefunnel.normalize;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Company names as compared: "The Acme Widget Co., Ltd." and "ACME Widget" are both "acme widget". */
public final class CompanyNormalizer {
    /** Legal forms as word sequences, the longest first. */
    private static final List<List<String>> FORMS = WordList.phrases("legal-forms.txt").stream()
            .map(form -> List.of(form.split(" ")))
            .sorted(Comparator.<List<String>>comparingInt(List::size).reversed().thenComparing(List::toString))
            .toList();

    private static final Set<String> FORM_BEGINNINGS = beginnings();
    private static final Set<String> MADE_UP = WordList.phrases("made-up-companies.txt");
    private static final Pattern BRACKETS = Pattern.compile("[(\\[（][^)\\]）]*[)\\]）]");
    private static final Pattern ABBREVIATION =
            Pattern.compile("(?<=\\b\\p{L})\\.\\s?(?=\\p{L}\\b)|(?<=\\b\\p{L})/(?=\\p{L}\\b)");
    // Written without blanks around the name: 株式会社日立, 华为技术有限公司.
    private static final Pattern EAST_ASIAN =
            Pattern.compile("^(株式会社|有限会社|合同会社|\\(株\\)|㈱|주식회사)|(株式会社|有限会社|合同会社|股份有限公司|有限责任公司|有限公司|公司|주식회사)$");

    private CompanyNormalizer() {}

    /** Empty for a blank name and for what people write who have no company ("n/a", "self-employed"). */
    public static String key(String name) {
        String plain = ABBREVIATION.matcher(name.strip()).replaceAll("");
        String words = Folding.words(BRACKETS.matcher(plain).replaceAll(" "));
        if (words.isEmpty()) words = Folding.words(plain);
        words = EAST_ASIAN.matcher(words.strip()).replaceAll("").strip();
        if (MADE_UP.contains(words)) return "";
        Deque<String> rest = new ArrayDeque<>(Arrays.asList(words.split(" ")));
        if (rest.size() > 1 && rest.getFirst().equals("the")) rest.removeFirst();
        while (dropForm(rest)) {}
        dropLeadingForm(rest);
        rest.removeIf(word -> word.equals("and") || word.equals("und"));
        String key = String.join(" ", rest);
        return key.isEmpty() ? words : key;
    }

    /** A name always keeps its first word: "AG" alone is a name. */
    private static boolean dropForm(Deque<String> words) {
        List<String> all = List.copyOf(words);
        for (List<String> form : FORMS) {
            int from = all.size() - form.size();
            if (from >= 1 && all.subList(from, all.size()).equals(form)) {
                form.forEach(word -> words.removeLast());
                return true;
            }
        }
        return false;
    }

    /** Slavic and Indonesian usage puts the form first: "OOO Romashka", "PT Astra". */
    private static void dropLeadingForm(Deque<String> words) {
        if (words.size() > 1 && FORM_BEGINNINGS.contains(words.getFirst())) words.removeFirst();
    }

    private static Set<String> beginnings() {
        return new HashSet<>(
                Set.of("ooo", "oao", "zao", "pao", "ооо", "оао", "зао", "пао", "ао", "тов", "pt", "cv", "firma"));
    }
}
